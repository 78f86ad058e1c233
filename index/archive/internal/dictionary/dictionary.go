package dictionary

import (
	"bytes"
	"errors"
	"fmt"
	"maps"
	"runtime"
	"slices"

	"github.com/klauspost/compress/zstd"

	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

// Kind is what records a dictionary is made for: those of different kinds have little in
// common.
type Kind uint8

// The kinds. Their numbers are part of the layout.
const (
	None     Kind = iota // records without a dictionary
	Texts                // articles
	Findings             // what was found in them
	kinds
)

// Dictionary is the content of a dictionary.
type Dictionary struct {
	ID      uint32 // from 1; frames made with the dictionary have it
	Kind    Kind
	Content []byte // in the form of RFC 8878, section 5
}

// Append appends the dictionary to out.
func (d *Dictionary) Append(out []byte) []byte {
	w := wire.Writer{Bytes: out}
	w.Byte(byte(d.Kind))
	w.Uint(uint64(d.ID))
	w.String(string(d.Content))
	return w.Bytes
}

// Parse reads what Append wrote.
func (d *Dictionary) Parse(data []byte) error {
	r := wire.NewReader(data)
	d.Kind = Kind(r.Byte())
	id := r.Uint()
	d.ID, d.Content = uint32(id), []byte(r.String())
	if d.Kind == None || d.Kind >= kinds || d.ID == 0 || uint64(d.ID) != id {
		r.Fail()
	}
	return r.End()
}

// ID returns the number of the dictionary that a frame was made with, 0 if it is no frame
// or was made with none.
func ID(frame []byte) uint32 {
	var h zstd.Header
	if h.Decode(frame[:min(len(frame), zstd.HeaderMaxSize)]) != nil {
		return 0
	}
	return h.DictionaryID
}

// Set compresses with the newest dictionary of a kind and decompresses with any. It may be
// used by many goroutines.
type Set struct {
	all      map[uint32]Dictionary
	encoders [kinds]*zstd.Encoder // nil for a kind without a dictionary
	decoder  *zstd.Decoder
}

// NewSet returns the set of some dictionaries, which may be none.
func NewSet(all map[uint32]Dictionary) (*Set, error) {
	s := &Set{all: all}
	var newest [kinds]Dictionary
	decoding := []zstd.DOption{zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxRecord)}
	for _, id := range slices.Sorted(maps.Keys(all)) {
		d := all[id]
		newest[d.Kind] = d
		decoding = append(decoding, zstd.WithDecoderDicts(d.Content))
	}
	var err error
	for kind, d := range newest {
		if d.ID == 0 && Kind(kind) != None {
			continue
		}
		encoding := []zstd.EOption{zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true),
			zstd.WithEncoderConcurrency(min(runtime.GOMAXPROCS(0), maxEncoders))}
		if d.ID != 0 { // slower levels take three times as long, mostly to restore their tables, for 2 % fewer bytes
			encoding = append(encoding, zstd.WithEncoderDict(d.Content), zstd.WithWindowSize(windowSize), zstd.WithEncoderLevel(zstd.SpeedFastest))
		}
		if s.encoders[kind], err = zstd.NewWriter(nil, encoding...); err != nil {
			return nil, fmt.Errorf("dictionary %d: %w", d.ID, err)
		}
	}
	if s.decoder, err = zstd.NewReader(nil, decoding...); err != nil {
		return nil, fmt.Errorf("dictionaries: %w", err)
	}
	return s, nil
}

const (
	maxRecord   = 1 << 30 // bytes that a record is decompressed to at most
	maxEncoders = 4       // at a time; each has some 1 MB for a kind
	windowSize  = 1 << 19 // bytes that an encoder with a dictionary has room for, not 8 MB
)

// Has reports whether the set has a dictionary for a kind.
func (s *Set) Has(kind Kind) bool { return kind != None && s.encoders[kind] != nil }

// All returns the dictionaries by their numbers. It is not changed.
func (s *Set) All() map[uint32]Dictionary { return s.all }

// Last returns the highest number of a dictionary, 0 if there is none.
func (s *Set) Last() uint32 {
	last := uint32(0)
	for id := range s.all {
		last = max(last, id)
	}
	return last
}

// Compress appends a frame of data to out.
func (s *Set) Compress(kind Kind, data, out []byte) []byte {
	if !s.Has(kind) {
		kind = None
	}
	return s.encoders[kind].EncodeAll(data, out)
}

// Decompress returns the data of a frame.
func (s *Set) Decompress(frame []byte) ([]byte, error) { return s.decoder.DecodeAll(frame, nil) }

// Samples is the number of records that Train has use for.
const Samples = 1024

const (
	historySize = 112 << 10 // bytes of records in a dictionary
	sampleSize  = 4 << 10   // bytes of one of them
)

// History returns the indexes of the samples whose words Train puts into a dictionary:
// every other one, as far as there is room.
func History(samples [][]byte) (out []int) {
	size := 0
	for i := 0; i < len(samples); i += 2 {
		if n := min(len(samples[i]), sampleSize); size+n <= historySize {
			out, size = append(out, i), size+n
		}
	}
	return out
}

// Train makes a dictionary of records: the first bytes of those that History lists, and the
// statistics of what is left of the others when it is used on them.
func Train(kind Kind, id uint32, samples [][]byte) (Dictionary, error) {
	var history []byte
	var others [][]byte
	in := map[int]bool{}
	for _, i := range History(samples) {
		in[i] = true
	}
	for i, s := range samples {
		s = s[:min(len(s), sampleSize)]
		if in[i] {
			history = append(history, s...)
		} else {
			others = append(others, s)
		}
	}
	content, err := zstd.BuildDict(zstd.BuildDictOptions{ID: id, Contents: others, History: history, Offsets: [3]int{1, 4, 8},
		Level: zstd.SpeedFastest})
	if err != nil {
		return Dictionary{}, fmt.Errorf("making a dictionary: %w", err)
	}
	d := Dictionary{id, kind, content}
	return d, d.prove(samples)
}

// prove returns an error unless records come back as they were.
func (d *Dictionary) prove(samples [][]byte) error {
	set, err := NewSet(map[uint32]Dictionary{d.ID: *d})
	if err != nil {
		return err
	}
	for _, s := range samples[:min(len(samples), proven)] {
		frame := set.Compress(d.Kind, s, nil)
		back, err := set.Decompress(frame)
		if err == nil && (!bytes.Equal(back, s) || ID(frame) != d.ID) {
			err = errors.New("a record came back changed")
		}
		if err != nil {
			return fmt.Errorf("proving a dictionary: %w", err)
		}
	}
	return nil
}

// proven is the number of records that a new dictionary is tried on.
const proven = 32
