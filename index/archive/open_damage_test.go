package archive

import (
	"encoding/binary"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// Offsets in a page of 4096 bytes, as bbolt lays it out.
const (
	testPage       = 4096
	flagsOffset    = 8
	countOffset    = 10
	overflowOffset = 12

	everyPage = 9 // is damaged; 1 for all of them, which takes half a minute
)

// TestPagesDamagedWhileOpen changes the header of each page of an archive that was proven
// and is in use, then reads and writes. Every answer is right: an article is there
// as it was, or damage is reported; no article is reported as never stored.
func TestPagesDamagedWhileOpen(t *testing.T) {
	raced.Sequential(t)
	dir, _ := rich(t)
	texts := map[string]string{}
	a := open(t, dir)
	if err := a.EachArticle(t.Context(), func(r article.Record) { texts[r.ID] = r.Text }); err != nil {
		t.Fatal(err)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	for what, harm := range map[string]func(page []byte) (int, []byte){
		"claims four billion pages": func([]byte) (int, []byte) { return overflowOffset, []byte{0xff, 0xff, 0xff, 0xff} },
		"claims one page more":      func([]byte) (int, []byte) { return overflowOffset, []byte{1} },
		"hides half its records": func(page []byte) (int, []byte) {
			return countOffset, binary.LittleEndian.AppendUint16(nil, binary.LittleEndian.Uint16(page[countOffset:])/2)
		},
		"hides all its records": func([]byte) (int, []byte) { return countOffset, []byte{0, 0} },
		"claims 65,535 records": func([]byte) (int, []byte) { return countOffset, []byte{0xff, 0xff} },
		"is of another kind":    func([]byte) (int, []byte) { return flagsOffset, []byte{0x10, 0} },
	} {
		t.Run(what, func(t *testing.T) {
			raw, err := os.ReadFile(filepath.Join(dir, FileName))
			if err != nil {
				t.Fatal(err)
			}
			for page := 2; page < len(raw)/testPage; page += everyPage {
				at, bytes := harm(raw[page*testPage:])
				harmOpen(t, clone(t, dir), texts, int64(page*testPage+at), bytes)
			}
		})
	}
}

// harmOpen writes bytes into the file of an archive in use, which holds articles with texts.
func harmOpen(t *testing.T, dir string, texts map[string]string, at int64, bytes []byte) {
	t.Helper()
	a := open(t, dir)
	defer a.Close()
	if err := a.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(a.path, os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteAt(bytes, at)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	for id, text := range texts {
		switch r, err := a.Get(t.Context(), id); {
		case errors.Is(err, ErrNotFound):
			t.Errorf("%d bytes at %d: %s is taken for one that was never there: %v", len(bytes), at, id, err)
		case err != nil && !errors.Is(err, ErrDamaged):
			t.Errorf("%d bytes at %d: %s: %v", len(bytes), at, id, err)
		case err == nil && r.Text != text:
			t.Errorf("%d bytes at %d: %s has another text", len(bytes), at, id)
		}
	}
	_, err = a.Put(t.Context(), []article.Record{{Article: article.Article{ID: "new", Text: "A text that comes in after the damage."}}})
	if err != nil {
		if !errors.Is(err, ErrDamaged) {
			t.Errorf("%d bytes at %d: writing: %v", len(bytes), at, err)
		}
		return
	}
	if r, err := a.Get(t.Context(), "new"); err != nil || r.Text == "" {
		t.Errorf("%d bytes at %d: what was just written: %v", len(bytes), at, err)
	}
	if err := a.Remove(t.Context(), article.ByHand, "new"); err != nil {
		t.Errorf("%d bytes at %d: removing: %v", len(bytes), at, err)
	}
}
