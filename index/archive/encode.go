package archive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"slices"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/fxamacker/cbor/v2"
	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
	"github.com/briefing-bot/briefing-bot/index/archive/internal/near"
	"github.com/briefing-bot/briefing-bot/index/archive/internal/record"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

// The records of the buckets texts, findings and heads.
type (
	stored   = record.Text
	findings = record.Findings
	head     = record.Head
)

// codec encodes and decodes records.
type codec struct {
	dictionaries atomic.Pointer[dictionary.Set]
	unteachable  atomic.Bool             // making dictionaries failed
	encode       cbor.EncMode            // of what a salvage lost
	decode       cbor.DecMode            // of that, and of records of layouts 1 and 2
	misses       atomic.Int64            // records that were looked for and not found, or damaged
	hidden       atomic.Int64            // of these, those that a damaged page may hide
	pages        atomic.Pointer[backing] // nil where absent needs not look at them
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
	none, err := dictionary.NewSet(nil)
	if err != nil {
		return nil, err
	}
	c := &codec{}
	c.dictionaries.Store(none)
	c.encode, c.decode, err = newModes()
	return c, err
}

// How a record is written: a checksum of key and payload, the way the payload is
// kept, the payload. The key is in the checksum so that a record found in
// another's place shows too.
const (
	plain            = 0 // CBOR: layouts 1 and 2
	compressed       = 1 // CBOR, compressed with zstd: layouts 1 and 2
	packed           = 2 // as package record lays it out
	packedCompressed = 3 // the same, compressed with zstd
	packedDictionary = 4 // the same, with a dictionary that the frame has the number of
	sealLength       = 5
)

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// newModes are the ways of writing and reading CBOR: times keep their zone's offset.
func newModes() (cbor.EncMode, cbor.DecMode, error) {
	enc, encErr := cbor.EncOptions{Time: cbor.TimeRFC3339Nano}.EncMode()
	dec, decErr := cbor.DecOptions{MaxArrayElements: 1 << 24, MaxMapPairs: 1 << 16}.DecMode()
	return enc, dec, errors.Join(encErr, decErr)
}

// appender is a record that lays out its own bytes.
type appender interface{ Append(out []byte) []byte }

// pack encodes a record for seal, with the newest dictionary of its kind.
func (a *codec) pack(kind dictionary.Kind, value appender) []byte {
	return packWith(a.dictionaries.Load(), kind, value)
}

// packWith encodes a record for seal, compressed where that makes it shorter.
func packWith(set *dictionary.Set, kind dictionary.Kind, value appender) []byte {
	out := value.Append(make([]byte, sealLength, 512))
	out[4] = packed
	known := set.Has(kind)
	if len(out) < worthCompressing && !known {
		return out
	}
	short := set.Compress(kind, out[sealLength:], make([]byte, sealLength, len(out)))
	if len(short) >= len(out) {
		return out
	}
	if short[4] = packedCompressed; known {
		short[4] = packedDictionary
	}
	return short
}

// adopt adds dictionaries to those that records are read with. The newest are written with.
func (a *codec) adopt(found map[uint32]dictionary.Dictionary) error {
	have := a.dictionaries.Load().All()
	all := maps.Clone(found)
	if all == nil {
		return nil
	}
	maps.Copy(all, have)
	if len(all) == len(have) {
		return nil
	}
	set, err := dictionary.NewSet(all)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	a.dictionaries.Store(set)
	return nil
}

// dictionaryRecord returns the record of a dictionary, in either bucket.
func dictionaryRecord(d dictionary.Dictionary) (key, value []byte) {
	key = binary.BigEndian.AppendUint32([]byte(dictionaryKey), d.ID)
	return key, sign(key, d.Append(nil))
}

// dictionaryKey begins the keys of dictionaries, so that they are known from other records
// where they lie on pages that no bucket leads to.
const dictionaryKey = "dictionary "

// parseDictionary reads a record of a dictionary.
func parseDictionary(key, value []byte) (d dictionary.Dictionary, ok bool) {
	payload, ok := signed(key, value)
	if !ok || len(key) != len(dictionaryKey)+4 || d.Parse(payload) != nil {
		return d, false
	}
	return d, binary.BigEndian.Uint32(key[len(dictionaryKey):]) == d.ID
}

// worthCompressing is the length in bytes from which records become shorter as a rule.
const worthCompressing = 128

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

// bandEntry is the key that layouts before 4 gave founder n in one of its bands. Such
// records stay as they are until Compact.
func bandEntry(band []byte, n uint32) []byte {
	return binary.BigEndian.AppendUint32(slices.Clone(band), n)
}

// parseSlot reads a record of the slots bucket.
func parseSlot(key, value []byte) ([]near.Entry, bool) {
	payload, ok := signed(key, value)
	if !ok || len(key) != 2 || len(payload) == 0 {
		return nil, false
	}
	entries, err := near.ParseEntries(make([]near.Entry, 0, len(payload)/4+1), payload)
	return entries, err == nil
}

// slotRecord returns the record of a slot.
func slotRecord(slot uint16, entries []near.Entry) (key, value []byte) {
	key = binary.BigEndian.AppendUint16(nil, slot)
	return key, sign(key, near.AppendEntries(nil, entries))
}

// table is all slots with their founders.
type table map[uint16][]near.Entry

// add puts a band of founder n in.
func (t table) add(band []byte, n uint32) {
	slot, check := near.Slot(band)
	t[slot] = append(t[slot], near.Entry{Founder: n, Check: check})
}

// write gives put every slot's record, in the order of their keys, and returns the number
// of entries.
func (t table) write(put func(key, value []byte)) (entries int) {
	for _, slot := range slices.Sorted(maps.Keys(t)) {
		slices.SortFunc(t[slot], near.Entry.Compare)
		once := slices.Compact(t[slot])
		put(slotRecord(slot, once))
		entries += len(once)
	}
	return entries
}

// parser is a record that reads its own bytes.
type parser interface{ Parse(data []byte) error }

// unpack decodes a sealed record into value, which nothing of it aliases.
func (a *codec) unpack(key, sealed []byte, value parser) error {
	if !intact(key, sealed) {
		a.misses.Add(1)
		return fmt.Errorf("record %x is %w", key, ErrDamaged)
	}
	payload, kind := sealed[sealLength:], sealed[4]
	if kind == compressed || kind == packedCompressed || kind == packedDictionary {
		var err error
		if payload, err = a.dictionaries.Load().Decompress(payload); err != nil {
			return fmt.Errorf("record %x is %w: %w", key, ErrDamaged, err)
		}
	}
	parse := value.Parse
	if kind == plain || kind == compressed {
		parse = func(data []byte) error { return a.decode.Unmarshal(data, value) }
	}
	if err := parse(payload); err != nil {
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

// format is the version of the file's layout. Open rewrites a file of layout 1 and refuses
// a newer one. Layout 2 has other records in texts, findings and heads, layouts 2 and 3 have
// bands in place of slots and no dictionaries: all forms are read, and Compact writes all in
// the form of this one.
const format = 4
