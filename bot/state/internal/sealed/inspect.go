package sealed

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

// Record is a key and its value as it was put.
type Record struct{ Key, Value []byte }

// Found holds the contents of a file, whole and damaged.
type Found struct {
	Records map[string][]Record // by bucket: those that are whole
	Faults  []string            // damage, whether it cost records or not
	Losses  []Loss              // records that it cost

	tallied bool // a version that seals records wrote the file
}

func (i Found) damaged() bool { return len(i.Faults) > 0 || len(i.Losses) > 0 }

// InspectFile reads the buckets named, all of them if none is, and checks every
// page and record of these. The file is neither locked nor changed. existing is
// false if there is none.
func InspectFile(path string, schema Schema, only ...string) (found Found, existing bool, err error) {
	if existing, err = regularFile(path); err != nil || !existing {
		return found, existing, err
	}
	found, err = inspectFile(path, schema.with(), only...)
	return found, true, err
}

func inspectFile(path string, schema Schema, only ...string) (Found, error) {
	f, err := os.Open(path)
	if err != nil {
		return Found{}, err
	}
	defer f.Close()
	if len(only) > 0 {
		only = append(only, string(tallyBuckets[0]), string(tallyBuckets[1]))
	}
	return inspect(f, schema, only...), nil
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

func inspect(r seeker, schema Schema, only ...string) Found {
	pages, err := openPages(r)
	if err != nil {
		return Found{Faults: []string{err.Error()}, Losses: []Loss{{Detail: err.Error()}}}
	}
	raw := rawFile{pageFile: pages, schema: schema, buckets: map[string][]element{}, broken: map[string]bool{}}
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

// pageFile reads the file's pages.
type pageFile = boltfile.File

// rawFile holds the entries of a file by bucket.
type rawFile struct {
	*pageFile
	schema  Schema
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

// noteProblems records damaged pages as faults.
func (f *rawFile) noteProblems() {
	if f.Roots().Damaged {
		f.faults = append(f.faults, "one of its two first pages is damaged")
	}
	for _, p := range f.Problems() {
		f.faults = append(f.faults, p.String())
	}
}

// judge separates whole records from damaged ones and works out what is missing.
func (f *rawFile) judge(only []string) Found {
	found := Found{Records: map[string][]Record{}, Faults: f.faults}
	want, tallied := f.tally()
	found.tallied = tallied
	if f.Roots().Stale {
		found.Losses = append(found.Losses, Loss{Detail: "the last change before the damage may be missing"})
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
		found.Faults = append(found.Faults, "the tally is missing")
		found.Losses = append(found.Losses, Loss{Detail: "what else is missing is not known"})
	}
	return found
}

func isTally(name string) bool {
	return slices.ContainsFunc(tallyBuckets, func(b []byte) bool { return string(b) == name })
}

// anySealed reports whether a version that seals records wrote any.
func (i Found) anySealed(f *rawFile) bool {
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
func (f *rawFile) judgeBucket(found *Found, name string, want tally) {
	var have tally
	var lost []Loss
	decodes, known := f.schema[name]
	for _, e := range f.buckets[name] {
		value, whole := unseal([]byte(name), e.key, e.value)
		if !whole && !found.tallied && !e.bucket {
			value, whole = e.value, known // as an older version wrote it
		}
		if whole && (!known || decodes(e.key, value)) {
			have.add(recordSum([]byte(name), e.key, value))
			found.Records[name] = append(found.Records[name], Record{e.key, value})
			continue
		}
		if loss := (Loss{Bucket: name, Records: 1, Detail: "the record is damaged"}); known || found.tallied {
			if keyIsWhole([]byte(name), e.key, e.value) || !found.tallied {
				loss.Key = string(e.key)
			}
			lost = append(lost, loss)
		}
	}
	found.Losses = append(found.Losses, missing(name, lost, have, want, found.tallied, f.broken[name])...)
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

// write puts the records into a file, sealed, with their tally and the losses.
func (i Found) write(tx *bbolt.Tx, schema Schema) error {
	all := map[string]tally{}
	for name := range schema {
		all[name] = tally{}
		if _, err := tx.CreateBucketIfNotExists([]byte(name)); err != nil {
			return err
		}
	}
	for name, records := range i.Records {
		b, err := tx.CreateBucketIfNotExists([]byte(name))
		if err != nil {
			return err
		}
		sum, written := tally{}, map[string]uint64{}
		for _, r := range records {
			raw := seal([]byte(name), r.Key, r.Value)
			if before, twice := written[string(r.Key)]; twice {
				sum.remove(before)
			}
			written[string(r.Key)] = storedSum(raw)
			sum.add(storedSum(raw))
			if err := b.Put(r.Key, raw); err != nil {
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

// regularFile reports whether path is a file. Anything else in its place is an error.
func regularFile(path string) (bool, error) {
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, os.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case !info.Mode().IsRegular():
		return false, errors.New("it is not a regular file; move it away, or choose another data folder with --data")
	}
	return true, nil
}
