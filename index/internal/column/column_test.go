package column_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/internal/column"
)

type pair struct {
	A uint32
	B bool
	C int64
}

// kept is a column, strings and their interner, as a file has them.
type kept struct {
	pairs   column.Column[pair]
	strings column.Strings
	in      column.Interner
}

func (k *kept) add(from, to int) {
	for i := from; i < to; i++ {
		k.pairs.Append(pair{uint32(i), i%2 == 0, int64(-i)})
		k.in.Number(fmt.Sprint("word ", i), &k.strings)
	}
}

// check compares everything with what add made.
func (k *kept) check(t *testing.T, n int) {
	t.Helper()
	if k.pairs.Len() != n || k.strings.Len() != n {
		t.Fatalf("%d pairs and %d strings, want %d", k.pairs.Len(), k.strings.Len(), n)
	}
	for i, p := range k.pairs.All() {
		if want := (pair{uint32(i), i%2 == 0, int64(-i)}); *p != want || *k.pairs.At(uint32(i)) != want {
			t.Fatalf("pair %d: %+v", i, *p)
		}
	}
	for i, s := range k.strings.All() {
		if s != fmt.Sprint("word ", i) || k.strings.At(uint32(i)) != s {
			t.Fatalf("string %d: %q", i, s)
		}
		if got, added := k.in.Number(s, &k.strings); int(got) != i || added {
			t.Fatalf("the number of %q is %d, added %v", s, got, added)
		}
	}
	if _, ok := k.in.Find("none", &k.strings); ok {
		t.Error("a string that is not there has a number")
	}
	for _, r := range [][2]uint32{{0, uint32(n)}, {uint32(n) / 2, uint32(n)}, {uint32(n) / 3, uint32(n) / 2}, {0, 0}} {
		if got := k.pairs.Range(r[0], r[1]); len(got) != int(r[1]-r[0]) || len(got) > 0 && got[0].A != r[0] {
			t.Errorf("range %v: %v", r, got)
		}
	}
}

func (k *kept) save(t *testing.T, path string) {
	t.Helper()
	w, err := column.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	column.Put(w, "empty", []uint64{})
	k.pairs.Save(w, "pairs")
	k.strings.Save(w, "strings")
	k.in.Save(w, "table", &k.strings)
	if err := w.Commit(); err != nil {
		t.Fatal(err)
	}
}

func load(t *testing.T, path string) (*column.File, *kept) {
	t.Helper()
	f, err := column.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	k := &kept{}
	k.pairs.Load(f, "pairs")
	k.strings.Load(f, "strings")
	k.in.Load(f, "table")
	if err := f.Err(); err != nil {
		t.Fatal(err)
	}
	return f, k
}

// TestFile keeps columns, adds more behind the mapped part, and keeps them again.
func TestFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "columns")
	k := &kept{}
	at := 0
	for _, more := range []int{0, 1, 5, 0, 1000} {
		k.add(at, at+more)
		at += more
		k.check(t, at)
		k.save(t, path)
		f, again := load(t, path)
		again.check(t, at)
		before := *again
		again.add(at, at+10)
		again.check(t, at+10)
		before.check(t, at) // an older copy has what it had
		word := again.strings.At(0)
		if err := f.Release(); err != nil {
			t.Fatal(err)
		}
		if word != "word 0" {
			t.Errorf("a string after the file was closed: %q", word)
		}
	}
}

// TestDamagedFile changes and cuts a file anywhere: Open refuses each that differs in
// more than the bytes between sections.
func TestDamagedFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "columns")
	k := &kept{}
	k.add(0, 40)
	k.save(t, path)
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	refused := 0
	try := func(data []byte) error {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		f, err := column.Open(path)
		if err == nil {
			again := &kept{}
			again.pairs.Load(f, "pairs")
			again.strings.Load(f, "strings")
			again.in.Load(f, "table")
			again.check(t, 40)
			return f.Release()
		}
		if !errors.Is(err, column.ErrUnusable) {
			t.Errorf("%v does not say that the file is unusable", err)
		}
		refused++
		return nil
	}
	for at := range whole {
		changed := slices.Clone(whole)
		changed[at] ^= 1
		if err := try(changed); err != nil {
			t.Fatal(err)
		}
		if err := try(whole[:at]); err != nil {
			t.Fatal(err)
		}
	}
	if least := 2*len(whole) - len(whole)/4; refused < least {
		t.Errorf("%d of %d damaged files are refused, want %d", refused, 2*len(whole), least)
	}
}

// TestOtherLayout reads a section as a type with other fields, and one that is not there.
func TestOtherLayout(t *testing.T) {
	path := filepath.Join(t.TempDir(), "columns")
	k := &kept{}
	k.add(0, 3)
	k.save(t, path)
	for name, get := range map[string]func(f *column.File) int{
		"other fields":   func(f *column.File) int { return len(column.Get[struct{ A, B, C, D uint32 }](f, "pairs")) },
		"other size":     func(f *column.File) int { return len(column.Get[uint64](f, "pairs")) },
		"missing":        func(f *column.File) int { return len(column.Get[pair](f, "none")) },
		"not one":        func(f *column.File) int { return int(column.GetOne[pair](f, "pairs").C) },
		"no end of text": func(f *column.File) int { var s column.Strings; s.Load(f, "pairs"); return s.Len() },
	} {
		f, err := column.Open(path)
		if err != nil {
			t.Fatal(err)
		}
		if n := get(f); n != 0 || !errors.Is(f.Err(), column.ErrUnusable) {
			t.Errorf("%s: %d values, %v", name, n, f.Err())
		}
		if err := f.Release(); err != nil {
			t.Error(err)
		}
	}
}
