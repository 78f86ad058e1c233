package words

import (
	"errors"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

// PackWords returns the words from the first-th on, with their checksum: what the journal
// keeps of the words that are new in a batch.
func (c *Vocabulary) PackWords(first uint32) []byte {
	p := wire.NewSealed()
	for at := first; at < uint32(c.WordCount()); at++ {
		w := c.of(at)
		kind := uint64(0)
		if w.joined {
			kind = 1
		}
		form := w.form
		if form == strings.ToLower(w.printed) {
			kind, form = kind|2, ""
		}
		same := 0
		for same < len(w.form) && same < len(w.stem) && w.form[same] == w.stem[same] {
			same++
		}
		p.Uint(kind)
		p.String(w.printed)
		if kind&2 == 0 {
			p.String(form)
		}
		p.Uint(uint64(same))
		p.String(w.stem[same:])
	}
	return p.Sealed()
}

var errWords = errors.New("the words of a batch cannot be read")

// UnpackWords gives the words of PackWords the numbers from first on. It fails if they are not so many,
// or if one has another number already.
func (n *Numbers) UnpackWords(data []byte, first, many uint32) error {
	u, ok := wire.Unseal(data)
	if !ok {
		return errWords
	}
	for at := first; at < first+many; at++ {
		kind := u.Uint()
		w := word{printed: u.String(), joined: kind&1 != 0}
		if w.form = strings.ToLower(w.printed); kind&2 == 0 {
			w.form = u.String()
		}
		same := u.Uint()
		if u.Err() != nil || same > uint64(len(w.form)) {
			return errWords
		}
		w.stem = w.form[:same] + u.String()
		if u.Err() != nil || n.number(w) != at {
			return errWords
		}
	}
	if u.End() != nil {
		return errWords
	}
	return nil
}
