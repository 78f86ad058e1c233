package boltfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"go.etcd.io/bbolt"
)

// written returns the bytes of a file with an inline bucket, an empty one, one
// of some levels, one of values that need overflow pages, and free pages.
func written(t testing.TB, o bbolt.Options) []byte {
	t.Helper()
	o.NoSync = true
	path := filepath.Join(t.TempDir(), "file.db")
	db, err := bbolt.Open(path, 0o600, &o)
	if err != nil {
		t.Fatal(err)
	}
	put := func(bucket, key string, value []byte) {
		err := db.Update(func(tx *bbolt.Tx) error {
			b, err := tx.CreateBucketIfNotExists([]byte(bucket))
			if err == nil && key != "" {
				err = b.Put([]byte(key), value)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	put("empty", "", nil)
	put("inline", "a", []byte("first"))
	put("inline", "b", []byte("second"))
	for i := range 3 {
		put("overflow", fmt.Sprint("large ", i), bytes.Repeat([]byte{byte('a' + i)}, 3000*(i+1)))
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		b, err := tx.CreateBucket([]byte("tree"))
		for i := 0; err == nil && i < 200; i++ {
			err = b.Put(fmt.Appendf(nil, "key %05d", i), fmt.Appendf(nil, "value %d of the tree", i))
		}
		return err
	})
	err = errors.Join(err, db.Update(func(tx *bbolt.Tx) error {
		return errors.Join(tx.Bucket([]byte("tree")).Delete([]byte("key 00007")), tx.Bucket([]byte("overflow")).Delete([]byte("large 1")))
	}), db.Close())
	raw, readErr := os.ReadFile(path)
	if err := errors.Join(err, readErr); err != nil {
		t.Fatal(err)
	}
	return raw
}

// contents reads and proves a whole file.
func contents(raw []byte) (map[string]string, *File) {
	out := map[string]string{}
	f, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return out, f
	}
	for _, name := range f.Buckets() {
		out[name] = ""
		f.Each(name, func(r Record) { out[name+"/"+string(r.Key)] = string(r.Value) })
	}
	f.CheckPages()
	return out, f
}

// kindOf names the page at an offset.
func kindOf(raw []byte, size, at int) string {
	page := raw[at/size*size:]
	switch flags := native.Uint16(page[8:]); {
	case at < 2*size:
		return "root"
	case flags == branchPage:
		return "branch"
	case flags == leafPage:
		return "leaf"
	case flags == freelistPage:
		return "list of free pages"
	}
	return "overflow"
}

func TestWholeFiles(t *testing.T) {
	for _, size := range []int{1024, 4096, 16384, 65536} {
		for _, kind := range []bbolt.FreelistType{bbolt.FreelistArrayType, bbolt.FreelistMapType} {
			got, f := contents(written(t, bbolt.Options{PageSize: size, FreelistType: kind}))
			if p := f.Problems(); len(p) > 0 || f.Roots() != (Roots{}) || f.Fresh() || f.pageSize != size {
				t.Errorf("pages of %d bytes, %s: %v, %+v", size, kind, p, f.Roots())
			}
			if len(got) != 4+2+2+199 || got["inline/b"] != "second" || got["tree/key 00199"] != "value 199 of the tree" || len(got["overflow/large 2"]) != 9000 {
				t.Errorf("pages of %d bytes, %s: %d entries", size, kind, len(got))
			}
		}
	}
}

// TestVersion13 reads a file that bbolt 1.3.11 wrote: the same calls as in
// written, with pages of 1024 bytes.
func TestVersion13(t *testing.T) {
	raw, err := os.ReadFile("testdata/v1.3.11.db")
	if err != nil {
		t.Fatal(err)
	}
	got, f := contents(raw)
	want, _ := contents(written(t, bbolt.Options{PageSize: 1024}))
	if len(f.Problems()) > 0 || !maps.Equal(got, want) {
		t.Errorf("%v; %d entries, want %d", f.Problems(), len(got), len(want))
	}
}

func TestFreshFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "file.db")
	db, err := bbolt.Open(path, 0o600, nil)
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	raw, _ := os.ReadFile(path)
	if _, f := contents(raw); !f.Fresh() {
		t.Errorf("%v", f.Problems())
	}
}

// TestFreeListForms covers lists that need a count of their own, that are cut
// off, out of order, wrong, or absent.
func TestFreeListForms(t *testing.T) {
	absent := written(t, bbolt.Options{PageSize: 1024, NoFreelistSync: true})
	if _, f := contents(absent); len(f.Problems()) != 1 || !strings.Contains(f.Problems()[0].Text, "no list of free pages") {
		t.Errorf("without a list: %v", f.Problems())
	}
	raw := written(t, bbolt.Options{PageSize: 1024})
	_, f := contents(raw)
	at := int(f.meta.freelist) * 1024
	count := int(native.Uint16(raw[at+10:]))
	if count < 3 {
		t.Fatalf("only %d free pages", count)
	}
	harm := func(do func(page []byte)) []byte {
		out := slices.Clone(raw)
		do(out[at:])
		return out
	}
	long := harm(func(page []byte) {
		copy(page[pageHeader+8:], raw[at+pageHeader:at+pageHeader+8*count])
		native.PutUint16(page[10:], 0xFFFF)
		native.PutUint64(page[pageHeader:], uint64(count))
	})
	if _, f := contents(long); len(f.Problems()) > 0 {
		t.Errorf("a list with a long count: %v", f.Problems())
	}
	for name, do := range map[string]func(page []byte){
		"longer than its page": func(page []byte) { native.PutUint16(page[10:], 0xFFFE) },
		"shorter":              func(page []byte) { native.PutUint16(page[10:], uint16(count-1)) },
		"a long count":         func(page []byte) { native.PutUint16(page[10:], 0xFFFF) },
		"the root's page":      func(page []byte) { native.PutUint64(page[pageHeader:], f.meta.root) },
		"out of the file":      func(page []byte) { native.PutUint64(page[pageHeader:], 1<<60) },
		"twice":                func(page []byte) { copy(page[pageHeader:], page[pageHeader+8:pageHeader+16]) },
		"out of order": func(page []byte) {
			first := native.Uint64(page[pageHeader:])
			copy(page[pageHeader:], page[pageHeader+8:pageHeader+16])
			native.PutUint64(page[pageHeader+8:], first)
		},
	} {
		if _, f := contents(harm(do)); len(f.Problems()) == 0 {
			t.Errorf("a list of free pages that is or names %s is no problem", name)
		}
	}
}

// TestFlips flips single bits. Nothing but bytes of keys and values may differ
// without a problem: those a store proves by its own checksums.
func TestFlips(t *testing.T) {
	raw := written(t, bbolt.Options{PageSize: 1024})
	whole, _ := contents(raw)
	rng := rand.New(rand.NewPCG(1, 2))
	found, missed := map[string]int{}, map[string]int{}
	for page := range len(raw) / 1024 {
		for range 16 {
			at := page*1024 + rng.IntN(64)
			if rng.IntN(2) == 0 {
				at = page*1024 + rng.IntN(1024)
			}
			broken := slices.Clone(raw)
			broken[at] ^= 1 << rng.IntN(8)
			got, f := contents(broken)
			kind := kindOf(raw, 1024, at)
			switch {
			case len(f.Problems()) > 0 || f.Roots().Damaged:
				found[kind]++
			case len(got) != len(whole):
				t.Errorf("byte %d of page %d (%s): %d entries of %d, and no problem", at%1024, page, kind, len(got), len(whole))
			default:
				missed[kind]++
			}
		}
	}
	t.Logf("problems %v, none %v", found, missed)
	for _, kind := range []string{"root", "branch", "leaf", "list of free pages"} {
		if found[kind] == 0 {
			t.Errorf("no flip in a page of the kind %s was found", kind)
		}
	}
}

// TestHeaderFlips flips every bit of the header and of the first entry's header
// of pages of each kind.
func TestHeaderFlips(t *testing.T) {
	raw := written(t, bbolt.Options{PageSize: 1024})
	_, clean := contents(raw)
	seen := map[string]int{}
	for page := 2; page < len(clean.used); page++ {
		kind := kindOf(raw, 1024, page*1024)
		if !clean.used[page] || kind == "overflow" || seen[kind] == 5 {
			continue
		}
		seen[kind]++
		for bit := range 8 * (pageHeader + elementHeader) {
			if native.Uint16(raw[page*1024+10:]) == 0 && bit >= 8*pageHeader {
				break
			}
			broken := slices.Clone(raw)
			broken[page*1024+bit/8] ^= 1 << (bit % 8)
			if _, f := contents(broken); len(f.Problems()) == 0 {
				t.Errorf("bit %d of page %d (%s) is flipped, and there is no problem", bit, page, kind)
			}
		}
	}
}

// TestPageThatIsWrong puts another page of the same file, an older one of the
// same number, zeros or noise in place of a page.
func TestPageThatIsWrong(t *testing.T) {
	raw := written(t, bbolt.Options{PageSize: 1024})
	whole, clean := contents(raw)
	noise := make([]byte, 1024)
	for i := range noise {
		noise[i] = byte(rand.New(rand.NewPCG(3, uint64(i))).Uint32())
	}
	for page := 2; page < len(clean.used); page++ {
		if !clean.used[page] || kindOf(raw, 1024, page*1024) == "overflow" {
			continue
		}
		for name, put := range map[string][]byte{"zeros": make([]byte, 1024), "noise": noise, "another page": raw[(page+1)%len(clean.used)*1024:][:1024]} {
			broken := slices.Clone(raw)
			copy(broken[page*1024:], put)
			got, f := contents(broken)
			if len(f.Problems()) == 0 {
				t.Errorf("page %d replaced by %s is no problem", page, name)
			}
			for key, value := range got {
				if name == "zeros" && strings.HasPrefix(key, "tree/") && whole[key] != value {
					t.Errorf("page %d: %s is %q", page, key, value)
				}
			}
		}
	}
}

func TestTruncation(t *testing.T) {
	raw := written(t, bbolt.Options{PageSize: 1024})
	_, clean := contents(raw)
	for size := 0; size < int(clean.meta.end)*1024; size += 500 {
		if _, f := contents(raw[:size]); len(f.Problems()) == 0 {
			t.Errorf("cut to %d of %d bytes: no problem", size, len(raw))
		}
	}
}

// TestRoots covers which root is taken, and whether a change may be lost.
func TestRoots(t *testing.T) {
	raw := written(t, bbolt.Options{PageSize: 1024})
	_, clean := contents(raw)
	newer := int(clean.meta.txid%2) * 1024
	older := 1024 - newer
	for name, c := range map[string]struct {
		harm func(raw []byte)
		want Roots
	}{
		"the older one":              {func(raw []byte) { raw[older+pageHeader+20] ^= 1 }, Roots{true, false}},
		"the newer one":              {func(raw []byte) { raw[newer+pageHeader+20] ^= 1 }, Roots{true, true}},
		"the newer one's number":     {func(raw []byte) { native.PutUint64(raw[newer+pageHeader+48:], clean.meta.txid-2) }, Roots{true, true}},
		"the older one is all zeros": {func(raw []byte) { clear(raw[older : older+1024]) }, Roots{true, true}},
		"one that is much older": {func(raw []byte) {
			root := raw[older+pageHeader : older+pageHeader+metaLength]
			native.PutUint64(root[48:], clean.meta.txid-3)
			native.PutUint64(root[56:], metaChecksum(root))
		}, Roots{true, true}},
	} {
		broken := slices.Clone(raw)
		c.harm(broken)
		got, f := contents(broken)
		if f.Roots() != c.want || len(got) == 0 {
			t.Errorf("%s: %+v, %d entries", name, f.Roots(), len(got))
		}
	}
	clear(raw[:2048])
	f, err := Open(bytes.NewReader(raw), int64(len(raw)))
	if !errors.Is(err, ErrNoRoot) || len(f.Buckets()) > 0 || len(f.Problems()) != 1 {
		t.Errorf("without a root: %v, %v, %v", err, f.Buckets(), f.Problems())
	}
}

// TestOrphans finds what a damaged branch page hides, and what neither root leads
// to, with pages of the default size.
func TestOrphans(t *testing.T) {
	raw := written(t, bbolt.Options{PageSize: defaultPageSize})
	whole, clean := contents(raw)
	for page := 2; page < len(clean.used); page++ {
		if kindOf(raw, defaultPageSize, page*defaultPageSize) != "branch" || !clean.used[page] {
			continue
		}
		broken := slices.Clone(raw)
		broken[page*defaultPageSize+8] ^= 4
		got, f := contents(broken)
		f.Orphans(func(r Record) { got["tree/"+string(r.Key)] = string(r.Value) })
		for key, value := range whole {
			if got[key] != value {
				t.Fatalf("%s is lost", key)
			}
		}
	}
	clear(raw[:2*defaultPageSize])
	found := map[string]string{}
	_, f := contents(raw)
	f.Orphans(func(r Record) { found[string(r.Key)] = string(r.Value) })
	if found["key 00199"] != "value 199 of the tree" || len(found["large 2"]) != 9000 {
		t.Errorf("%d records found without a root", len(found))
	}
}

// TestDamagedEntryCostsItAlone changes where one entry of a leaf page lies.
func TestDamagedEntryCostsItAlone(t *testing.T) {
	raw := written(t, bbolt.Options{PageSize: 1024})
	whole, clean := contents(raw)
	at := bytes.LastIndex(raw, []byte("key 00100")) / 1024 * 1024
	if !clean.used[at/1024] {
		t.Fatal("key 00100 is in a free page")
	}
	native.PutUint32(raw[at+pageHeader+elementHeader+4:], 5000) // pos of the second entry
	got, f := contents(raw)
	lost := 0
	for key := range whole {
		if _, ok := got[key]; !ok {
			lost++
		}
	}
	if lost != 1 || len(f.Problems()) == 0 {
		t.Errorf("%d records are lost; %v", lost, f.Problems())
	}
}

// TestOverlappingEntriesAreBounded gives every entry of a page its whole length.
func TestOverlappingEntriesAreBounded(t *testing.T) {
	page := make([]byte, 64<<10)
	native.PutUint16(page[8:], leafPage)
	native.PutUint16(page[10:], 4000)
	for i := range 4000 {
		at := pageHeader + i*elementHeader
		binary.NativeEndian.PutUint32(page[at+12:], uint32(len(page)-at))
	}
	all, err := elements(page, nil)
	total := 0
	for _, e := range all {
		total += len(e.key) + len(e.value)
	}
	if err == nil || total > 2*len(page) {
		t.Errorf("%d bytes of a page of %d, %v", total, len(page), err)
	}
}

// TestCountOfZero hides the records of a bucket's only page.
func TestCountOfZero(t *testing.T) {
	raw := written(t, bbolt.Options{PageSize: 1024})
	_, clean := contents(raw)
	native.PutUint16(raw[clean.buckets["overflow"].page*1024+10:], 0)
	if got, f := contents(raw); len(f.Problems()) == 0 {
		t.Errorf("no problem, and the bucket has %q", got["overflow/large 2"])
	}
}

// FuzzFile damages a file in several places: reading never panics, ends, and
// visits no more than its pages can hold.
func FuzzFile(f *testing.F) {
	raw := written(f, bbolt.Options{PageSize: 1024})
	f.Add([]byte{}, uint32(0))
	f.Add([]byte{0, 8, 8, 4, 0, 12, 10, 255}, uint32(0))
	f.Add([]byte{0, 0, 20, 1, 0, 4, 20, 1}, uint32(5000))
	f.Fuzz(func(t *testing.T, edits []byte, cut uint32) {
		broken := slices.Clone(raw)
		for ; len(edits) >= 4; edits = edits[4:] {
			broken[(int(edits[0])<<16|int(edits[1])<<8|int(edits[2]))%len(broken)] ^= edits[3]
		}
		broken = broken[:len(broken)-int(cut)%len(broken)]
		visited := 0
		count := func(r Record) { visited += len(r.Key) + len(r.Value) }
		file, _ := Open(bytes.NewReader(broken), int64(len(broken)))
		for _, name := range file.Buckets() {
			file.Each(name, count)
		}
		file.CheckPages()
		if visited > 4*len(broken) || len(file.Problems()) > maxProblems {
			t.Errorf("%d bytes visited of %d; %d problems", visited, len(broken), len(file.Problems()))
		}
		file.Orphans(count)
	})
}

// FuzzBytes reads files that are made up.
func FuzzBytes(f *testing.F) {
	f.Add(written(f, bbolt.Options{PageSize: 1024})[:8192])
	f.Fuzz(func(_ *testing.T, raw []byte) {
		_, file := contents(raw)
		file.Orphans(func(Record) {})
	})
}
