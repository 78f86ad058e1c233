package index

import (
	"context"
	"fmt"
)

// MissingTerms returns those of words that no passage or title holds in any
// inflection or as a synonym, in their order.
func (x *Index) MissingTerms(ctx context.Context, words []string) ([]string, error) {
	v, err := x.acquire()
	if err != nil {
		return nil, err
	}
	defer v.release()
	var out []string
	for _, w := range words {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		held, err := v.holdsAny(ctx, x.topic(Words{Terms: []string{w}}))
		if err != nil {
			return nil, err
		}
		if !held {
			out = append(out, w)
		}
	}
	return out, nil
}

// holdsAny reports whether a passage or title holds a term of the topic.
func (v *snapshot) holdsAny(ctx context.Context, t topic) (bool, error) {
	for _, term := range t.terms {
		for _, stem := range term.stems() {
			for _, field := range []string{fieldPassage, fieldTitle} {
				if held, err := v.holds(ctx, field, stem); held || err != nil {
					return held, err
				}
			}
		}
	}
	return false, nil
}

// holds reports whether any unit has a term in a field. It reads no further than
// the first posting that was not removed.
func (v *snapshot) holds(ctx context.Context, field, term string) (bool, error) {
	reader, err := v.reader.TermFieldReader(ctx, []byte(term), field, false, false, false)
	if err != nil {
		return false, fmt.Errorf("reading %s in the index: %w", term, err)
	}
	defer reader.Close()
	for {
		d, err := reader.Next(nil)
		if err != nil {
			return false, fmt.Errorf("reading %s in the index: %w", term, err)
		}
		if d == nil || v.units[d.ID.Value()] != noUnit {
			return d != nil, nil
		}
	}
}
