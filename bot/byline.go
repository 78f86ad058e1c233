package bot

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

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
