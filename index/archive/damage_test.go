package archive

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// filled is a folder with n articles whose texts can be found in the file.
func filled(t testing.TB, n int) string {
	t.Helper()
	dir := t.TempDir()
	a := open(t, dir)
	var all []article.Article
	for i := range n {
		all = append(all, article.Article{ID: fmt.Sprintf("article-%04d", i), Text: fmt.Sprintf("%x is the word.", rand.New(rand.NewPCG(7, uint64(i))).Perm(20))})
	}
	put(t, a, all...)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// change rewrites the archive's file.
func change(t testing.TB, dir string, f func([]byte) []byte) {
	t.Helper()
	path := filepath.Join(dir, FileName)
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, f(data), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestADamagedRecordIsPassedOverAndMendedByItsArticle(t *testing.T) {
	for _, part := range []string{"text", "head"} {
		dir := filled(t, 300)
		good := get(t, open(t, clone(t, dir)), "article-0123").Article
		change(t, dir, func(data []byte) []byte {
			// Both records of the article name its ID; the head alone keeps it uncompressed beside "Version".
			for at := 0; ; {
				i := bytes.Index(data[at:], []byte("article-0123"))
				if i < 0 {
					t.Fatal("the record is not in the file")
				}
				at += i + len("article-0123")
				if isHead := bytes.HasPrefix(data[at:], []byte("\x67Version")); isHead == (part == "head") && (isHead || bytes.Contains(data[at:at+400], []byte("Text"))) {
					data[at+20] ^= 0xff
					return data
				}
			}
		})
		a := open(t, dir)
		if _, err := a.Get(t.Context(), "article-0123"); !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: Get: %v", part, err)
		}
		if whole, err := a.Check(t.Context()); whole != 299 || !errors.Is(err, ErrDamaged) {
			t.Errorf("%s: Check = %d, %v", part, whole, err)
		}
		if many, err := a.GetMany(t.Context(), []string{"article-0122", "article-0123", "none", "article-0124"}); err != nil || len(many) != 2 {
			t.Errorf("%s: GetMany gave %d, %v", part, len(many), err)
		}
		if out := put(t, a, good)[0]; out.Change != Updated || out.Number != 124 {
			t.Errorf("%s: Put = %+v", part, out)
		}
		if r := get(t, a, "article-0123"); r.Text != good.Text {
			t.Errorf("%s: %q came back", part, r.Text)
		}
	}
}

func clone(t testing.TB, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// TestNoDamageEndsTheProgram flips and cuts bytes anywhere: every reading returns,
// and an article that is given is given right.
func TestNoDamageEndsTheProgram(t *testing.T) {
	dir := filled(t, 200)
	right := map[string]string{}
	a := open(t, clone(t, dir))
	_ = a.Each(t.Context(), 0, func(r article.Record) error { right[r.ID] = r.Text; return nil })
	rng := rand.New(rand.NewPCG(3, 4))
	for range 40 {
		broken := clone(t, dir)
		change(t, broken, func(data []byte) []byte {
			for range 1 + rng.IntN(200) {
				data[rng.IntN(len(data))] ^= byte(1 + rng.IntN(255))
			}
			if rng.IntN(4) == 0 {
				data = data[:rng.IntN(len(data))]
			}
			return data
		})
		a, err := Open(broken, Options{Timeout: 50 * time.Millisecond})
		if err != nil {
			continue
		}
		_ = a.Each(t.Context(), 0, func(r article.Record) error {
			if right[r.ID] != r.Text {
				t.Errorf("%s came back as %q", r.ID, r.Text)
			}
			return nil
		})
		_, _ = a.Stats(t.Context())
		_, _, _ = a.Unindexed(t.Context(), 10)
		_ = a.Close()
	}
}

func TestOpenRefusesWhatIsNoArchive(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), []byte(strings.Repeat("no archive ", 2000)), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(dir, Options{}); !errors.Is(err, ErrDamaged) {
		t.Errorf("Open: %v", err)
	}
}

func TestReannotateLeavesWhatChangedMeanwhile(t *testing.T) {
	a := open(t, t.TempDir())
	put(t, a, article.Article{ID: "a", Text: "One."}, article.Article{ID: "b", Text: "Two."})
	stale, next, err := a.Stale(t.Context(), 2, 0, 10)
	if err != nil || len(stale) != 2 || next != 0 {
		t.Fatal(stale, next, err)
	}
	put(t, a, article.Article{ID: "b", Text: "Two, changed."})
	for i := range stale {
		stale[i].Extraction = 2
		stale[i].Annotation.People = []article.Person{{Name: stale[i].ID}}
	}
	if err := a.Reannotate(t.Context(), stale); err != nil {
		t.Fatal(err)
	}
	if r := get(t, a, "a"); r.Extraction != 2 || len(r.Annotation.People) != 1 || r.Version != 1 {
		t.Errorf("a is %+v", r)
	}
	left, _, _ := a.Stale(t.Context(), 2, 0, 10)
	if ids := slices.Collect(func(yield func(string) bool) {
		for _, r := range left {
			yield(r.ID)
		}
	}); !slices.Equal(ids, []string{"b"}) {
		t.Errorf("stale are %v", ids)
	}
}
