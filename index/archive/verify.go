package archive

import (
	"context"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"errors"
	"slices"
	"strings"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/receipt"
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
	verdict := Verdict{State: UnknownSource}
	err := a.view(ctx, func(tx *bolt.Tx) error {
		verdict = Verdict{State: UnknownSource}
		claims, err := a.claims(ctx, tx, typed)
		for _, c := range claims {
			found, failed := a.judge(ctx, tx, c)
			if err = errors.Join(err, failed); found.better(verdict) {
				verdict = found
			}
		}
		if verdict.State != Exact {
			a.misses.Add(1) // a version may be hidden
		}
		if verdict.Record.Version > 0 {
			err = nil // what is damaged is another article
		}
		return errors.Join(err, ctx.Err())
	})
	return verdict, err
}

// better reports whether v tells more than other: that some version has the words,
// or at least whose they were.
func (v Verdict) better(other Verdict) bool {
	if known := v.Record.Version > 0; known != (other.Record.Version > 0) {
		return known
	}
	return other.State == UnknownSource
}

// claim is an article that a receipt may have been made from, and what it says of it.
type claim struct {
	number uint32
	spans  []article.Span
	holds  func(text string) bool
	sure   bool // the receipt names this article, whether its words are there or not
}

// claims returns the articles that a receipt, of either form, may have been made from.
func (a *records) claims(ctx context.Context, tx *bolt.Tx, typed string) ([]claim, error) {
	var out []claim
	if r, ok := receipt.Parse(typed); ok {
		numbers, err := a.tags.find(ctx, tx, a.codec, r.Tag)
		if err != nil {
			return nil, err
		}
		for _, n := range numbers {
			if h, err := a.head(tx, n); err == nil && r.Names(h.ID) {
				out = append(out, claim{n, r.Spans, r.Holds, true})
			}
		}
	}
	if r, ok := receipt.ParseNumbered(typed); ok {
		out = append(out, claim{r.Number, r.Spans, r.Holds, false})
	}
	return out, nil
}

// judge compares a claim with the versions of its article, newest first. If none has
// the words, that is a change of the source where the receipt names the article, or
// where versions were pruned, one of which may have had them. If one cannot be read,
// the error wraps ErrDamaged.
func (a *records) judge(ctx context.Context, tx *bolt.Tx, c claim) (Verdict, error) {
	h := a.headOrLast(tx, c.number)
	var current article.Record
	var damaged error
	named := c.sure
	for v := h.Version; v > 0 && ctx.Err() == nil; v-- {
		record, err := a.read(tx, c.number, h, v)
		if err != nil {
			gone := tx.Bucket(textsBucket).Get(versionKey(c.number, v)) == nil
			if named = named || gone; !gone {
				damaged = errors.Join(damaged, err)
			}
			continue
		}
		if current.Version == 0 {
			current = record
		}
		if !c.holds(record.Text) {
			continue
		}
		sum := sha256.Sum256([]byte(receipt.Shown(record.Text, c.spans)))
		verdict := Verdict{Record: record, Current: current, Spans: c.spans, SHA256: hex.EncodeToString(sum[:])}
		verdict.decide()
		return verdict, nil
	}
	switch {
	case damaged != nil:
		return Verdict{State: UnknownSource}, damaged
	case named && current.Version > 0:
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

// MakeReceipt returns the receipt of spans of r's text, which are in order and do not
// overlap: see package receipt. It is "" for spans that are no ranges of the text.
func MakeReceipt(r article.Record, spans []article.Span) string {
	return receipt.Make(r.ID, r.Text, spans)
}

// reset forgets all, for another file.
func (t *tags) reset() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.last, t.known = 0, nil
}

// find returns the numbers of the articles with a tag.
func (t *tags) find(ctx context.Context, tx *bolt.Tx, c *codec, tag receipt.Tag) ([]uint32, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if err := t.extend(ctx, tx, c); err != nil {
		return nil, err
	}
	var out []uint32
	i, _ := slices.BinarySearch(t.known, uint64(tag)<<32)
	for ; i < len(t.known) && receipt.Tag(t.known[i]>>32) == tag; i++ {
		out = append(out, uint32(t.known[i]))
	}
	return out, nil
}

// extend adds the articles that came in since.
func (t *tags) extend(ctx context.Context, tx *bolt.Tx, c *codec) error {
	counts, err := readCounts(tx)
	if err != nil || counts.Last <= t.last {
		return err
	}
	heads := tx.Bucket(headsBucket).Cursor()
	t.known = slices.Grow(t.known, int(counts.Last-t.last))
	for key, _ := heads.Seek(numberKey(t.last + 1)); key != nil && ctx.Err() == nil; key, _ = heads.Next() {
		n := binary.BigEndian.Uint32(key)
		if h, err := c.head(tx, n); err == nil {
			t.known = append(t.known, uint64(receipt.TagOf(h.ID))<<32|uint64(n))
		}
		t.last = n
	}
	slices.Sort(t.known)
	return ctx.Err()
}

// ByTag returns the articles that a receipt which begins with a tag can be of.
// Damaged ones are left out.
func (a *Archive) ByTag(ctx context.Context, tag receipt.Tag) (out []article.Record, err error) {
	err = a.view(ctx, func(tx *bolt.Tx) error {
		out = nil
		numbers, err := a.tags.find(ctx, tx, a.codec, tag)
		if len(numbers) == 0 {
			a.misses.Add(1)
		}
		for _, n := range numbers {
			if r, err := a.byNumber(tx, n); err == nil {
				out = append(out, r)
			}
		}
		return err
	})
	return out, err
}
