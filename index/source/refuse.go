package source

import (
	"bytes"
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/briefing-bot/briefing-bot/index/lazyregexp"
	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
)

// otherFormats are the first bytes of files that are no text, whatever their
// names end in, and what to do with them.
var otherFormats = []struct{ begins, what, advice string }{
	{`{\rtf`, "RTF (rich text)", "save it as plain text or as a web page"},
	{"PK\x03\x04", "a ZIP archive, as Word, Excel, OpenDocument and EPUB files are", "save the document as plain text or as a web page, or unpack the archive"},
	{"PK\x05\x06", "an empty ZIP archive", "unpack the archive"},
	{"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old Microsoft Office program or of Outlook", "save it as plain text"},
	{"\x89PNG\r\n", "a PNG image", "articles are text"},
	{"\xff\xd8\xff", "a JPEG image", "articles are text"},
	{"GIF87a", "a GIF image", "articles are text"},
	{"GIF89a", "a GIF image", "articles are text"},
	{"RIFF", "an image or a recording (RIFF)", "articles are text"},
	{"II*\x00", "a TIFF image", "articles are text"},
	{"MM\x00*", "a TIFF image", "articles are text"},
	{"BZh", "a bzip2 archive", "unpack it, or compress it with gzip"},
	{"\xfd7zXZ\x00", "an xz archive", "unpack it, or compress it with gzip"},
	{"\x28\xb5\x2f\xfd", "a zstd archive", "unpack it, or compress it with gzip"},
	{"7z\xbc\xaf\x27\x1c", "a 7-Zip archive", "unpack it"},
	{"Rar!\x1a\x07", "a RAR archive", "unpack it"},
	{"SQLite format 3\x00", "an SQLite database", "export its articles as JSON"},
	{"ID3", "a recording (MP3)", "articles are text"},
	{"\x7fELF", "a program", "articles are text"},
}

// otherEndings are the endings of files that are not read, and how to convert them.
var otherEndings = []struct{ endings, what, advice string }{
	{".doc .odt .rtf .pages", "a document of a word processor", "save it as plain text, or convert it with: pandoc FILE -t plain -o NAME.txt"},
	{".epub", "a book", "convert it with: pandoc FILE -t plain -o NAME.txt"},
	{".xlsx .xls .ods", "a spreadsheet", "save it as CSV with columns such as text, title, published, source"},
	{".pst .msg .mbox", "a file of e-mails", "save each as a file of its own"},
	{".zip .tar .tgz .7z .rar .bz2 .xz .zst", "an archive", "unpack it, and ingest the folder"},
	{".xml .rss .atom .opml", "XML", "give the feed's address instead: briefing-bot ingest https://…"},
	{".png .jpg .jpeg .gif .tif .tiff .webp .heic .svg", "an image", "articles are text"},
	{".mp3 .mp4 .m4a .wav .ogg .mov .avi .mkv", "a recording", "articles are text"},
}

// Unsupported returns the reason why a file of this name is not read, and how to
// bring its text in.
func Unsupported(name string) error {
	ending := strings.ToLower(filepath.Ext(trimGzip(name)))
	for _, o := range otherEndings {
		if ending != "" && contains(o.endings, ending) {
			advice := strings.NewReplacer("FILE", filepath.Base(name), "NAME", Stem(name)).Replace(o.advice)
			return fmt.Errorf("it is %s, which is not read: %s", o.what, advice)
		}
	}
	return errors.New("this kind of file is not read: give .txt, .md, .html, .json, .jsonl or .csv, each also with .gz")
}

// refuseFormat returns an error that names the format of what begins with begin,
// if it is one that is not read.
func refuseFormat(begin []byte) error {
	begin = bytes.TrimLeft(bytes.TrimPrefix(begin, encodings.Mark), " \t\r\n")
	for _, f := range otherFormats {
		if bytes.HasPrefix(begin, []byte(f.begins)) && (utf8.RuneCountInString(f.begins) > 4 || binaryBegin(begin)) {
			return fmt.Errorf("it is %s, which is not read: %s", f.what, f.advice)
		}
	}
	return nil
}

// binaryBegin reports whether a zero byte stands near the beginning: "ID3 tags are
// useful" is text.
func binaryBegin(begin []byte) bool { return bytes.IndexByte(begin[:min(len(begin), 512)], 0) >= 0 }

// minPageWords is how many words a page's article has at least. Shorter ones ask to sign
// in, or say that something is missing.
const minPageWords = 6

// maxStub is how long a page without an article is at most, in characters.
const maxStub = 2000

var (
	botCheck = lazyregexp.New(`(?i)checking (?:your|if the site|the site) (?:browser|connection)|enable javascript and cookies|verify (?:that )?you are (?:a )?(?:human|not a robot)|are you a (?:human|robot)` +
		`|complete the (?:captcha|security check)|unusual (?:traffic|activity) from your|ddos protection by|ray id|pardon our interruption|not a robot|incapsula incident|attention required! \| cloudflare` +
		`|access to this page has been denied|bot detection|performing security verification|prove you are human|confirm (?:that )?you are (?:a )?human|press (?:&|and) hold`)
	botTitle     = lazyregexp.New(`(?i)^(?:just a moment|attention required|access denied|access to this page|pardon our interruption|are you a robot|security check|robot check|verify|human verification|please wait|one moment|ddos-guard|checking your browser)`)
	consentWords = lazyregexp.New(`(?i)we value your privacy|your privacy (?:choices|matters|is important)|(?:our|and) (?:\d[\d,.]* )?(?:advertising )?partners|store and(?:/or)? access information on (?:your|a) device|personal(?:ised|ized) advertising|process(?:ing)? (?:of )?(?:your )?personal data` +
		`|use (?:of )?cookies|uses cookies|accept (?:all )?cookies|cookie (?:policy|settings|preferences|consent|notice)|legitimate interest|manage (?:your )?(?:preferences|cookies|consent)|consent to (?:our|the|these)|before you continue to|withdraw (?:your )?consent|precise location data`)
	scriptWords  = lazyregexp.New(`(?i)enable javascript|javascript (?:is|must be) (?:disabled|required|enabled|not enabled|turned off)|(?:requires?|needs?) javascript|turn on javascript`)
	blockedWords = lazyregexp.New(`(?i)unavailable (?:for|due to) legal reasons|access cannot be granted|not available in your (?:country|region|location)|enforces the general data protection regulation`)
	paywallWords = lazyregexp.New(`(?i)subscribe (?:now|today|to (?:read|continue|unlock))|to (?:read|continue reading|keep reading) (?:the (?:rest|full)|this)|already a (?:subscriber|member)|to (?:continue|keep) reading|please (?:log|sign) ?in|(?:log|sign) ?in please|you (?:must|need to) (?:log|sign) ?in|(?:sign|log) in to (?:read|continue)|register to (?:read|continue)|create (?:a free|an) account to|this (?:article|story|content) is (?:for|only available|reserved|exclusive)` +
		`|subscribers? only|subscriber-only|exclusive to subscribers|unlock (?:this|the full)|start your (?:free )?trial|you have (?:read|reached) (?:all |your |\d)|free articles? (?:this|remaining|left)|continue reading with|cancel (?:at )?any ?time|full access to`)
	missingPage = lazyregexp.New(`(?i)^(?:404|page not found|not found|error 404|410|403 forbidden|500 internal|502 bad gateway|503 service|site not found|article not found)`)
)

var (
	errBotCheck = errors.New("the page is a check for robots, not an article: open the article in a browser and save the page from there")
	errConsent  = errors.New("the page is a dialog about cookies and consent, not an article: answer it in a browser and save the page from there")
	errPaywall  = errors.New("the page is a paywall, not an article: save the page while you are signed in")
	errMissing  = errors.New("the page is an error message of the site (page not found), not an article: check its address")
	errScript   = errors.New("the page shows its article only where JavaScript runs: open it in a browser and save the page from there")
	errNoPage   = fmt.Errorf("the page has fewer than %d words of text, which is no article: check its address, or save the page from a browser", minPageWords)
	errLinks    = errors.New("the page is a list of links, not an article: to read what it links to, follow it with: admin source add")
	errBlocked  = errors.New("the site does not show the article in this country: save the page where it does")
)

// refuseStub returns an error for a page that has a title and a short text, but
// no article: a check, a dialog, a paywall, an error message.
func refuseStub(title, text string) error {
	if utf8.RuneCountInString(text) > maxStub {
		return nil
	}
	title, checks := strings.TrimSpace(title), len(botCheck.FindAllString(text, 3))
	switch {
	case checks > 1, checks > 0 && shortStub(text), botTitle.MatchString(title) && (checks > 0 || shortStub(text)):
		return errBotCheck
	case scriptWords.MatchString(text) && shortStub(text):
		return errScript
	case blockedWords.MatchString(text):
		return errBlocked
	case missingPage.MatchString(title) && shortStub(text):
		return errMissing
	case mostly(consentWords, text):
		return errConsent
	case mostly(paywallWords, text):
		return errPaywall
	case len(strings.Fields(text)) < minPageWords:
		return errNoPage
	}
	return nil
}

// refuseEmpty returns an error for a page of which no text remained, judged by the
// whole page.
func refuseEmpty(title, whole string) error {
	switch {
	case len(consentWords.FindAllString(whole, 2)) > 1:
		return errConsent
	case len(paywallWords.FindAllString(whole, 2)) > 1:
		return errPaywall
	}
	return cmp.Or(refuseStub(title, whole), errors.New("no main text found"))
}

// minLinks is how many links a list of links has at least.
const minLinks = 3

// refuseLinks returns an error for a main text that is nothing but links: a front page or a
// section, not an article.
func refuseLinks(main *html.Node) error {
	all, linked, links := len(textOf(main)), 0, 0
	for n := range main.Descendants() {
		if n.DataAtom == atom.A {
			linked += len(textOf(n))
			links++
		}
	}
	if links >= minLinks && 5*linked > 4*all {
		return errLinks
	}
	return nil
}

// shortStub reports whether a text is no longer than a message.
func shortStub(text string) bool { return utf8.RuneCountInString(text) < maxStub/4 }

// mostly reports whether at least half of a text, in paragraphs, speaks as a
// dialog or a paywall does.
func mostly(speaks *lazyregexp.Regexp, text string) bool {
	with, all := 0, 0
	for line := range strings.Lines(text) {
		n := len(strings.TrimSpace(line))
		all += n
		if speaks.MatchString(line) {
			with += n
		}
	}
	return all > 0 && 2*with >= all
}
