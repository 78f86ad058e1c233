package archive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/fxamacker/cbor/v2"
	"github.com/klauspost/compress/zstd"
	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

// stored is the texts bucket's record of one version.
type stored struct {
	article.Article
	Added time.Time
}

// findings is the findings bucket's record of one version.
type findings struct {
	Extraction int
	Annotation article.Annotation
	Events     []article.Event
}

// head is the heads bucket's record of an article.
type head struct {
	ID         string
	Version    int // the current one
	Removed    bool
	Founder    uint32 // the article that it is a near-copy of; its own number if it is none
	Extraction int    // extract.Version of the current version's findings
	Hash       []byte // of the current version: hashArticle
	// Removal is why it was removed.
	Removal article.Removal `cbor:",omitempty"`
	// File is the path of the file that gave it last, "" if none did.
	File string `cbor:",omitempty"`
	// Backlog is article.Record.Backlog.
	Backlog bool `cbor:",omitempty"`
}

// codec encodes and decodes records.
type codec struct {
	compress   *zstd.Encoder
	decompress *zstd.Decoder
	encode     cbor.EncMode
	decode     cbor.DecMode
	misses     atomic.Int64            // records that were looked for and not found, or damaged
	hidden     atomic.Int64            // of these, those that a damaged page may hide
	pages      atomic.Pointer[backing] // nil where absent needs not look at them
}

// backing is the file behind an open archive.
type backing struct {
	db   *bolt.DB
	file io.ReaderAt // that bbolt has open
}

// absent returns an error if the key, which bbolt does not find, may be hidden by a page
// that was damaged since the file was proven. It notes the miss.
func (a *codec) absent(tx *bolt.Tx, bucket, key []byte) error {
	a.misses.Add(1)
	open := a.pages.Load()
	if open == nil || open.db != tx.DB() {
		return nil // a file that is being written
	}
	err := boltfile.CheckPath(tx, tx.Bucket(bucket), open.file, key)
	if err != nil {
		a.hidden.Add(1)
	}
	return err
}

func newCodec() (*codec, error) {
	enc, err := zstd.NewWriter(nil, zstd.WithEncoderCRC(false), zstd.WithLowerEncoderMem(true))
	if err != nil {
		return nil, err
	}
	dec, err := zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(1<<30))
	if err != nil {
		return nil, err
	}
	c := &codec{compress: enc, decompress: dec}
	c.encode, c.decode, err = newModes()
	return c, err
}

// How a record is written: a checksum of key and payload, the way the payload is
// kept, the payload. The key is in the checksum so that a record found in
// another's place shows too.
const (
	plain      = 0 // CBOR
	compressed = 1 // CBOR, compressed with zstd
	sealLength = 5
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// newModes are the ways of writing and reading CBOR: times keep their zone's offset.
func newModes() (cbor.EncMode, cbor.DecMode, error) {
	enc, encErr := cbor.EncOptions{Time: cbor.TimeRFC3339Nano}.EncMode()
	dec, decErr := cbor.DecOptions{MaxArrayElements: 1 << 24, MaxMapPairs: 1 << 16}.DecMode()
	return enc, dec, errors.Join(encErr, decErr)
}

// pack encodes a value for seal; squeeze compresses it.
func (a *codec) pack(value any, squeeze bool) ([]byte, error) {
	payload, err := a.encode.Marshal(value)
	if err != nil {
		return nil, err
	}
	out := make([]byte, sealLength, sealLength+len(payload))
	if !squeeze {
		return append(out, payload...), nil
	}
	out[4] = compressed
	return a.compress.EncodeAll(payload, out), nil
}

// seal sets the checksum of a packed record, for the key it will have.
func seal(key, packed []byte) []byte {
	binary.BigEndian.PutUint32(packed, checksum(key, packed))
	return packed
}

func checksum(key, sealed []byte) uint32 {
	return crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, sealed[4:])
}

// intact reports whether the checksum of a sealed record holds.
func intact(key, sealed []byte) bool {
	return len(sealed) >= sealLength && binary.BigEndian.Uint32(sealed) == checksum(key, sealed)
}

// sign returns a short record: the payload, then a checksum of key and payload.
func sign(key, payload []byte) []byte {
	out := make([]byte, 0, len(payload)+crc32.Size)
	out = append(out, payload...)
	return binary.BigEndian.AppendUint32(out, crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, payload))
}

// signed returns the payload of a short record; ok is false if its checksum does
// not hold.
func signed(key, value []byte) (payload []byte, ok bool) {
	n := len(value) - crc32.Size
	if n < 0 {
		return nil, false
	}
	payload = value[:n:n]
	return payload, binary.BigEndian.Uint32(value[n:]) == crc32.Update(crc32.Checksum(key, castagnoli), castagnoli, payload)
}

// formatValue is the value of formatKey. It is text, so that a program that
// knows only an older layout prints it when it refuses the file.
func formatValue() []byte {
	text := strconv.Itoa(format)
	return fmt.Appendf(nil, "%s %08x", text, crc32.Checksum([]byte(text), castagnoli))
}

// idValue is the ids bucket's record of an article.
func idValue(id string, n uint32, removed bool) []byte {
	payload := numberKey(n)
	if removed {
		return sign([]byte(id), append(payload, 1))
	}
	return sign([]byte(id), append(payload, 0))
}

// parseID reads a record of the ids bucket.
func parseID(id, value []byte) (n uint32, removed, ok bool) {
	payload, ok := signed(id, value)
	if !ok || len(payload) != 5 {
		return 0, false, false
	}
	return binary.BigEndian.Uint32(payload), payload[4] == 1, true
}

// unpack decodes a sealed record into value, which nothing of it aliases.
func (a *codec) unpack(key, sealed []byte, value any) error {
	if !intact(key, sealed) {
		a.misses.Add(1)
		return fmt.Errorf("record %x is %w", key, ErrDamaged)
	}
	payload := sealed[sealLength:]
	if sealed[4] == compressed {
		var err error
		if payload, err = a.decompress.DecodeAll(payload, nil); err != nil {
			return fmt.Errorf("record %x is %w: %w", key, ErrDamaged, err)
		}
	}
	if err := a.decode.Unmarshal(payload, value); err != nil {
		return fmt.Errorf("record %x is %w: %w", key, ErrDamaged, err)
	}
	return nil
}

func numberKey(n uint32) []byte { return binary.BigEndian.AppendUint32(nil, n) }

func versionKey(n uint32, version int) []byte {
	return binary.BigEndian.AppendUint32(numberKey(n), uint32(version))
}

// fixZones gives the times of a record zones of a fixed offset: decoding takes
// the machine's own zone where the offsets agree, and what is shown must not
// depend on the machine.
func fixZones(r *article.Record) {
	fix(&r.Published.Time)
	for i := range r.Annotation.Statements {
		fixDate(&r.Annotation.Statements[i].Said)
	}
	for i := range r.Annotation.Dates {
		fixDate(&r.Annotation.Dates[i])
	}
	for i := range r.Events {
		fixDate(&r.Events[i].Date)
	}
	r.Added = r.Added.UTC()
}

func fixDate(d *article.Date) {
	fix(&d.From)
	fix(&d.To)
}

func fix(t *time.Time) {
	switch _, offset := t.Zone(); offset {
	case 0:
		*t = t.UTC()
	default:
		*t = t.In(time.FixedZone("", offset))
	}
}

// format is the version of the file's layout. Open rewrites a file of an older
// one and refuses a newer one.
const format = 2

// refuses reports whether the article stays removed when it comes in again.
func (h head) refuses() bool { return h.Removed && h.Removal != article.SourceGone }
