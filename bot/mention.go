package bot

import (
	"regexp"
	"strconv"
	"strings"
	"time"
)

// Mention is a channel, a person, a moment or a command within our own words, which a chat
// service shows in its own way: by its name, in the reader's time zone, to be tapped. Within
// a Card's strings it is a mark that no keyboard types.
type Mention struct {
	Kind MentionKind
	ID   string // of the channel or the person, the moment in seconds since 1970, the command
	Text string // where it is shown as text
}

// MentionKind distinguishes what Mentions name.
type MentionKind string

// The kinds of mentions.
const (
	MentionsChannel MentionKind = "channel"
	MentionsUser    MentionKind = "user"
	MentionsTime    MentionKind = "time"
	MentionsCommand MentionKind = "command"
)

// The control characters around a mark, and between its parts.
const markOpens, markParts, markCloses = "\x02", "\x1f", "\x03"

var (
	markPattern = regexp.MustCompile(markOpens + "(channel|user|time|command)" + markParts + "([^\x02\x03\x1f]*)" + markParts + "([^\x02\x03\x1f]*)" + markCloses)
	markSigns   = strings.NewReplacer(markOpens, "", markParts, "", markCloses, "")
)

// Mark returns m as it is in a Card's strings.
func (m Mention) Mark() string {
	return markOpens + string(m.Kind) + markParts + markSigns.Replace(m.ID) + markParts + markSigns.Replace(m.Text) + markCloses
}

// mark returns m for r's surface: as text unless that shows mentions.
func (r Request) mark(m Mention) string {
	if !r.Mentions {
		return m.Text
	}
	return m.Mark()
}

// ChannelMention returns a channel of r's service for a Card's strings.
func (r Request) ChannelMention(id string) string {
	return r.mark(Mention{Kind: MentionsChannel, ID: id, Text: "#" + id})
}

// UserMention returns a person of r's service for a Card's strings.
func (r Request) UserMention(id string) string {
	return r.mark(Mention{Kind: MentionsUser, ID: id, Text: "@" + id})
}

// MomentMention returns a moment for the strings of a Card that chat services alone show.
func MomentMention(at time.Time, layout string) string {
	return Mention{Kind: MentionsTime, ID: strconv.FormatInt(at.Unix(), 10), Text: at.Format(layout)}.Mark()
}

// TimeMention returns a moment for a Card's strings, in the layout where it is shown as text.
func (r Request) TimeMention(at time.Time, layout string) string {
	return r.mark(Mention{Kind: MentionsTime, ID: strconv.FormatInt(at.Unix(), 10), Text: at.Format(layout)})
}

// CommandMention returns the name of a command for a Card's strings.
func (r Request) CommandMention(name string) string {
	return r.mark(Mention{Kind: MentionsCommand, ID: name, Text: "/" + name})
}

// Part is text, or a Mention.
type Part struct {
	Text    string
	Mention *Mention // nil for text
}

// Parts cuts our own words at their mentions.
func Parts(words string) []Part {
	var out []Part
	at := 0
	add := func(end int) {
		if end > at {
			out = append(out, Part{Text: words[at:end]})
		}
	}
	for _, m := range markPattern.FindAllStringSubmatchIndex(words, -1) {
		add(m[0])
		at = m[1]
		out = append(out, Part{Text: words[m[6]:m[7]], Mention: &Mention{Kind: MentionKind(words[m[2]:m[3]]), ID: words[m[4]:m[5]], Text: words[m[6]:m[7]]}})
	}
	add(len(words))
	return out
}

// PlainMentions returns our own words with each mention as text.
func PlainMentions(words string) string { return markPattern.ReplaceAllString(words, "$3") }
