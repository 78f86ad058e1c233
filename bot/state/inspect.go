package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

// record is a key and its value as it was put.
type record struct{ key, value []byte }

// inspection is what was found in a file.
type inspection struct {
	records map[string][]record // by bucket: those that are whole
	tallied bool                // a version that seals records wrote the file
	faults  []string            // damage, whether it cost records or not
	losses  []Loss              // records that it cost
}

func (i inspection) damaged() bool { return len(i.faults) > 0 || len(i.losses) > 0 }

// inspectFile reads a whole file and checks every page and record of it.
func inspectFile(path string) (inspection, error) {
	f, err := os.Open(path)
	if err != nil {
		return inspection{}, err
	}
	defer f.Close()
	return inspect(f), nil
}

// seeker is a file that inspect can read and measure.
type seeker interface {
	io.ReaderAt
	io.Seeker
}

func openPages(r seeker) (*boltfile.File, error) {
	size, err := r.Seek(0, io.SeekEnd)
	if err != nil {
		return nil, err
	}
	return boltfile.Open(r, size)
}

// inspect reads the buckets named, all of them if none is, and checks every
// page and record of these.
func inspect(r seeker, only ...string) inspection {
	pages, err := openPages(r)
	if err != nil {
		return inspection{faults: []string{err.Error()}, losses: []Loss{{Detail: err.Error()}}}
	}
	raw := rawFile{pageFile: pages, buckets: map[string][]element{}, broken: map[string]bool{}}
	raw.read(only)
	if len(only) == 0 {
		pages.CheckPages()
	}
	raw.noteProblems()
	return raw.judge(only)
}

// element is an entry of a bucket, sealed or not.
type element struct {
	key, value []byte
	bucket     bool // the entry says that it is a bucket
}

// pageFile is the file's pages.
type pageFile = boltfile.File

// rawFile is the entries of a file by bucket.
type rawFile struct {
	*pageFile
	buckets map[string][]element
	broken  map[string]bool // buckets with a page that cannot be read
	faults  []string
}

// read reads the buckets named, all of them if none is.
func (f *rawFile) read(only []string) {
	for _, name := range f.Buckets() {
		f.buckets[name] = []element{}
		if len(only) > 0 && !slices.Contains(only, name) {
			continue
		}
		f.broken[name] = !f.Each(name, func(r boltfile.Record) {
			f.buckets[name] = append(f.buckets[name], element{bytes.Clone(r.Key), bytes.Clone(r.Value), r.Bucket})
		})
	}
}

// noteProblems makes faults of what is wrong with the pages.
func (f *rawFile) noteProblems() {
	if f.Roots().Damaged {
		f.faults = append(f.faults, "one of its two first pages is damaged")
	}
	for _, p := range f.Problems() {
		f.faults = append(f.faults, p.String())
	}
}

// judge separates whole records from damaged ones and works out what is missing.
func (f *rawFile) judge(only []string) inspection {
	found := inspection{records: map[string][]record{}, faults: f.faults}
	want, tallied := f.tally()
	found.tallied = tallied
	if f.Roots().Stale {
		found.losses = append(found.losses, Loss{Detail: "the last change before the damage may be missing"})
	}
	names := slices.Collect(func(yield func(string) bool) {
		for name := range f.buckets {
			if _, known := want[name]; !known && !yield(name) {
				return
			}
		}
		for name := range want {
			if !yield(name) {
				return
			}
		}
	})
	slices.Sort(names)
	for _, name := range names {
		if isTally(name) || len(only) > 0 && !slices.Contains(only, name) {
			continue
		}
		f.judgeBucket(&found, name, want[name])
	}
	if !tallied && (len(f.buckets) == 0 || found.anySealed(f)) {
		found.faults = append(found.faults, "the tally is missing")
		found.losses = append(found.losses, Loss{Detail: "what else is missing is not known"})
	}
	return found
}

func isTally(name string) bool {
	return slices.ContainsFunc(tallyBuckets, func(b []byte) bool { return string(b) == name })
}

// anySealed reports whether a version that seals records wrote any.
func (i inspection) anySealed(f *rawFile) bool {
	for name, all := range f.buckets {
		for _, e := range all {
			if _, ok := unseal([]byte(name), e.key, e.value); ok || isTally(name) {
				return true
			}
		}
	}
	return false
}

// tally returns how many records each bucket should have; ok is false if the
// file has no tally that can be read.
func (f *rawFile) tally() (want map[string]tally, ok bool) {
	for _, name := range tallyBuckets {
		for _, e := range f.buckets[string(name)] {
			if all, whole := openTally(name, e.value); whole && string(e.key) == string(tallyKey) {
				want, ok = all, true
			}
		}
	}
	if ok && slices.ContainsFunc(tallyBuckets, func(name []byte) bool { return len(f.buckets[string(name)]) != 1 }) {
		f.faults = append(f.faults, "one of the two tallies is missing")
	}
	return want, ok
}

// judgeBucket checks the records of a bucket against what it should hold.
func (f *rawFile) judgeBucket(found *inspection, name string, want tally) {
	var have tally
	var lost []Loss
	known := len(decoders[name]) > 0
	for _, e := range f.buckets[name] {
		value, whole := unseal([]byte(name), e.key, e.value)
		if !whole && !found.tallied && !e.bucket {
			value, whole = e.value, known // as an older version wrote it
		}
		if whole && (!known || decodes(name, e.key, value)) {
			have.add(recordSum([]byte(name), e.key, value))
			found.records[name] = append(found.records[name], record{e.key, value})
			continue
		}
		if loss := (Loss{Bucket: name, Records: 1, Detail: "the record is damaged"}); known || found.tallied {
			if keyIsWhole([]byte(name), e.key, e.value) || !found.tallied {
				loss.Key = string(e.key)
			}
			lost = append(lost, loss)
		}
	}
	found.losses = append(found.losses, missing(name, lost, have, want, found.tallied, f.broken[name])...)
}

// missing returns the losses of a bucket: those of lost, and one for records of
// which nothing is left.
func missing(name string, lost []Loss, have, want tally, tallied, broken bool) []Loss {
	if tallied && have == want {
		return nil // whatever is damaged is no record
	}
	gone := want.Count - have.Count
	keyed := !slices.ContainsFunc(lost, func(l Loss) bool { return l.Key == "" })
	if tallied && keyed && len(lost) == gone && gone > 0 || !tallied && !broken {
		return lost
	}
	if !tallied {
		return append(lost, Loss{Bucket: name, Detail: "records may be missing"})
	}
	lost = slices.DeleteFunc(lost, func(l Loss) bool { return l.Key == "" })
	if unknown := gone - len(lost); unknown > 0 {
		return append(lost, Loss{Bucket: name, Records: unknown, Detail: "records are missing"})
	}
	return append(lost, Loss{Bucket: name, Detail: "records may be of an older state"})
}

// decoders are what the values of each bucket must be, as a function that
// decodes one. Beside JSON there are the times and numbers of the first versions.
var decoders = map[string][]func(raw []byte) error{
	"calls": {decodesJSON[keptCall]}, "pending": {decodesJSON[Pending]}, "answers": {decodesJSON[Answer]}, "feedback": {decodesJSON[Feedback]},
	"subscriptions": {decodesJSON[bot.Subscription]}, "posts": {decodesJSON[Post]}, "alerts": {decodesJSON[Alert]}, "books": {decodesJSON[bot.Entry]},
	"posted": {decodesJSON[bot.Posted]}, "losses": {decodesJSON[Loss]},
	"settings": {decodesJSON[map[string]string], decodesSize(4, 4)}, "installations": {decodesSize(13, 1<<20)}, "outbox": {decodesSize(0, 0)},
	"seen": {decodesTime}, "told": {decodesTime}, "left": {decodesTime}, "tickets": {decodesTime},
}

func decodes(bucket string, key, value []byte) bool {
	if bucket == "settings" && (string(key) == string(watchedKey)) != (len(value) == 4) {
		return false
	}
	return slices.ContainsFunc(decoders[bucket], func(decode func([]byte) error) bool { return decode(value) == nil })
}

func decodesJSON[T any](raw []byte) error {
	var value T
	return json.Unmarshal(raw, &value)
}

func decodesTime(raw []byte) error {
	_, err := time.Parse(time.RFC3339Nano, string(raw))
	return err
}

func decodesSize(minSize, maxSize int) func([]byte) error {
	return func(raw []byte) error {
		if len(raw) < minSize || len(raw) > maxSize {
			return fmt.Errorf("%d bytes", len(raw))
		}
		return nil
	}
}

// write puts the records into a file, sealed, with their tally and the losses.
func (i inspection) write(tx *bbolt.Tx) error {
	all := map[string]tally{}
	for _, name := range buckets {
		all[string(name)] = tally{}
		if _, err := tx.CreateBucketIfNotExists(name); err != nil {
			return err
		}
	}
	for name, records := range i.records {
		b, err := tx.CreateBucketIfNotExists([]byte(name))
		if err != nil {
			return err
		}
		sum, written := tally{}, map[string]uint64{}
		for _, r := range records {
			raw := seal([]byte(name), r.key, r.value)
			if before, twice := written[string(r.key)]; twice {
				sum.remove(before)
			}
			written[string(r.key)] = storedSum(raw)
			sum.add(storedSum(raw))
			if err := b.Put(r.key, raw); err != nil {
				return err
			}
		}
		all[name] = sum
	}
	return writeTally(tx, all)
}

// Buckets returns the names of the buckets of a bbolt file, which is neither
// locked nor changed.
func Buckets(path string) ([]string, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	pages, err := openPages(file)
	if err == nil && len(pages.Problems()) > 0 {
		err = errors.New(pages.Problems()[0].String())
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return pages.Buckets(), nil
}
