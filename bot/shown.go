package bot

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// Shown is the text of a row as every surface shows it. Direct speech is in
// quotation marks, and reported speech in its sentence, so that the two never look
// alike.
type Shown struct {
	Open, Close string // quotation marks that are ours; "" if there are none
	Text        string // the article's bytes
	Marks       []Span // byte ranges of Text to mark
}

// String returns the text with its quotation marks.
func (s Shown) String() string { return s.Open + s.Text + s.Close }

// The kinds of statements, as in Item.Kind.
const (
	direct   = "direct"
	indirect = "indirect"
	mixed    = "mixed"
)

// Shown returns the text of the row; its Text is "" if the row quotes nothing.
func (it Item) Shown() Shown {
	switch {
	case it.Sentence.Text != "":
		return Shown{Text: it.Sentence.Text, Marks: it.Reported}
	case it.Kind == direct && it.Quote.Text != "" && !marked(it.Quote.Text):
		return Shown{Open: "“", Text: it.Quote.Text, Close: "”", Marks: it.Marks}
	}
	return Shown{Text: it.Quote.Text, Marks: it.Marks}
}

// Unquoted returns a shown text without the quotation marks that Shown gives.
func Unquoted(shown string) string {
	inner, opened := strings.CutPrefix(shown, "“")
	inner, closed := strings.CutSuffix(inner, "”")
	if opened && closed && !marked(inner) {
		return inner
	}
	return shown
}

// marked reports whether a text brings quotation marks of its own at an end.
func marked(text string) bool {
	const marks = "\"“”„«»"
	first, _ := utf8.DecodeRuneInString(text)
	last, _ := utf8.DecodeLastRuneInString(text)
	return strings.ContainsRune(marks, first) || strings.ContainsRune(marks, last)
}

// Segment is a run of an excerpt's text, marked or not.
type Segment struct {
	Text   string
	Marked bool
}

// Segments cuts text at its marks, byte ranges of text in any order. The
// segments joined are text, whatever the marks are: what overlaps is joined,
// what lies outside is dropped, and no character is cut in two.
func Segments(text string, marks []Span) []Segment {
	var out []Segment
	at := 0
	add := func(end int, marked bool) {
		if end > at {
			out = append(out, Segment{Text: text[at:end], Marked: marked})
			at = end
		}
	}
	for _, m := range whole(text, marks) {
		add(m.Start, false)
		add(m.End, true)
	}
	add(len(text), false)
	return out
}

// whole returns the marks within text, in order, widened to whole characters and
// joined where they touch.
func whole(text string, marks []Span) []Span {
	var out []Span
	sorted := slices.SortedFunc(slices.Values(marks), func(a, b Span) int { return a.Start - b.Start })
	for _, m := range sorted {
		m.Start, m.End = max(m.Start, 0), min(m.End, len(text))
		if m.Start >= m.End {
			continue
		}
		for m.Start > 0 && !utf8.RuneStart(text[m.Start]) {
			m.Start--
		}
		for m.End < len(text) && !utf8.RuneStart(text[m.End]) {
			m.End++
		}
		if last := len(out) - 1; last >= 0 && m.Start <= out[last].End {
			out[last].End = max(out[last].End, m.End)
			continue
		}
		out = append(out, m)
	}
	return out
}

// verdicts maps verdicts to the sign before the notice, so that colour is never all
// that distinguishes them, and to how good each is for the asker.
var verdicts = map[string]struct{ sign, tone string }{
	"exact": {"✓", "good"}, "trimmed": {"≈", "doubtful"}, "altered": {"≠", "bad"}, "other-speaker": {"✗", "bad"}, "absent": {"✗", "bad"},
	"source changed": {"≠", "bad"}, "source removed": {"✗", "bad"}, "unknown": {"✗", "bad"},
}

// SignedNotice returns the notice, which begins with the sign of the verdict if there
// is one.
func (c Card) SignedNotice() string {
	if sign := verdicts[c.Verdict].sign; sign != "" && c.Notice != "" {
		return sign + " " + c.Notice
	}
	return c.Notice
}

// Tone returns how good a verdict is for the asker: good, doubtful or bad; "" if
// there is none.
func (c Card) Tone() string { return verdicts[c.Verdict].tone }

// Byline returns what is below a quote, part by part: speaker and role, cue, date,
// headline, outlet, ambiguities, copies, facts, receipt. A surface joins the parts with
// " · " and adds the link; no part has a line end or that dot.
func (it Item) Byline() []string {
	parts := append([]string{it.Who(), it.Manner()}, it.dates()...)
	parts = append(parts, it.Title(), it.Source)
	parts = append(parts, it.Doubts()...)
	if n := len(it.AlsoIn); n > 0 {
		parts = append(parts, fmt.Sprintf("also in %d", n))
	}
	parts = append(append(each(parts, outsidePart), each(it.Facts, PlainPart)...), it.Receipt)
	return slices.DeleteFunc(parts, func(p string) bool { return strings.TrimSpace(p) == "" })
}

// Manner returns how the words are given: the reporting words of direct speech, or
// "reported".
func (it Item) Manner() string {
	if it.Kind == indirect || it.Kind == mixed {
		return "reported"
	}
	return outsidePart(strings.TrimRight(it.Cue.Text, ":, "))
}

// maxTitle is the maximum number of characters of a headline below a quote.
const maxTitle = 80

// Title returns what names the article of a quote: its headline, shortened at a
// word, or if it has neither headline nor outlet its ID, which is a file's name; ""
// if the row quotes nothing.
func (it Item) Title() string {
	switch {
	case it.Quote.Text == "":
		return ""
	case it.Headline != "":
		return shortened(outsidePart(it.Headline), maxTitle)
	case it.Source == "":
		return outsidePart(it.Quote.Article)
	}
	return ""
}

// shortened returns a text of at most limit characters, cut after a word.
func shortened(text string, limit int) string {
	text = strings.Join(strings.Fields(text), " ")
	if utf8.RuneCountInString(text) <= limit {
		return text
	}
	cut := string([]rune(text)[:limit-1])
	if at := strings.LastIndexByte(cut, ' '); at > limit/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:–-") + "…"
}

// Who returns the speaker with the role as printed, and within the statement
// whoever is quoted there.
func (it Item) Who() string {
	name := it.Speaker
	if it.Uncertain && name == "" {
		name = "Speaker not certain"
	}
	if it.Role.Text != "" {
		name = strings.TrimPrefix(name+", "+it.Role.Text, ", ")
	}
	if it.Inner.Text != "" {
		name = strings.TrimSpace(name + " quoting " + it.Inner.Text)
	}
	return outsidePart(name)
}

// dates returns when the words were said and when they were published. Where no day
// of saying is printed, the day of publication is the latest that it can be.
func (it Item) dates() []string {
	said, published := it.saidText(), ""
	if it.Quote.Text != "" && it.Published.Text != "" {
		published = "published " + it.Published.Text
	}
	switch {
	case it.Quote.Text == "", said != "" && published != "", it.Kind == "" && published != "":
		return []string{said, published}
	case it.Said.Text != "" || said != "":
		return []string{said, "publication date unknown"}
	case it.Kind != "" && published != "":
		return []string{"by " + it.Published.Text + " (published)"}
	}
	return []string{"date unknown"}
}

// saidText returns the date with the words it was read from, "" if there is none. A
// row whose label is the date does not repeat it.
func (it Item) saidText() string {
	text, words := it.Said.Text, it.Said.Words.Text
	if text == it.Label {
		text = ""
	}
	if words != "" && words != it.Said.Text && words != it.Label {
		text = strings.TrimPrefix(text+" (“"+words+"”)", " ")
	}
	return text
}

// Doubts returns the warnings of an item, in words.
func (it Item) Doubts() []string {
	var out []string
	if it.Fragment {
		out = append(out, "fragment: a quotation mark is missing")
	}
	if it.Possible {
		out = append(out, "possible, not reported as done")
	}
	if it.Uncertain && it.Speaker != "" {
		out = append(out, "speaker not certain")
	}
	return out
}
