package archive

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// TestRemovedArticlesStayRemoved removes an article by hand and another as its source
// was gone, and lets both come in again, unchanged and changed.
func TestRemovedArticlesStayRemoved(t *testing.T) {
	for _, text := range []string{"The quay is shut.", "The quay is open."} {
		a := open(t, t.TempDir())
		put(t, a, article.Article{ID: "hand", Text: "The quay is shut."}, article.Article{ID: "gone", Text: "The quay is shut."})
		if err := a.Remove(t.Context(), article.ByHand, "hand"); err != nil {
			t.Fatal(err)
		}
		if err := a.Remove(t.Context(), article.SourceGone, "gone", "hand"); err != nil {
			t.Fatal(err)
		}
		if s, _ := a.Stats(t.Context()); s.Removed != 2 || s.Articles != 0 {
			t.Errorf("removed: %+v", s)
		}
		again := []article.Article{{ID: "hand", Text: text}, {ID: "gone", Text: text}}
		if changes, err := a.Compare(t.Context(), again); err != nil || !slices.Equal(changes, []Change{Refused, Updated}) {
			t.Errorf("compared: %v, %v", changes, err)
		}
		out := put(t, a, again...)
		if out[0].Change != Refused || out[1].Change != Updated {
			t.Errorf("put: %+v", out)
		}
		if r := get(t, a, "hand"); !r.Removed || r.Version != 1 {
			t.Errorf("removed by hand: %+v", r)
		}
		if r := get(t, a, "gone"); r.Removed || r.Text != text {
			t.Errorf("back with its source: %+v", r)
		}
		if err := a.Restore(t.Context(), "hand"); err != nil {
			t.Fatal(err)
		}
		if out := put(t, a, again[0])[0]; out.Change == Refused || get(t, a, "hand").Text != text {
			t.Errorf("restored: %+v", out)
		}
		if err := a.Remove(t.Context(), article.ByHand, "hand", "no such article"); err == nil || get(t, a, "hand").Removed {
			t.Errorf("an unknown ID: %v", err)
		}
	}
}

// TestPurgedWordsAreInNoFile purges an article with two versions and looks for its
// words in the file, then opens the archive again.
func TestPurgedWordsAreInNoFile(t *testing.T) {
	const secret = "xylophone-quartermaster"
	dir := t.TempDir()
	a := open(t, dir)
	words := func(n int) string { return strings.Repeat("The quay is shut and the harbour is quiet. ", n) }
	put(t, a, article.Article{ID: "kept", Text: words(20)}, article.Article{ID: "copy", Text: words(20) + "Yes."})
	put(t, a, article.Article{ID: "secret", Title: secret, Text: words(20) + secret})
	put(t, a, article.Article{ID: "secret", Title: secret, Text: words(20) + secret + " again"})
	given := receiptOf(t, a, "secret", secret)
	if err := a.Purge(t.Context(), "secret"); err != nil {
		t.Fatal(err)
	}
	if err := a.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	put(t, a, article.Article{ID: "later", Text: "After all that."}) // the exchanged file is written to
	raw, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil || bytes.Contains(raw, []byte(secret)) {
		t.Errorf("the file has the words: %v", err)
	}
	for range 2 {
		if v := verify(t, a, given); v.State != SourceRemoved || v.Current.ID != "secret" || v.Current.Text != "" {
			t.Errorf("its receipt is %s, %+v", v.State, v.Current)
		}
		if r := get(t, a, "kept"); r.Text != words(20) || r.Group != get(t, a, "copy").Group {
			t.Errorf("another article is %+v", r)
		}
		if audit, err := a.Audit(t.Context()); err != nil || len(audit.Problems) > 0 || len(a.Repairs()) > 0 || a.Damage().Any() {
			t.Errorf("%q, %q, %v, %v", audit.Problems, a.Repairs(), a.Damage(), err)
		}
		if err := a.Close(); err != nil {
			t.Fatal(err)
		}
		a = open(t, dir)
	}
	if out := put(t, a, article.Article{ID: "secret", Text: secret})[0]; out.Change != Refused {
		t.Errorf("it came in again: %+v", out)
	}
	if err := a.Restore(t.Context(), "secret"); err != nil {
		t.Fatal(err)
	}
	if r := get(t, a, "secret"); !r.Removed {
		t.Errorf("restored without words: %+v", r)
	}
	if out := put(t, a, article.Article{ID: "secret", Text: secret})[0]; out.Change != Updated || get(t, a, "secret").Text != secret {
		t.Errorf("restored, it came in as %+v", out)
	}
	if v := verify(t, a, given); v.State != SourceChanged {
		t.Errorf("its old receipt is %s", v.State)
	}
}

// TestFilesAreNoted notes from which files articles came.
func TestFilesAreNoted(t *testing.T) {
	a := open(t, t.TempDir())
	if _, err := a.Put(t.Context(), []article.Record{{Article: article.Article{ID: "a", Text: "A."}, File: "/in/a.txt"}}); err != nil {
		t.Fatal(err)
	}
	put(t, a, article.Article{ID: "b", Text: "B."})
	if err := a.NoteFiles(t.Context(), map[string]string{"b": "/in/b.txt", "none": "/in/c.txt"}); err != nil {
		t.Fatal(err)
	}
	var files []string
	if err := a.EachOutline(t.Context(), func(r article.Record) { files = append(files, r.File) }); err != nil || !slices.Equal(files, []string{"/in/a.txt", "/in/b.txt"}) {
		t.Errorf("%v, %v", files, err)
	}
}
