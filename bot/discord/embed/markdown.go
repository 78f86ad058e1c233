package embed

import (
	"regexp"
	"strings"
	"sync"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// size returns an upper bound of the units that a run takes in a description.
func size(r chat.Run) int {
	n := chat.Length(r.URL) + overhead(r)
	for _, c := range r.Text {
		n += cost(c)
	}
	if r.Mention != nil {
		n += len(r.Mention.ID) + len("<t::f>")
	}
	return n
}

// overhead returns the units that the marks of a run take.
func overhead(r chat.Run) int {
	n := 0
	if r.URL != "" {
		n += 6
	}
	for _, on := range []bool{r.Bold, r.Italic, r.Strike} {
		if on {
			n += 4
		}
	}
	return n
}

// cost returns the most units that a character takes once it is escaped. A line end
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

// markdown returns a line in Discord's markup, with everything escaped but links and
// emphasis of our own.
func markdown(l chat.Line) string {
	w := &writer{quote: l.Quote}
	if l.Small {
		w.WriteString(smallPrint)
	}
	w.newLine()
	for _, r := range l.Runs {
		w.run(r)
	}
	return w.String()
}

// smallPrint begins a line in small print.
const smallPrint = "-# "

// writer writes text so that Discord shows it literally.
type writer struct {
	strings.Builder
	quote  bool
	start  bool // the line has nothing but blanks yet
	digits bool // nothing but blanks and digits does: a full stop would make a list
}

// newLine begins a line of the quote, or of our own words.
func (w *writer) newLine() {
	if w.quote {
		w.WriteString("> ")
	}
	w.start, w.digits = true, false
}

func (w *writer) run(r chat.Run) {
	if r.Raw {
		w.WriteString(r.Text)
		return
	}
	if r.Mention != nil {
		if live := mention(*r.Mention); live != "" {
			w.WriteString(live)
			return
		}
	}
	if r.URL != "" {
		w.WriteString("[")
		w.text(strings.NewReplacer("\n", " ", "\r", " ").Replace(r.Text))
		w.WriteString("](" + r.URL + ")")
		return
	}
	marks := marks(r)
	if marks == "" {
		w.text(r.Text)
		return
	}
	for rest := r.Text; rest != ""; { // emphasis does not reach over line ends, nor stand beside blanks
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

// mention returns what Discord shows by name, or in the reader's time zone; "" if it would
// show an ID. A message of ours notifies nobody
// (https://discord.com/developers/docs/reference#message-formatting).
func mention(m bot.Mention) string {
	switch {
	case m.Kind == bot.MentionsCommand && commandID().MatchString(m.ID):
		return "</" + m.ID + ">"
	case !digits.MatchString(m.ID):
		return ""
	case m.Kind == bot.MentionsChannel:
		return "<#" + m.ID + ">"
	case m.Kind == bot.MentionsUser:
		return "<@" + m.ID + ">"
	case m.Kind == bot.MentionsTime:
		return "<t:" + m.ID + ":f>"
	}
	return ""
}

// commandID matches the names of a command and its sub-command, and the command's ID. The
// pattern repeats two large classes of Unicode 96 times, so it is compiled when needed.
var commandID = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^[-_\p{L}\p{N}]{1,32}( [-_\p{L}\p{N}]{1,32}){0,2}:[0-9]{1,20}$`)
})

var digits = regexp.MustCompile(`^[0-9]{1,20}$`)

// Words returns our own words in Discord's markup.
func Words(words string) string { return markdown(chat.Section(words)) }

func marks(r chat.Run) string {
	marks := ""
	if r.Bold {
		marks += "**"
	}
	if r.Italic {
		marks += "*"
	}
	if r.Strike {
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

// escaped returns our own words for a place that holds a single line.
func escaped(text string) string { return markdown(chat.Section(text)) }

// linkTo returns address in the form that a link's brackets need, "" if it is not a web
// address.
func linkTo(address string) string {
	address = chat.WebAddress(address, maxLink)
	return strings.NewReplacer("(", "%28", ")", "%29", "<", "%3C", ">", "%3E", " ", "%20", `"`, "%22", `\`, "%5C", "|", "%7C", "\n", "", "\r", "").Replace(address)
}
