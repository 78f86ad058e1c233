package handlers_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestAnswers asks the sample one question or several of each command and
// compares the answers with golden files.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][]string{
		"who_said": {
			"who-said truce", "who-said by:Ostholm sort:oldest limit:2", "who-said gates by:Brisk", `who-said "shared table" kind:mixed`,
			"who-said water verb:warned", "who-said truce since:2026-10-05 until:2026-10-12", "who-said dam source:Courier limit:1",
		},
		"who_said_none": {
			"who-said", "who-said volcano", "who-said truse", "who-said truce by:Welk", "who-said maize", "who-said by:Nobodyatall", "who-said by:Ostholn",
			"who-said by:Drozhin", "who-said dam source:Gazette", "who-said dam source:Currier", "who-said dam since:2026-10-09 until:2026-10-01",
			"who-said dam since:2020 until:2021", "who-said dam since:2020", "who-said dam until:2030", `who-said dam by:"a b c d e f g h i j k l m n o p q r s t u v w x y z"`,
			`who-said dam verb:"a b c d e f g h i j k l m n o p q r s t u v w x y z"`, "who-said truce on:2026-12-24", "who-said truce kind:direct since:2026-11-06 verb:warned",
		},
		"timeline": {"timeline truce limit:3", "timeline by-unit:month limit:2", "timeline volcano", "timeline council", "timeline dam source:Courier since:2026-10-01 until:2026-10-31"},
		"ask": {
			"ask how many engineers were wounded?", "what did Tarrouche say about water?", "when did the talks begin?", "who said anything about the gates?",
			"what did Welk say about valves?", "ask write a poem about the river", "ask is there a volcano near the river?", "ask zebra quux", "quotes by Orlande on the drought", "did Brisk say the guns stay?",
		},
		"check_quote": {
			`check-quote "A tap is not a guarantee"`, `check-quote "A hand that shells a pump cannot hold a pen" by:Tarrouche`, `check-quote "A hand that bombs a pump cannot grip a pen"`,
			`check-quote "A tap is not a guarantee" by:Ostholm`, `check-quote "Water is not a weapon … but neither is it a gift"`, `check-quote "the purple zebra sang about taxes"`,
			`check-quote "the purple zebra sang about taxes" by:Brisk`, `check-quote "the maize stands a hand high"`, `check-quote "the maize stands a hand high" by:Steinmar`,
			`check-quote "set of measurements." by:Nobodyatall`, `check-quote "It is an old concrete wall with a crack in it. And I have yet to meet the minister"`, "check-quote",
			`check-quote "Water is not a weapon in our hands, but neither is it a gift."`, `check-quote "Water is not a weapon in our hands, but neither is it a threat."`,
			`check-quote "Water is no weapon in our hands, but neither is it a gift."`, `check-quote "he would sign a truce but not an apology"`,
			`check-quote "Our batteries have been silent since Friday"`, "check-quote Vellacour told us “A tap is not a guarantee” yesterday, did he?",
			"check-quote “Water is not a weapon in our hands,” he said, “but neither is it a gift.”", "check-quote Ostholm says “A tap is not a guarantee”",
			`check-quote "A tap is not a guarantee, A hand that shells a pump cannot hold a pen"`,
		},
		"people": {
			"people limit:3", "people water", "people volcano", "who-is Saldiyev", "who-is Drozhin", "who-is Tarouche", "who-is Nobodyatall", "who is winning?", "who-is",
		},
		"lists": {"topics limit:3", "topics since:2020 until:2021", "sources", "status", "privacy", "settings"},
		"article": {
			"article post-1008-drozhins limit:2", "article post-undated-council limit:1", "context 4mh3r1k0jef", "verify 4mh3r1k0jef", "article none-such", "article", "context none-such", "verify none-such", "verify",
		},
		"digest_why": {"digest why 4mh3r1k0jef articles:1-6", "digest why 4mh3r1k0jef topic:tap", "digest why meridian-1002-first-round topic:truce articles:3-8", "digest why volcano", "digest why", "digest show articles:5-12 max:3"},
		"help":       {"help", "help who-said", "help digest subscribe", "help nonsense", "who-sad truce"},
		"digest": {
			"digest now max:3", "digest now dam max:2 style:quotes", "digest now style:headlines max:4", "digest show truce articles:5-12 max:2", "digest show articles:x-y", "digest show volcano",
			"digest show articles:5-12 max:2 style:headlines window:2026-10-01T08:00Z/2026-10-02T08:00Z",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			wantGolden(t, name, script(t, newSample(t), asker(), lines...))
		})
	}
}

// TestStatefulCommands runs scripts of commands that change what is kept.
func TestStatefulCommands(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		asker bot.Request
		lines []string
	}{
		{"digests", asker(), []string{
			"digest list", "digest subscribe topic:truce at:07:30 days:mon,thu", "digest subscribe by:Ostholm to:me", "digest subscribe at:25:00", "digest subscribe by:Drozhin",
			"digest list", "digest set d1 at:08:15 max:3 to:me", "digest set d1", "digest set d1 at:99", "digest pause d1", "digest list", "digest resume d1", "digest preview d2",
			"digest preview d9", "digest unsubscribe d1", "digest unsubscribe d1", "status",
		}},
		{"watches", asker(), []string{
			"watch list", "watch add", "watch add truce", "watch add by:Brisk every:day at:06:00", "watch add by:Drozhin", "watch add source:Courier every:hour at:later", "watch list", "watch mute w1",
			"watch test w1", "watch unmute w1", "watch show w1 statements:4.4,8.1,99.0,x", "watch show w1 statements:99.0", "watch remove w2", "watch test w2", "digest now truce max:1 style:quotes", "status",
		}},
		{"machine", owner(), []string{"digest subscribe topic:dam", "watch add dam", "status"}},
		{"admin", admin(), []string{
			"admin settings", "admin settings zone:Europe/Stockholm sources:Meridian Wire", `admin settings sources:"Meridian Wire"`, "settings", "sources", "people source:Courier", "who-is Steinmar",
			"article courier-1005-dry-bank", "verify 5vej5h1w34r78v104", `check-quote "It is an old concrete wall with a crack in it"`, "admin settings zone:Mars", "admin settings zone:none sources:all threads:on",
			"admin settings sources:Gazette", "admin hide Imber Valley Post", "settings", "who-said maize source:Post", "who-said beds", "admin hide Gazette", "admin restore Imber Valley Post", "admin settings losses:accept",
			"who-said zebra", "ask zebra quux", "admin gaps", "admin audit", "admin index", "admin index reload", "admin merge Katya Drozhin with:Pavel Drozhin",
		}},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			wantGolden(t, row.name, script(t, newSample(t), row.asker, row.lines...))
		})
	}
}

// TestIdentity merges and splits persons, on a briefing of its own.
func TestIdentity(t *testing.T) {
	t.Parallel()
	wantGolden(t, "identity", script(t, newBriefing(t), owner(), `admin merge Max Orlande with:"Maximilien Orlande"`, "who-is Orlande", `admin merge Max Orlande with:"Maximilien Orlande"`,
		"admin merge Drozhin with:Brisk", `admin split Max Orlande from:"Maximilien Orlande"`, "who-is Orlande", `admin split Max Orlande from:"Max Orlande"`, `admin split Olan Brisk from:"Olaf Brisk"`, "admin split Brisk from:Olan",
		"admin merge Olan Brisk with:Nobodyatall", "admin audit"))
}

// TestRemovedAndCorrected asks about articles that were removed or corrected
// after their receipts were given.
func TestRemovedAndCorrected(t *testing.T) {
	t.Parallel()
	b := newBriefing(t)
	ctx := t.Context()
	before := script(t, b, asker(), "who-said valve", "article meridian-1002-first-round limit:1")
	if err := b.Archive.Remove(ctx, "meridian-1002-first-round"); err != nil {
		t.Fatal(err)
	}
	if err := (data{b.Archive, b.Index}).ingester().CatchUp(ctx); err != nil {
		t.Fatal(err)
	}
	wantGolden(t, "removed", before+script(t, b, asker(), "who-said valve", "article meridian-1002-first-round", "verify 4mh3r1k0jef", "context 4mh3r1k0jef",
		`check-quote "A tap is not a guarantee"`, "digest now valve style:quotes"))
	lost, err := b.Retracted(ctx, asker(), []string{"4mh3r1k0jef", "5vej5h1w34r78v104"})
	if err != nil || len(lost) != 1 || !strings.Contains(lost["4mh3r1k0jef"], "removed") {
		t.Errorf("retracted: %v, %v", lost, err)
	}
	correct(t, b, "courier-1005-dry-bank", "It is an old concrete wall", "It is an old stone wall")
	lost, err = b.Retracted(ctx, asker(), []string{"5vej5h1w34r78v104"})
	if err != nil || !strings.Contains(lost["5vej5h1w34r78v104"], "corrected") {
		t.Errorf("retracted: %v, %v", lost, err)
	}
	wantGolden(t, "corrected", script(t, b, asker(), "verify 5vej5h1w34r78v104"))
}

// correct replaces words in the text of an article.
func correct(t *testing.T, b *handlers.Briefing, id, old, with string) {
	t.Helper()
	r, err := b.Archive.Get(t.Context(), id)
	if err != nil || !strings.Contains(r.Text, old) {
		t.Fatalf("%s: %v", id, err)
	}
	path := filepath.Join(t.TempDir(), id+".txt")
	meta := "id: " + id + "\nsource: " + r.Source + "\npublished: " + r.Published.Time.Format(time.DateOnly) + "\n"
	for name, text := range map[string]string{path: strings.Replace(r.Text, old, with, 1), strings.TrimSuffix(path, ".txt") + ".meta.yaml": meta} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := (data{b.Archive, b.Index}).ingest(t.Context(), path); err != nil {
		t.Fatal(err)
	}
}

// TestPages pages through an answer to its end and beyond.
func TestPages(t *testing.T) {
	t.Parallel()
	m := newSample(t).NewMux()
	seen := map[string]bool{}
	r, err := m.Parse("who-said dam limit:5", asker())
	if err != nil {
		t.Fatal(err)
	}
	for pages := 1; ; pages++ {
		card := m.Do(t.Context(), r)
		for _, item := range card.Items {
			if seen[item.Receipt] {
				t.Errorf("page %d shows %s again", pages, item.Receipt)
			}
			seen[item.Receipt] = true
		}
		last := card.Offset+len(card.Items) >= card.Total
		next := ""
		for _, a := range card.Actions {
			if a.Kind == bot.Page && a.Label == "▶" {
				next, r.Call = a.Label, a.Call
			}
		}
		if (next == "") != last || pages > 10 {
			t.Fatalf("page %d of %d statements: next page %q", pages, card.Total, next)
		}
		if last {
			if len(seen) != card.Total {
				t.Errorf("%d statements on all pages, %d in all", len(seen), card.Total)
			}
			break
		}
	}
	for _, line := range []string{"who-said dam", "people", "topics", "sources", "timeline", "ask dam", "digest now", "article post-1008-drozhins"} {
		r, err := m.Parse(line, asker())
		if err != nil {
			t.Fatal(err)
		}
		r.Call = r.At(100_000)
		card := m.Do(t.Context(), r)
		if card.Status != bot.Answered || card.Counted() != 0 || card.Total == 0 {
			t.Errorf("%s beyond the end: status %d, %d of %d rows", line, card.Status, card.Counted(), card.Total)
		}
		back := false
		for _, a := range card.Actions {
			back = back || a.Kind == bot.Page && a.Call.Offset < card.Total
		}
		if !back {
			t.Errorf("%s beyond the end: no way back", line)
		}
	}
}

// TestMatchWatches finds what each watch reports of the newest articles.
func TestMatchWatches(t *testing.T) {
	t.Parallel()
	b := newSample(t)
	var all []article.Record
	if err := b.Archive.Each(t.Context(), 0, func(r article.Record) error { all = append(all, r); return nil }); err != nil {
		t.Fatal(err)
	}
	watches := []bot.Subscription{
		{ID: "w1", Kind: bot.Watch, Args: bot.Args{"topic": "valve"}},
		{ID: "w2", Kind: bot.Watch, Args: bot.Args{"by": "Nobodyatall"}},
		{ID: "w3", Kind: bot.Watch, Args: bot.Args{"source": "Imber Valley Post", "topic": "wells"}},
		{ID: "w4", Kind: bot.Watch, Args: bot.Args{"topic": "wells"}, After: uint32(len(all))},
	}
	found, err := b.MatchWatches(t.Context(), watches, 0, uint32(len(all)))
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []int{0, 0, 2, 0} { // what is dated came out long before it came in
		if len(found[i]) != want {
			t.Errorf("%s: %d statements, want %d: %v", watches[i].ID, len(found[i]), want, found[i])
		}
	}
}

// TestNoNews reports that no article came in for so long.
func TestNoNews(t *testing.T) {
	t.Parallel()
	b := newSample(t)
	b.Stale = 24 * time.Hour
	fresh := b.Index.Stats().Fresh
	for hours, want := range map[int]string{1: "", 23: "", 25: "1 day", 47: "1 day", 49: "2 days", 24 * 30: "30 days"} {
		card, since, stale := b.NoNews(fresh.Add(time.Duration(hours) * time.Hour))
		if stale != (want != "") || !since.Equal(fresh) || stale && !strings.Contains(card.Title+card.Notice, want) {
			t.Errorf("after %d hours: %v, %q, %q", hours, stale, card.Title, card.Notice)
		}
	}
}

// TestSuggestions completes arguments, with nothing of a hidden outlet.
func TestSuggestions(t *testing.T) {
	t.Parallel()
	b := newSample(t)
	m := b.NewMux()
	for _, row := range []struct{ command, param, prefix, want string }{
		{"who-said", "topic", "tru", "truce"},
		{"who-said", "by", "ost", "Ragna Ostholm"},
		{"who-said", "source", "mer", "Meridian Wire"},
		{"who-said", "since", "last", "last month"},
		{"verify", "receipt", "4mh", "4mh3r1k0jef"},
		{"context", "receipt", "guarantee", "4mh3r1k0jef"},
		{"help", "command", "who", "who-said"},
	} {
		c, _ := m.Find(row.command)
		p, _ := c.Param(row.param)
		found := false
		for _, s := range p.Suggest(context.Background(), asker(), row.prefix) {
			found = found || s.Value == row.want
		}
		if !found {
			t.Errorf("%s %s:%s does not suggest %q", row.command, row.param, row.prefix, row.want)
		}
	}
	admin := admin()
	if card := m.Answer(t.Context(), "admin hide Meridian Wire", admin); card.Status != bot.Answered {
		t.Fatal(card.Notice)
	}
	c, _ := m.Find("who-said")
	for param, prefix := range map[string]string{"source": "mer", "by": "halm"} {
		p, _ := c.Param(param)
		if got := p.Suggest(t.Context(), asker(), prefix); len(got) != 0 {
			t.Errorf("%s:%s of a hidden outlet suggests %v", param, prefix, got)
		}
	}
}

// TestResumeLine checks that the line that resumes a paused subscription is a command.
func TestResumeLine(t *testing.T) {
	t.Parallel()
	b := newSample(t)
	m := b.NewMux()
	for _, line := range []string{"digest subscribe topic:truce", "watch add truce", "digest pause d1", "watch mute w1"} {
		if card := m.Answer(t.Context(), line, asker()); card.Status != bot.Answered {
			t.Fatalf("%s: %s", line, card.Notice)
		}
	}
	for _, s := range []bot.Subscription{{ID: "d1", Kind: bot.Digest}, {ID: "w1", Kind: bot.Watch}} {
		if card := m.Answer(t.Context(), s.ResumeLine(), asker()); card.Notice != "paused → running." {
			t.Errorf("%s: %s", s.ResumeLine(), card.Notice)
		}
	}
}

// TestNotices adds to every answer what may make it incomplete, and to the status
// what else is wrong.
func TestNotices(t *testing.T) {
	t.Parallel()
	b := newSample(t)
	b.Incomplete = func() []string { return []string{"Two articles were lost."} }
	b.Troubles = func() []string { return []string{"The folder inbox is gone."} }
	b.BaseURL = "https://briefing.example/"
	m := b.NewMux()
	for line, want := range map[string]string{"who-said truce": "Two articles were lost.", "status": "The folder inbox is gone."} {
		if card := m.Answer(t.Context(), line, asker()); !strings.Contains(card.Notice, want) {
			t.Errorf("%s: %q", line, card.Notice)
		}
	}
	card := m.Answer(t.Context(), "article post-1008-drozhins", asker())
	if len(card.Items) == 0 || !strings.HasPrefix(card.Items[0].URL, "https://briefing.example/") || card.Actions[len(card.Actions)-1].Kind != bot.Open {
		t.Errorf("no links to the console: %+v", card.Actions)
	}
	r, err := b.Archive.Get(t.Context(), "post-1008-drozhins")
	if err != nil || b.Statement(t.Context(), r, 0).Receipt != card.Items[0].Receipt {
		t.Errorf("statement 0: %v", err)
	}
	old := bot.Request{Platform: "terminal", Now: now, Call: bot.Call{Command: "who-said", Args: bot.Args{"topic": "truce"}, Offset: 5, Generation: "older"}}
	if card := m.Do(t.Context(), old); !strings.Contains(card.Notice, "older index") {
		t.Errorf("a page of an older index: %q", card.Notice)
	}
}

// TestWithoutService: what a running service keeps is refused where none runs.
func TestWithoutService(t *testing.T) {
	t.Parallel()
	b := newSample(t)
	b.Subscriptions, b.Settings, b.Books, b.Losses = nil, nil, nil, nil
	m := b.NewMux()
	for _, line := range []string{"digest list", "digest subscribe topic:dam", "watch add dam", "settings", "admin settings threads:on", "admin hide Meridian Wire", "admin audit", "admin gaps", "admin index reload"} {
		if card := m.Answer(t.Context(), line, owner()); !strings.Contains(card.Notice, "briefing-bot serve") {
			t.Errorf("%s: %q", line, card.Notice)
		}
	}
}

// lostSettings are settings of which damage destroyed some.
type lostSettings struct{ whole handlers.Settings }

func (s lostSettings) Settings(ctx context.Context, platform, workspace, channel string) (map[string]string, error) {
	kept, err := s.whole.Settings(ctx, platform, workspace, channel)
	return kept, errors.Join(err, bot.ErrSettingsLost)
}

// TestLostSettings shows nothing while it is not known which outlets may be shown.
func TestLostSettings(t *testing.T) {
	t.Parallel()
	b := newSample(t)
	b.Settings = lostSettings{b.Settings}
	m := b.NewMux()
	for _, line := range []string{"who-said truce", "ask dam", "people", "sources", "digest now", "verify 4mh3r1k0jef"} {
		if card := m.Answer(t.Context(), line, asker()); len(card.Items) > 0 || !strings.Contains(card.Notice, "losses:accept") {
			t.Errorf("%s: %d rows, %q", line, len(card.Items), card.Notice)
		}
	}
	for _, line := range []string{"help", "status", "privacy", "settings"} {
		if card := m.Answer(t.Context(), line, asker()); card.Title == "" {
			t.Errorf("%s: %q", line, card.Notice)
		}
	}
	if scope, err := b.Scope(t.Context(), asker()); scope.Shows("Meridian Wire") || scope.Shows("") || !errors.Is(err, bot.ErrSettingsLost) {
		t.Errorf("outlets may be shown: %v, %v", scope, err)
	}
}

// Set changes nothing: no test sets a setting of lostSettings.
func (lostSettings) Set(context.Context, string, string, string, string, string) (string, error) {
	return "", errors.New("not of this test")
}
