package console

import (
	"context"
	"fmt"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// browser is a real Chromium on a console of fakeWeb.
type browser struct {
	*testing.T
	ctx  context.Context
	base string

	mu       sync.Mutex
	problems []string // what the browser logged, and requests to elsewhere
}

// openBrowser skips where no Chromium is installed, except in CI.
func openBrowser(t *testing.T) *browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome", "google-chrome-stable"} {
		if found, err := exec.LookPath(name); err == nil && path == "" {
			path = found
		}
	}
	switch {
	case testing.Short():
		t.Skip("a browser is slow")
	case path == "" && os.Getenv("CI") == "true":
		t.Fatal("no chromium found, and CI must have one")
	case path == "":
		t.Skip("no chromium found: apt-get install chromium")
	}
	server := httptest.NewServer(fakeWeb().Handler())
	t.Cleanup(server.Close)
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true), chromedp.WindowSize(1200, 900))
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	b := &browser{T: t, ctx: ctx, base: server.URL}
	b.do(chromedp.Navigate("about:blank"))
	if err := chromedp.Listen(ctx, b.listen); err != nil {
		t.Fatal(err)
	}
	return b
}

// listen notes whatever a clean page does not do: log a violation of the
// content security policy or an error, or ask another server for anything.
func (b *browser) listen(ev any) {
	b.mu.Lock()
	defer b.mu.Unlock()
	switch ev := ev.(type) {
	case *cdplog.EventEntryAdded:
		if refused := ev.Entry.URL; strings.HasSuffix(refused, "/nowhere") || strings.Contains(refused, "sinse") {
			return // asked for by a test
		}
		b.problems = append(b.problems, fmt.Sprintf("log: %s: %s %s", ev.Entry.Level, ev.Entry.Text, ev.Entry.URL))
	case *runtime.EventExceptionThrown:
		b.problems = append(b.problems, "exception: "+ev.ExceptionDetails.Text)
	case *network.EventRequestWillBeSent:
		b.request(ev.Request.URL)
	}
}

func (b *browser) request(url string) {
	if !strings.HasPrefix(url, b.base+"/") {
		b.problems = append(b.problems, "request to elsewhere: "+url)
	}
}

// mustNotice makes a page do what it must not, and sees that it is noted.
func (b *browser) mustNotice() {
	b.Helper()
	b.open("/")
	b.value(`document.body.append(Object.assign(new Image(), {src: "http://elsewhere.invalid/x.png"}))`)
	b.value(`document.body.append(Object.assign(document.createElement("style"), {textContent: "p{}"}))`)
	end := time.Now().Add(10 * time.Second)
	for noted := 0; noted < 2; time.Sleep(20 * time.Millisecond) {
		b.mu.Lock()
		if noted = len(b.problems); noted >= 2 {
			b.problems = nil
		}
		b.mu.Unlock()
		if time.Now().After(end) {
			b.Fatalf("the browser reports no violations: %d", noted)
		}
	}
}

func (b *browser) clean() {
	b.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, p := range b.problems {
		b.Error(p)
	}
}

func (b *browser) do(steps ...chromedp.Action[chromedp.Void]) {
	b.Helper()
	if err := chromedp.Do(b.ctx, steps...); err != nil {
		b.Fatal(err)
	}
}

// open shows a page of the site and waits until it is whole and its scripts have run.
func (b *browser) open(path string) {
	b.Helper()
	b.do(chromedp.Navigate(b.base + path))
	b.until(`document.readyState === "complete"`)
}

func (b *browser) keys(keys string, o ...chromedp.KeyOption) {
	b.Helper()
	b.do(chromedp.KeyEvent(keys, o...))
}

// value is a script's value as a string.
func (b *browser) value(script string) string {
	b.Helper()
	v, err := chromedp.Run(b.ctx, chromedp.Evaluate[string]("String("+script+")"))
	if err != nil {
		b.Fatalf("%s: %v", script, err)
	}
	return v
}

// until waits for a script to be true.
func (b *browser) until(script string) {
	b.Helper()
	for end := time.Now().Add(10 * time.Second); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		if b.value("!!("+script+")") == "true" {
			return
		}
	}
	b.Fatalf("never true: %s\n%s", script, b.value("document.body.innerText"))
}

// scheme makes the page light or dark.
func (b *browser) scheme(name string) {
	b.Helper()
	_, err := chromedp.Call(b.ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: name}, {Name: "prefers-reduced-motion", Value: "reduce"}},
	})
	if err != nil {
		b.Fatal(err)
	}
}

// picture keeps a screenshot in the folder that SCREENSHOTS names.
func (b *browser) picture(name string) {
	b.Helper()
	folder := os.Getenv("SCREENSHOTS")
	if folder == "" {
		return
	}
	data, err := chromedp.Run(b.ctx, chromedp.FullScreenshot(100))
	if err != nil {
		b.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(folder, name+".png"), data, 0o644); err != nil {
		b.Fatal(err)
	}
}

func TestBrowser(t *testing.T) {
	b := openBrowser(t)
	b.scheme("light") // and no motion: a click would miss what is moving
	b.mustNotice()
	for _, c := range []struct {
		name string
		do   func(*browser)
	}{
		{"keyboard alone: complete, choose, ask", completeByKeyboard},
		{"buttons, pages, feedback, removal", pressButtons},
		{"start page", startAtHome},
		{"back: the answers as they were", keepAnswers},
		{"people: a line each", denseTable},
		{"article: marked, statements reachable", readArticle},
		{"every control has a name, every picture a table", checkNames},
		{"hostile texts stay texts", showHostile},
		{"phone: nothing wider than the screen", fitPhone},
		{"contrast in light and dark", checkContrast},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.do(&browser{T: t, ctx: b.ctx, base: b.base})
			b.T = t
			b.clean()
		})
	}
}

func completeByKeyboard(b *browser) {
	b.open("/")
	b.until(`document.activeElement.id === "q"`)
	b.keys("/who-said truce by:il")
	b.until(`document.querySelectorAll("[role=option]").length === 1`)
	b.keys(kb.ArrowDown)
	for attribute, want := range map[string]string{"aria-expanded": "true", "aria-activedescendant": "completion0", "role": "combobox"} {
		if got := b.value(`document.activeElement.getAttribute("` + attribute + `")`); got != want {
			b.Errorf("%s is %s, want %s", attribute, got, want)
		}
	}
	if got := b.value("document.activeElement.value"); got != `/who-said truce by:"Ilse Varga"` {
		b.Errorf("completed to %s", got)
	}
	b.picture("completion")
	b.keys(kb.Enter)
	b.until(`document.querySelectorAll("#answers article blockquote").length === 3`)
	b.until(`document.getElementById("told").textContent.includes("Who said what about truce")`)
	if got := b.value(`document.querySelector("[role=listbox]").hidden`); got != "true" {
		b.Error("the completions stay open")
	}
	if got := b.value(`new URL(location).searchParams.get("q")`); got != `/who-said truce by:"Ilse Varga"` {
		b.Errorf("the address asks %s", got)
	}
}

func pressButtons(b *browser) {
	b.open("/?q=%2Fwho-said+truce")
	b.do(chromedp.Click(chromedp.CSS(".further .ask"))) // Timeline
	b.until(`document.querySelectorAll("#answers > article").length === 2 && document.querySelector("#answers .picture svg")`)
	b.until(`document.querySelector("#answers > article:last-child h2").textContent === "Timeline of ferry"`) // below its question
	b.do(chromedp.Click(chromedp.CSS("a.bar:nth-of-type(3) rect")))                                           // of the picture
	b.until(`new URL(location).searchParams.get("q") === "/timeline ferry on:2031-02-10"`)
	b.open("/?q=%2Fwho-said+truce")
	b.do(chromedp.Click(chromedp.CSS(".further .ask")))
	b.until(`document.querySelectorAll("#answers > article").length === 2`)
	b.do(chromedp.Click(chromedp.CSS("a.page[rel=next]")))
	b.until(`location.search.includes("offset=6") && document.querySelectorAll("#answers > article").length === 2`)
	b.do(chromedp.Click(chromedp.CSS(".judge button[value=yes]")))
	b.until(`document.querySelector("article .thanks").textContent === "Noted, thank you."`)
	b.do(chromedp.Click(chromedp.CSS("article .close")))
	b.until(`document.querySelectorAll("#answers > article").length === 1`)
	b.do(chromedp.Click(chromedp.CSS("details.menu summary")))
	if got := b.value(`[...document.querySelectorAll(".menu a")].map(a => new URL(a.href).searchParams.get("format")).join(" ")`); got != "csv jsonl markdown" {
		b.Errorf("exports as %s", got)
	}
	b.keys(kb.Escape)
	b.until(`!document.querySelector("details.menu[open]") && document.activeElement.matches("details.menu summary")`)
	b.do(chromedp.Click(chromedp.CSS("details.menu summary")))
	b.do(chromedp.Click(chromedp.CSS("article h2")))
	b.until(`!document.querySelector("details.menu[open]")`)
	b.do(chromedp.Click(chromedp.CSS("article .close"))) // the last one leads to the start
	b.until(`location.search === "" && document.querySelector(".welcome .latest blockquote") && document.activeElement.id === "q"`)
}

// keepAnswers goes back over answers: each comes back where it was.
func keepAnswers(b *browser) {
	b.open("/?q=%2Fwho-said+truce")
	b.do(chromedp.Click(chromedp.CSS(".item:nth-child(3) a.unfold"))) // Context, below its row
	b.until(`document.querySelector(".item:nth-child(3) > .unfolded h2") === document.activeElement`)
	if got := b.value(`location.search + document.querySelectorAll("#answers > article").length + document.querySelector(".item:nth-child(3) a.unfold").getAttribute("aria-expanded")`); got != "?q=%2Fwho-said+truce1true" {
		b.Errorf("unfolding led to %s", got)
	}
	b.do(chromedp.Click(chromedp.CSS(".unfolded .close")))
	b.until(`!document.querySelector(".unfolded") && document.activeElement.matches("a.unfold")`)
	b.do(chromedp.Click(chromedp.CSS(".item:nth-child(1) .actions a:not(.unfold)"))) // More by
	b.until(`document.querySelectorAll("#answers > article").length === 2 && scrollY > 0`)
	b.value(`scrollTo(0, 300)`)
	b.until(`history.state.y === 300`)
	b.do(chromedp.Click(chromedp.CSS("#answers > article:last-child a.in-article")))
	b.until(`document.querySelector(".body mark") && location.hash === "#passage"`)
	b.do(chromedp.Click(chromedp.CSS(`aside a[data-statement="1"]`)))
	b.until(`location.hash === "#s1"`)
	b.do(chromedp.Click(chromedp.CSS("a.back")))
	b.until(`document.querySelectorAll("#answers > article").length === 2 && scrollY === 300`)
	b.do(chromedp.NavigateBack())
	b.until(`document.querySelectorAll("#answers > article").length === 1 && new URLSearchParams(location.search).get("q") === "/who-said truce"`)
	b.do(chromedp.NavigateForward())
	b.until(`document.querySelectorAll("#answers > article").length === 2`)
}

// startAtHome asks from the start page and comes back to it.
func startAtHome(b *browser) {
	b.open("/")
	for what, script := range map[string]string{
		"the latest words":  `document.querySelector(".latest blockquote")`,
		"who speaks":        `document.querySelector("#speakers") && document.querySelector(".side .row a")`,
		"topics":            `document.querySelectorAll(".topics a").length === 3`,
		"a picture":         `document.querySelector(".side .picture svg")`,
		"that it is sample": `document.querySelector(".sample").textContent.includes("briefing-bot ingest FOLDER")`,
	} {
		if b.value("!!("+script+")") != "true" {
			b.Errorf("the start page lacks %s", what)
		}
	}
	b.picture("home")
	b.do(chromedp.Click(chromedp.CSS(".questions a")))
	b.until(`document.querySelectorAll("#answers > article").length === 1 && !document.querySelector(".welcome")`)
	b.do(chromedp.NavigateBack())
	b.until(`document.querySelector(".welcome .questions") && !document.querySelector("#answers > article")`)
}

// denseTable checks that ten people fit 450 pixels.
func denseTable(b *browser) {
	b.do(chromedp.EmulateViewport(1440, 900))
	defer b.do(chromedp.EmulateViewport(1200, 900))
	b.open("/?q=%2Fpeople")
	b.until(`document.querySelectorAll("ol.rows > li").length === 3`)
	if got := b.value(`document.querySelector("ol.rows").getBoundingClientRect().height / 3 < 40`); got != "true" {
		b.Errorf("a row of people is %s pixels high", b.value(`document.querySelector("ol.rows").getBoundingClientRect().height / 3`))
	}
}

func readArticle(b *browser) {
	b.open("/?q=%2Fwho-said+truce")
	b.do(chromedp.Click(chromedp.CSS("a.in-article")))
	b.until(`document.querySelector(".body mark") && location.hash === "#passage"`)
	b.open(ArticleAddress("a1", quotedSpan("We have waited for a winter.")))
	if got := b.value(`document.querySelector(".body mark").textContent`); got != "We have waited for a winter." {
		b.Errorf("marked %q", got)
	}
	if got := b.value(`document.querySelector("aside .here .speaker").textContent`); got != "Tomas Okello" {
		b.Errorf("the marked passage is listed as by %q", got)
	}
	if got := b.value(`document.querySelector(".body").textContent`); got != fakeText {
		b.Errorf("the browser's text differs from the article's:\n%q\n%q", got, fakeText)
	}
	b.do(chromedp.Focus(chromedp.CSS(`a[data-statement="1"]`)))
	b.keys(kb.Enter)
	b.until(`location.hash === "#s1" && document.querySelector(".statement.chosen")?.textContent.startsWith("If the pilots")`)
	b.picture("article")
}

// checkNames looks for what a screen reader could not say.
func checkNames(b *browser) {
	for _, path := range []string{"/", "/?q=%2Fwho-said+truce", "/?q=%2Ftimeline", "/?q=%2Fforget", "/article/a1", "/nowhere"} {
		b.open(path)
		for what, script := range map[string]string{
			"input without a label":     `[...document.querySelectorAll("input:not([type=hidden])")].filter(e => !e.labels.length)`,
			"control without a name":    `[...document.querySelectorAll("a:not(.anchor), button, summary")].filter(e => !(e.getAttribute("aria-label") || e.textContent).trim())`,
			"image without a text":      `[...document.querySelectorAll("img:not([alt]), svg:not([aria-hidden]):not([aria-labelledby])")]`,
			"label of nothing":          `[...document.querySelectorAll("[aria-labelledby], [aria-describedby], [aria-controls]")].filter(e => ["aria-labelledby", "aria-describedby", "aria-controls"].some(a => (e.getAttribute(a) || "").split(" ").some(id => id && !document.getElementById(id))))`,
			"id given twice":            `[...document.querySelectorAll("[id]")].filter(e => document.querySelectorAll("#" + CSS.escape(e.id)).length > 1)`,
			"link out with a referrer":  `[...document.querySelectorAll("a[href^=http]")].filter(e => e.host !== location.host && e.rel !== "noopener noreferrer")`,
			"heading level left out":    `[...document.querySelectorAll("h1, h2, h3")].filter((e, i, all) => i ? e.tagName[1] - all[i-1].tagName[1] > 1 : e.tagName !== "H1")`,
			"positive tab index":        `[...document.querySelectorAll("[tabindex]")].filter(e => e.tabIndex > 0)`,
			"picture without its table": `[...document.querySelectorAll("figure.picture")].filter(e => !e.querySelector("table caption"))`,
		} {
			if got := b.value(script + `.map(e => e.outerHTML).join("\n")`); got != "" {
				b.Errorf("%s: %s: %s", path, what, got)
			}
		}
		if got := b.value(`document.documentElement.lang + document.querySelectorAll("main").length + document.querySelectorAll("header.top").length + document.querySelectorAll("nav").length`); !strings.HasPrefix(got, "en11") {
			b.Errorf("%s: language and landmarks: %s", path, got)
		}
	}
}

func showHostile(b *browser) {
	b.open("/?q=%2Fhostile")
	if got := b.value(`document.querySelectorAll("article script, article img, article iframe, article style").length`); got != "0" {
		b.Errorf("%s elements came out of texts", got)
	}
	if got := b.value(`[...document.querySelectorAll("article a")].filter(e => !["http:", "https:"].includes(e.protocol)).length`); got != "0" {
		b.Errorf("%s links lead to other schemes", got)
	}
	texts := bottestQuotes()
	for i, want := range texts {
		if got := b.value(fmt.Sprintf(`document.querySelectorAll("p.words")[%d].textContent`, i)); got != want {
			b.Errorf("the browser shows\n%q, want\n%q", got, want)
		}
	}
	b.picture("hostile")
}

func fitPhone(b *browser) {
	b.do(chromedp.EmulateViewport(360, 740))
	defer b.do(chromedp.EmulateViewport(1200, 900))
	for name, path := range map[string]string{"start": "/", "usual": "/?q=%2Fwho-said+truce", "timeline": "/?q=%2Ftimeline", "article": "/article/a1", "hostile": "/?q=%2Fhostile"} {
		b.open(path)
		if got := b.value("document.documentElement.scrollWidth"); got != "360" {
			b.Errorf("%s is %s pixels wide", path, got)
		}
		b.picture("phone-" + name)
	}
}

// contrast is the smallest contrast of any text with the colour that it
// stands on (WCAG 2.2, 1.4.3), with the text.
const contrast = `(() => {
	const rgb = (c) => { const x = document.createElement("canvas").getContext("2d"); x.fillStyle = c; x.fillRect(0, 0, 1, 1); return [...x.getImageData(0, 0, 1, 1).data]; };
	const light = (c) => { const [r, g, b] = c.map((v) => (v /= 255) <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4); return .2126 * r + .7152 * g + .0722 * b; };
	const ground = (e) => { for (; e; e = e.parentElement) { const c = rgb(getComputedStyle(e).backgroundColor); if (c[3] === 255) return c; } return [255, 255, 255]; };
	let worst = [99, ""];
	for (const e of document.querySelectorAll("body *")) {
		if (![...e.childNodes].some((n) => n.nodeType === 3 && n.data.trim()) || !e.checkVisibility()) continue;
		const style = getComputedStyle(e);
		const a = light(rgb(e.closest("svg") ? style.fill : style.color)), b = light(ground(e));
		const ratio = (Math.max(a, b) + .05) / (Math.min(a, b) + .05);
		if (ratio < worst[0]) worst = [ratio, e.outerHTML.slice(0, 200)];
	}
	return worst[0] >= 4.5 ? "" : worst.join(" ");
})()`

func checkContrast(b *browser) {
	defer b.scheme("light")
	for name, path := range map[string]string{
		"start": "/", "usual": "/?q=%2Fwho-said+truce", "timeline": "/?q=%2Ftimeline", "check": "/?q=%2Fcheck-quote+x", "people": "/?q=%2Fpeople",
		"refused": "/?q=%2Fwho-said+x+sinse:y", "article": ArticleAddress("a1", quotedSpan("We have waited for a winter.")), "empty": "/?q=/nothing",
	} {
		b.open(path)
		for _, scheme := range []string{"light", "dark"} {
			b.scheme(scheme)
			if got := b.value(contrast); got != "" {
				b.Errorf("%s in %s: contrast %s", path, scheme, got)
			}
			b.picture(scheme + "-" + name)
		}
	}
}
