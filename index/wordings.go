package index

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// wording is one word, or several in a row, by which articles may name what was
// asked for.
type wording struct {
	forms, stems []string // folded, hyphenated words of several in parts
	typed        int      // words of the question that it stands for
	tier         uint8    // of what holds it, unless it holds the words as typed
}

// wordOf returns a word as typed.
func wordOf(w text.Word) wording {
	return wording{forms: []string{w.Form}, stems: []string{w.Stem}, typed: 1, tier: inflectedTier}
}

// weight returns how much the wording counts beside the words as typed.
func (w wording) weight() float64 {
	if w.tier == synonymTier {
		return rank.SynonymWeight
	}
	return 1
}

// otherWordings returns the term at the beginning of words: one word, or several
// that are a name of the list of spellings; and its other wordings: spellings,
// then configured synonyms.
func (x *Index) otherWordings(stems *text.Analyzer, words []text.Word) (typed wording, others []wording) {
	forms := make([]string, len(words))
	for i, w := range words {
		forms[i] = w.Form
	}
	n, parts, spellings := x.spellings.At(forms)
	typed = wording{forms: parts, typed: n, tier: inflectedTier}
	for _, form := range parts {
		typed.stems = append(typed.stems, stems.Stem(form))
	}
	known := []string{words[0].Stem}
	add := func(w wording) {
		if len(w.stems) == 1 {
			if n == 1 && slices.Contains(known, w.stems[0]) {
				return
			}
			known = append(known, w.stems[0])
		}
		others = append(others, w)
	}
	if singular, ok := text.AbbreviationSingular(words[0].Form); n == 1 && ok {
		add(wording{forms: []string{singular}, stems: []string{stems.Stem(singular)}, tier: inflectedTier})
	}
	for _, spelling := range spellings {
		w := wording{forms: spelling, tier: spellingTier}
		for _, form := range spelling {
			w.stems = append(w.stems, stems.Stem(form))
		}
		add(w)
	}
	if n == 1 {
		for _, stem := range x.synonyms[words[0].Stem] {
			add(wording{stems: []string{stem}, tier: synonymTier})
		}
	}
	return typed, others
}

// withParts returns the terms of a topic, with the words of names of several words
// as terms of their own, so that a passage that holds some of them counts.
func (t topic) withParts() []topicTerm {
	var out []topicTerm
	for _, term := range t.terms {
		for i := range term.forms {
			if len(term.forms) > 1 {
				out = append(out, topicTerm{wording: wording{forms: term.forms[i : i+1], stems: term.stems[i : i+1], tier: inflectedTier}})
			}
		}
		out = append(out, term)
	}
	return out
}

// wordingPostings appends the units of a field that hold a wording to out. It
// leaves out articles before oldest.
func (v *snapshot) wordingPostings(ctx context.Context, field string, w wording, oldest uint32, out []segment.Posting) ([]segment.Posting, error) {
	if len(w.stems) == 1 {
		return v.PostingsFrom(ctx, field, w.stems[0], oldest, out)
	}
	if field == segment.FieldStatement { // without positions
		return v.statementRuns(ctx, w.forms, out)
	}
	found, err := v.PhrasePostings(ctx, field, w.stems, nil)
	for _, p := range found {
		if oldest == 0 || v.ArticleOf(field, p.Unit) >= oldest {
			out = append(out, p)
		}
	}
	return out, err
}

// statementRuns appends the statements that hold words in a row, the last one
// perhaps in the plural.
func (v *snapshot) statementRuns(ctx context.Context, forms []string, out []segment.Posting) ([]segment.Posting, error) {
	first := len(out)
	out, err := v.PhrasePostings(ctx, segment.FieldExact, forms, out)
	if err != nil {
		return out, err
	}
	plural := slices.Clone(forms)
	plural[len(plural)-1] += "s"
	more, err := v.PhrasePostings(ctx, segment.FieldExact, plural, nil)
	for _, p := range more {
		if !slices.ContainsFunc(out[first:], func(q segment.Posting) bool { return q.Unit == p.Unit }) {
			out = append(out, p)
		}
	}
	return out, err
}

// frequencyOf returns about how many passages hold a wording, removed ones included.
func (v *snapshot) frequencyOf(ctx context.Context, w wording) (int, error) {
	rarest := -1
	for _, stem := range w.stems {
		n, err := v.Frequency(ctx, segment.FieldPassage, stem)
		if err != nil {
			return 0, err
		}
		if rarest < 0 || n < rarest {
			rarest = n
		}
	}
	return max(rarest, 0), nil
}

// matches reports whether a word is the term in any wording of one word.
func (t topicTerm) matches(w text.Word) bool {
	return len(t.forms) == 1 && w.Form == t.forms[0] ||
		slices.ContainsFunc(t.wordings(), func(o wording) bool { return len(o.stems) == 1 && o.stems[0] == w.Stem })
}

// spans returns where words hold the term in any wording.
func (t topicTerm) spans(words []text.Word) []article.Span {
	var out []article.Span
	for _, w := range words {
		if t.matches(w) {
			out = append(out, w.Span)
		}
	}
	for _, o := range t.wordings() {
		if len(o.stems) > 1 {
			out = append(out, text.FindStems(words, o.stems)...)
		}
	}
	return out
}
