package query

import (
	"context"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/rank"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// The tiers of a match, best first.
const (
	ExactTier uint8 = iota
	InflectedTier
	SpellingTier
	SynonymTier
)

// Wording is one word, or several in a row, by which articles may name what was
// asked for.
type Wording struct {
	Forms, Stems []string // folded, hyphenated words of several in parts
	typed        int      // words of the question that it stands for
	Tier         uint8    // of what holds it, unless it holds the words as typed
}

// wordOf returns a word as typed.
func wordOf(w text.Word) Wording {
	return Wording{Forms: []string{w.Form}, Stems: []string{w.Stem}, typed: 1, Tier: InflectedTier}
}

// Weight returns how much the wording counts beside the words as typed.
func (w Wording) Weight() float64 {
	if w.Tier == SynonymTier {
		return rank.SynonymWeight
	}
	return 1
}

// Postings appends the units of a field that hold a wording to out. It leaves
// out articles before oldest.
func (w Wording) Postings(ctx context.Context, v *segment.Snapshot, field string, oldest uint32, out []segment.Posting) ([]segment.Posting, error) {
	if len(w.Stems) == 1 {
		return v.PostingsFrom(ctx, field, w.Stems[0], oldest, out)
	}
	found, err := v.PhrasePostings(ctx, field, w.Stems, nil)
	for _, p := range found {
		if oldest == 0 || v.ArticleOf(field, p.Unit) >= oldest {
			out = append(out, p)
		}
	}
	return out, err
}

// Units appends the units of a field that hold a wording to out, as Postings does without
// how often.
func (w Wording) Units(ctx context.Context, v *segment.Snapshot, field string, oldest uint32, out []uint32) ([]uint32, error) {
	if len(w.Stems) == 1 {
		return v.Units(ctx, field, w.Stems[0], oldest, out)
	}
	found, err := w.Postings(ctx, v, field, oldest, nil)
	for _, p := range found {
		out = append(out, p.Unit)
	}
	return out, err
}

// EachUnit visits the units of a field that hold a wording, some at a time.
func (w Wording) EachUnit(ctx context.Context, v *segment.Snapshot, field string, visit func(units []uint32)) error {
	if len(w.Stems) == 1 && field != segment.FieldEvent {
		return v.EachUnit(ctx, field, w.Stems[0], visit)
	}
	units, err := w.Units(ctx, v, field, 0, nil)
	visit(units)
	return err
}

// Runs returns the words of a wording of several in a row as statements may print them: as they are,
// and the last one in the plural.
func (w Wording) Runs() [][]string {
	plural := slices.Clone(w.Forms)
	plural[len(plural)-1] += "s"
	return [][]string{w.Forms, plural}
}

// frequency returns about how many passages hold a wording, removed ones included.
func (w Wording) frequency(ctx context.Context, v *segment.Snapshot) (int, error) {
	rarest := -1
	for _, stem := range w.Stems {
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
