package bot

import (
	"fmt"
	"strings"
)

// Byline is what stands under a quote, part by part, in PRODUCT's order:
// speaker and role, cue, said-date, outlet, published, doubts, copies, facts,
// receipt. A surface joins the parts with " · " and adds the link.
func (it Item) Byline() []string {
	parts := []string{it.Who(), it.Cue.Text}
	parts = append(parts, it.saidText(), it.Source, it.publishedText())
	parts = append(parts, it.Doubts()...)
	if n := len(it.AlsoIn); n > 0 {
		parts = append(parts, fmt.Sprintf("also in %d", n))
	}
	parts = append(append(parts, it.Facts...), it.Receipt)
	kept := parts[:0]
	for _, p := range parts {
		if p != "" {
			kept = append(kept, p)
		}
	}
	return kept
}

// Who is the speaker with the role as printed, and within the statement
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
	return name
}

// saidText is the date with the words it was read from. A statement without a
// date says so; a row whose label is the date does not repeat it.
func (it Item) saidText() string {
	text, words := it.Said.Text, it.Said.Words.Text
	switch {
	case text == "" && it.Kind != "":
		text = "date unknown"
	case text == it.Label:
		text = ""
	}
	if words != "" && words != text && words != it.Label {
		text = strings.TrimPrefix(text+" (“"+words+"”)", " ")
	}
	return text
}

// publishedText is beside the said-date even where both are one day: they are
// different things.
func (it Item) publishedText() string {
	switch {
	case it.Quote.Text == "":
		return ""
	case it.Published.Text == "":
		return "publication date unknown"
	}
	return "published " + it.Published.Text
}

// Doubts are the warnings of an item, in words.
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
