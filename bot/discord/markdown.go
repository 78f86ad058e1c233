package discord

import (
	"net/url"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// line is one line of an answer: our own words, or a quote with a bar beside it.
type line struct {
	quote bool
	runs  []run
}

// run is text of one style, shown literally whatever it holds.
type run struct {
	text                 string
	url                  string // makes it a link
	raw                  bool   // markup of our own
	bold, italic, strike bool
}

func section(text string) line { return line{runs: []run{{text: text}}} }

// size is at least the units that the line takes in a description.
func (l line) size() int {
	n := 4
	for _, r := range l.runs {
		n += r.size()
	}
	return n
}

func (r run) size() int {
	n := length(r.url) + r.overhead()
	for _, c := range r.text {
		n += cost(c)
	}
	return n
}

// overhead is what the marks of a run take.
func (r run) overhead() int {
	n := 0
	if r.url != "" {
		n += 6
	}
	for _, on := range []bool{r.bold, r.italic, r.strike} {
		if on {
			n += 4
		}
	}
	return n
}

// cost is the most units that a character takes once it is escaped. A line end
// may be followed by a quote's mark, and closes and opens again every style.
func cost(c rune) int {
	switch {
	case c == '\n' || c == '\r':
		return 1 + 2 + 12
	case c >= utf8.RuneSelf:
		return max(1, utf16.RuneLen(c))
	case strings.ContainsRune(special, c), c == '-', c == '+', c == '.', c == ')':
		return 2
	}
	return 1
}

// String is the line as plain text.
func (l line) String() string {
	var b strings.Builder
	for _, r := range l.runs {
		b.WriteString(r.text)
	}
	return b.String()
}

// markdown is the line in Discord's markup, where everything in it but links and
// emphasis of our own is escaped.
func (l line) markdown() string {
	w := &writer{quote: l.quote}
	w.newLine()
	for _, r := range l.runs {
		w.run(r)
	}
	return w.String()
}

// writer writes text so that Discord shows it literally.
type writer struct {
	strings.Builder
	quote  bool
	start  bool // nothing but blanks stands in the line yet
	digits bool // nothing but blanks and digits does: a full stop would make a list
}

// newLine begins a line of the quote, or of our own words.
func (w *writer) newLine() {
	if w.quote {
		w.WriteString("> ")
	}
	w.start, w.digits = true, false
}

func (w *writer) run(r run) {
	if r.raw {
		w.WriteString(r.text)
		return
	}
	if r.url != "" {
		w.WriteString("[")
		w.text(strings.NewReplacer("\n", " ", "\r", " ").Replace(r.text))
		w.WriteString("](" + r.url + ")")
		return
	}
	marks := r.marks()
	if marks == "" {
		w.text(r.text)
		return
	}
	for rest := r.text; rest != ""; { // emphasis does not reach over line ends, nor stand beside blanks
		end := strings.IndexAny(rest, "\r\n")
		if end < 0 {
			end = len(rest)
		}
		w.emphasised(rest[:end], marks)
		rest = rest[end:]
		ends := len(rest) - len(strings.TrimLeft(rest, "\r\n"))
		w.text(rest[:ends])
		rest = rest[ends:]
	}
}

func (r run) marks() string {
	marks := ""
	if r.bold {
		marks += "**"
	}
	if r.italic {
		marks += "*"
	}
	if r.strike {
		marks += "~~"
	}
	return marks
}

func (w *writer) emphasised(text, marks string) {
	core := strings.TrimSpace(text)
	if core == "" {
		w.text(text)
		return
	}
	at := strings.Index(text, core)
	w.text(text[:at])
	w.WriteString(marks)
	w.text(core)
	if marks == "**~~" {
		marks = "~~**"
	}
	w.WriteString(marks)
	w.text(text[at+len(core):])
}

// special are the characters that Discord may read as markup wherever they stand:
// emphasis, code, spoilers, mentions, time stamps, emoji, links and headings
// (https://support.discord.com/hc/en-us/articles/210298617). A backslash before a
// character that is neither letter, digit nor blank makes it literal.
const special = "\\*_~`|<>#@[]:"

// text escapes. Discord takes \r, too, for the end of a line.
func (w *writer) text(s string) {
	for i, c := range s {
		switch {
		case c == '\n', c == '\r' && !strings.HasPrefix(s[i+1:], "\n"):
			w.WriteRune(c)
			w.newLine()
			continue
		case strings.ContainsRune(special, c), w.start && (c == '-' || c == '+'), w.digits && (c == '.' || c == ')'):
			w.WriteByte('\\')
		}
		w.WriteRune(c)
		switch {
		case w.start && unicode.IsSpace(c):
		case (w.start || w.digits) && c >= '0' && c <= '9':
			w.start, w.digits = false, true
		default:
			w.start, w.digits = false, false
		}
	}
}

// escaped is our own words in a place without lines of ours.
func escaped(text string) string { return section(text).markdown() }

// linkTo is address where it is one of the web, in the form that a link's
// brackets need; "" elsewhere.
func linkTo(address string) string {
	address = webAddress(address, maxLink)
	return strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", " ", "%20", `"`, "%22", `\`, "%5C", "|", "%7C", "\n", "", "\r", "").Replace(address)
}

// webAddress is address where it is one of the web of at most limit units, else "".
func webAddress(address string, limit int) string {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || length(u.String()) > limit {
		return ""
	}
	return u.String()
}

// length counts UTF-16 units.
func length(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

// clip is the longest beginning of s with at most limit units, and the rest.
func clip(s string, limit int) (head, rest string) {
	n := 0
	for i, r := range s {
		if n += max(1, utf16.RuneLen(r)); n > limit {
			return s[:i], s[i:]
		}
	}
	return s, ""
}

// shortened is s within limit units, cut with an ellipsis. It is for our own
// words alone.
func shortened(s string, limit int) string {
	if length(s) <= limit {
		return s
	}
	s, _ = clip(s, limit-1)
	return s + "…"
}
