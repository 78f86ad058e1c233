package archive

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// State is the relation of a receipt's words to the article as it is now.
type State string

// The states.
const (
	Exact         State = "exact"          // the article has them where it had them
	SourceChanged State = "source changed" // an older version had them, the current one has not
	SourceRemoved State = "source removed" // the article was removed
	UnknownSource State = "unknown"        // no receipt, or of no article here
)

// Verdict is the result of Verify.
type Verdict struct {
	State   State
	Moved   bool           // Exact, but the words are now at other offsets: Now
	Record  article.Record // the version that had the words; zero if it is no longer kept
	Current article.Record // the article as it is now; equal to Record if nothing changed
	Spans   []article.Span // of the words in Record
	Now     []article.Span // of the words in Current; nil unless Exact
	SHA256  string         // of the words shown, in hexadecimal
}

// Verify checks the words of a receipt. The receipt may be as typed: upper case,
// blanks and hyphens, o for 0, i and l for 1. An error is the archive's, not the
// receipt's.
//
// Words that a newer version has unchanged in another place are Exact and Moved if
// each of the spans occurs there exactly once, in the same order: a paragraph
// inserted before a quotation does not make it untrue, but a word that occurs in
// many places proves nothing.
func (a *Archive) Verify(ctx context.Context, typed string) (Verdict, error) {
	r, ok := parseReceipt(typed)
	if !ok {
		return Verdict{State: UnknownSource}, nil
	}
	var verdict Verdict
	err := a.view(func(tx *bolt.Tx) error {
		var err error
		verdict, err = a.judge(ctx, tx, r)
		return errors.Join(err, ctx.Err())
	})
	return verdict, err
}

// judge compares a receipt with the versions of its article, newest first. If
// none has the words and versions were pruned, one of those may have had them. If
// one cannot be read, the error wraps ErrDamaged.
func (a *Archive) judge(ctx context.Context, tx *bolt.Tx, r receipt) (Verdict, error) {
	h := a.headOrLast(tx, r.number)
	var current article.Record
	var damaged error
	pruned := false
	for v := h.Version; v > 0 && ctx.Err() == nil; v-- {
		record, err := a.read(tx, r.number, h, v)
		if err != nil {
			gone := tx.Bucket(textsBucket).Get(versionKey(r.number, v)) == nil
			if pruned = pruned || gone; !gone {
				damaged = errors.Join(damaged, err)
			}
			continue
		}
		if current.Version == 0 {
			current = record
		}
		if !inside(record.Text, r.spans) || hashWord(Shown(record.Text, r.spans)) != r.hash {
			continue
		}
		sum := sha256.Sum256([]byte(Shown(record.Text, r.spans)))
		verdict := Verdict{Record: record, Current: current, Spans: r.spans, SHA256: hex.EncodeToString(sum[:])}
		verdict.decide()
		return verdict, nil
	}
	switch {
	case damaged != nil:
		return Verdict{State: UnknownSource}, damaged
	case pruned && current.Version > 0:
		verdict := Verdict{State: SourceChanged, Current: current}
		if current.Removed {
			verdict.State = SourceRemoved
		}
		return verdict, nil
	}
	return Verdict{State: UnknownSource}, nil
}

// decide sets State, Moved and Now.
func (v *Verdict) decide() {
	v.State = SourceChanged
	switch {
	case v.Current.Removed:
		v.State = SourceRemoved
	case v.Record.Version == v.Current.Version:
		v.State, v.Now = Exact, v.Spans
	default:
		if now := findOnce(v.Current.Text, v.Record.Text, v.Spans); now != nil {
			v.State, v.Moved, v.Now = Exact, true, now
		}
	}
}

// findOnce returns the spans in text of the words that spans have in old, nil unless
// each occurs exactly once, in order.
func findOnce(text, old string, spans []article.Span) []article.Span {
	var now []article.Span
	last := 0
	for _, s := range spans {
		words := s.Of(old)
		start := strings.Index(text, words)
		if start < last || strings.LastIndex(text, words) != start {
			return nil
		}
		last = start + len(words)
		now = append(now, article.Span{Start: start, End: last})
	}
	return now
}
