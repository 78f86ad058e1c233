package sealed

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"

	"go.etcd.io/bbolt"
)

// Every value is kept sealed: two bytes that mark the form, a checksum of the
// bucket's name and key (4 bytes), one of name, key and value (8 bytes), and
// the value. So an altered value is recognized, and so is the key of a damaged
// record if the key itself is intact. A tally holds the number of records of each
// bucket and the sum of their checksums, so that missing records are noticed.
const sealSize = 2 + 4 + 8

var sealMark = []byte{0xb5, 0x01}

// ErrDamaged is wrapped by errors about bytes that fail their checksum.
var ErrDamaged = errors.New("damaged")

func seal(bucket, key, value []byte) []byte {
	out := make([]byte, 0, sealSize+len(value))
	out = append(out, sealMark...)
	out = binary.BigEndian.AppendUint32(out, keySum(bucket, key))
	out = binary.BigEndian.AppendUint64(out, recordSum(bucket, key, value))
	return append(out, value...)
}

func sumOf(size int, parts ...[]byte) []byte {
	h := sha256.New()
	for _, p := range parts {
		h.Write(binary.BigEndian.AppendUint32(nil, uint32(len(p))))
		h.Write(p)
	}
	return h.Sum(nil)[:size]
}

func keySum(bucket, key []byte) uint32 { return binary.BigEndian.Uint32(sumOf(4, bucket, key)) }

func recordSum(bucket, key, value []byte) uint64 {
	return binary.BigEndian.Uint64(sumOf(8, bucket, key, value))
}

func isSealed(raw []byte) bool {
	return len(raw) >= sealSize && bytes.Equal(raw[:len(sealMark)], sealMark)
}

// unseal returns the value in raw, or ok false when it is damaged.
func unseal(bucket, key, raw []byte) (value []byte, ok bool) {
	if !isSealed(raw) {
		return nil, false
	}
	value = raw[sealSize:]
	return value, storedSum(raw) == recordSum(bucket, key, value) && binary.BigEndian.Uint32(raw[2:]) == keySum(bucket, key)
}

// keyIsWhole reports whether a damaged record has the key that it was written
// with.
func keyIsWhole(bucket, key, raw []byte) bool {
	return isSealed(raw) && binary.BigEndian.Uint32(raw[2:]) == keySum(bucket, key)
}

func storedSum(raw []byte) uint64 { return binary.BigEndian.Uint64(raw[6:]) }

// tally is the number of a bucket's records, and the sum of their checksums.
type tally struct {
	Count int    `json:"n"`
	Sum   uint64 `json:"sum"`
}

func (t *tally) add(sum uint64)    { t.Count++; t.Sum += sum }
func (t *tally) remove(sum uint64) { t.Count--; t.Sum -= sum }

// The tally is kept twice, so that damage to one of them costs nothing.
var (
	tallyBuckets = [][]byte{[]byte("tally"), []byte("tally copy")}
	tallyKey     = []byte("tally")
)

// Tx is a transaction whose buckets check what they read and tally what they
// write. A damaged record ends it by a panic, which guarded turns into an error.
type Tx struct {
	*bbolt.Tx
	changed map[string]*tally            // by bucket, what a writing one adds
	last    *atomic.Pointer[readTallies] // of the file; nil in a writing one
}

// readTallies is the tally of all buckets and the record that holds it.
type readTallies struct {
	raw []byte
	all map[string]tally
}

func newTxn(tx *bbolt.Tx) *Tx { return &Tx{Tx: tx, changed: map[string]*tally{}} }

// Bucket returns a bucket of the store.
func (t *Tx) Bucket(name []byte) Table {
	b := t.Tx.Bucket(name)
	if b == nil {
		panic(fmt.Errorf("bucket %s is missing", name))
	}
	return Table{b, name, t}
}

// finish writes the tally of what the transaction changed since the last finish.
func (t *Tx) finish() error {
	if len(t.changed) == 0 {
		return nil
	}
	all, err := readTally(t.Tx)
	if err != nil {
		return err
	}
	for name, change := range t.changed {
		now := all[name]
		now.Count, now.Sum = now.Count+change.Count, now.Sum+change.Sum
		all[name] = now
	}
	clear(t.changed)
	return writeTally(t.Tx, all)
}

func readTally(tx *bbolt.Tx) (map[string]tally, error) {
	for _, name := range tallyBuckets {
		if b := tx.Bucket(name); b != nil {
			if all, ok := openTally(name, b.Get(tallyKey)); ok {
				return all, nil
			}
		}
	}
	return nil, fmt.Errorf("the tally is %w", ErrDamaged)
}

func openTally(bucket, raw []byte) (map[string]tally, bool) {
	value, ok := unseal(bucket, tallyKey, raw)
	all := map[string]tally{}
	return all, ok && json.Unmarshal(value, &all) == nil
}

func writeTally(tx *bbolt.Tx, all map[string]tally) error {
	raw, err := json.Marshal(all)
	if err != nil {
		return fmt.Errorf("encode the tally: %w", err)
	}
	for _, name := range tallyBuckets {
		b, err := tx.CreateBucketIfNotExists(name)
		if err != nil {
			return err
		}
		if err := b.Put(tallyKey, seal(name, tallyKey, raw)); err != nil {
			return err
		}
	}
	return nil
}

// Table is a bucket of checked records.
type Table struct {
	b    *bbolt.Bucket
	name []byte
	tx   *Tx
}

// readTally reads the tally, which is decoded once for the readings between two writes.
func (t *Tx) readTally() (map[string]tally, error) {
	if t.last == nil {
		return readTally(t.Tx)
	}
	var raw []byte
	if b := t.Tx.Bucket(tallyBuckets[0]); b != nil {
		raw = b.Get(tallyKey)
	}
	if last := t.last.Load(); last != nil && bytes.Equal(last.raw, raw) {
		return last.all, nil
	}
	all, err := readTally(t.Tx)
	if err == nil {
		t.last.Store(&readTallies{bytes.Clone(raw), all})
	}
	return all, err
}

// Complete returns an error that wraps ErrDamaged if the bucket has not as many records as
// were written. It reads all keys: it is for small buckets.
func (t Table) Complete() error {
	all, err := t.tx.readTally()
	if err != nil {
		return err
	}
	want := all[string(t.name)].Count
	if change := t.tx.changed[string(t.name)]; change != nil {
		want += change.Count
	}
	n := 0
	err = t.b.ForEach(func(_, _ []byte) error { n++; return nil })
	if err == nil && n != want {
		err = fmt.Errorf("the bucket %s has %d of %d records: it is %w", t.name, n, want, ErrDamaged)
	}
	return err
}

// opened returns the value in raw, which is a record's or nil.
func (t Table) opened(key, raw []byte) []byte {
	if raw == nil {
		return nil
	}
	value, ok := unseal(t.name, key, raw)
	if !ok {
		panic(fmt.Errorf("a record of %s is altered", t.name))
	}
	return value
}

// Get returns the value under key, nil if there is none.
func (t Table) Get(key []byte) []byte { return t.opened(key, t.b.Get(key)) }

// Put keeps a value under key.
func (t Table) Put(key, value []byte) error {
	raw := seal(t.name, key, value)
	t.forget(key)
	t.tally().add(storedSum(raw))
	return t.b.Put(key, raw)
}

// Delete removes the record under key, if there is one.
func (t Table) Delete(key []byte) error {
	t.forget(key)
	return t.b.Delete(key)
}

// forget takes the record under key out of the tally.
func (t Table) forget(key []byte) {
	if old := t.b.Get(key); old != nil {
		t.opened(key, old)
		t.tally().remove(storedSum(old))
	}
}

func (t Table) tally() *tally {
	change := t.tx.changed[string(t.name)]
	if change == nil {
		change = &tally{}
		t.tx.changed[string(t.name)] = change
	}
	return change
}

// DeleteFunc deletes the records for which old returns true.
func (t Table) DeleteFunc(old func(key, value []byte) bool) error {
	var gone [][]byte
	c := t.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if old(k, v) {
			gone = append(gone, bytes.Clone(k))
		}
	}
	return t.deleteAll(gone)
}

// DeletePrefix deletes the records whose key begins with prefix.
func (t Table) DeletePrefix(prefix []byte) error {
	var gone [][]byte
	c := t.Cursor()
	for k, _ := c.Seek(prefix); k != nil && bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		gone = append(gone, bytes.Clone(k))
	}
	return t.deleteAll(gone)
}

func (t Table) deleteAll(keys [][]byte) error {
	for _, k := range keys {
		if err := t.Delete(k); err != nil {
			return fmt.Errorf("delete: %w", err)
		}
	}
	return nil
}

// ForEach calls f with every record in order of the keys.
func (t Table) ForEach(f func(key, value []byte) error) error {
	c := t.Cursor()
	for k, v := c.First(); k != nil; k, v = c.Next() {
		if err := f(k, v); err != nil {
			return err
		}
	}
	return nil
}

// Cursor returns a cursor over the records.
func (t Table) Cursor() Cursor { return Cursor{t.b.Cursor(), t} }

// Cursor walks the records of a Table in order of their keys.
type Cursor struct {
	c *bbolt.Cursor
	t Table
}

// First moves to the first record.
func (c Cursor) First() (key, value []byte) { return c.opened(c.c.First()) }

// Next moves to the record that follows.
func (c Cursor) Next() (key, value []byte) { return c.opened(c.c.Next()) }

// Seek moves to key, or the record that follows it.
func (c Cursor) Seek(key []byte) (k, value []byte) { return c.opened(c.c.Seek(key)) }

func (c Cursor) opened(key, raw []byte) ([]byte, []byte) {
	if key == nil {
		return nil, nil
	}
	return key, c.t.opened(key, raw)
}
