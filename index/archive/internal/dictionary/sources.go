package dictionary

import (
	"maps"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

// Sources tells which records' words dictionaries hold, so that one can be kept until one
// of them is deleted.
type Sources struct {
	Last uint32              // the article that was added last when they were made
	Keys map[uint32][]string // of the records, by the ID of the dictionary
}

// Append appends the sources to out.
func (s *Sources) Append(out []byte) []byte {
	w := wire.Writer{Bytes: out}
	w.Uint(uint64(s.Last))
	ids := slices.Sorted(maps.Keys(s.Keys))
	wire.Count(&w, ids)
	for _, id := range ids {
		w.Uint(uint64(id))
		wire.Count(&w, s.Keys[id])
		for _, key := range s.Keys[id] {
			w.String(key)
		}
	}
	return w.Bytes
}

// Parse reads what Append wrote.
func (s *Sources) Parse(data []byte) error {
	r := wire.NewReader(data)
	s.Last, s.Keys = uint32(r.Uint()), map[uint32][]string{}
	for range wire.List[uint32](r) {
		id := uint32(r.Uint())
		keys := wire.List[string](r)
		for i := range keys {
			keys[i] = r.String()
		}
		s.Keys[id] = keys
	}
	return r.End()
}
