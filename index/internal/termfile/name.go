package termfile

import (
	"encoding/binary"
	"errors"
	"fmt"
)

// ErrMalformed is returned for bytes that no Writer of this package wrote.
var ErrMalformed = errors.New("the file of terms is malformed")

// Name names a document: a number among those of a kind that belong to an article's slot.
type Name struct {
	Kind         byte
	Slot, Number uint32
}

// The kinds with short IDs; almost all documents are of KindPassage.
const (
	KindArticle = 'a'
	KindPassage = 'p'
)

// The lengths of IDs: of an article's, the shortest, and of one with kind and number.
const (
	shortID = 4
	longID  = 9
)

// ID returns the name as Bleve has it. IDs of articles have the slot alone, those of passages slot and number.
func (n Name) ID() string {
	id := binary.BigEndian.AppendUint32(make([]byte, 0, longID), n.Slot)
	number := binary.BigEndian.AppendUint32(nil, n.Number)
	switch n.Kind {
	case KindArticle:
		return string(id)
	case KindPassage:
		for len(number) > 1 && number[0] == 0 {
			number = number[1:]
		}
	default:
		id = append(id, n.Kind)
	}
	return string(append(id, number...))
}

// ParseID returns the name with an ID.
func ParseID(id string) (Name, error) {
	b := []byte(id)
	switch {
	case len(b) < shortID || len(b) > longID:
		return Name{}, fmt.Errorf("document %q: %w", id, ErrMalformed)
	case len(b) == shortID:
		return Name{Kind: KindArticle, Slot: binary.BigEndian.Uint32(b)}, nil
	case len(b) == longID:
		return Name{Kind: b[shortID], Slot: binary.BigEndian.Uint32(b), Number: binary.BigEndian.Uint32(b[shortID+1:])}, nil
	}
	n := Name{Kind: KindPassage, Slot: binary.BigEndian.Uint32(b)}
	for _, digit := range b[shortID:] {
		n.Number = n.Number<<8 | uint32(digit)
	}
	return n, nil
}

// compare orders names by kind, slot and number.
func (n Name) compare(other Name) int {
	switch a, b := n.key(), other.key(); {
	case a != b:
		if a < b {
			return -1
		}
		return 1
	case n.Number < other.Number:
		return -1
	case n.Number > other.Number:
		return 1
	}
	return 0
}

// key returns the kind and the slot as one number.
func (n Name) key() uint64 { return uint64(n.Kind)<<32 | uint64(n.Slot) }
