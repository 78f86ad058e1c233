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

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// similar returns an article of some sentences that others have too, and one of its own.
func similar(i int) article.Article {
	rng := rand.New(rand.NewPCG(4, uint64(i)))
	var b strings.Builder
	for range 6 {
		fmt.Fprintf(&b, "The council of Port %c%d said on Monday that its ferries would not sail before day %d. ", 'A'+rng.IntN(26), rng.IntN(90), rng.IntN(40))
	}
	fmt.Fprintf(&b, "Only the secretword%dx knew.", i)
	return article.Article{ID: fmt.Sprint("similar-", i), Source: "The Orsk Herald", Title: "Ferries", Text: b.String()}
}

// taught returns a folder whose archive has n similar articles and dictionaries.
func taught(t *testing.T, n int) string {
	t.Helper()
	dir := t.TempDir()
	a := open(t, dir)
	for i := 0; i < n; i += 20 {
		var page []article.Article
		for j := i; j < min(i+20, n); j++ {
			page = append(page, similar(j))
		}
		put(t, a, page...)
	}
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return dir
}

// checkSimilar reads n similar articles, but those left out.
func checkSimilar(t *testing.T, a *Archive, n int, except ...int) {
	t.Helper()
	for i := range n {
		if want := similar(i); !slices.Contains(except, i) {
			if r, err := a.Get(t.Context(), want.ID); err != nil || r.Text != want.Text || r.Title != want.Title {
				t.Fatalf("article %d is %q, %v", i, r.Text, err)
			}
		}
	}
	if audit, err := a.Audit(t.Context()); err != nil || len(audit.Problems) > 0 {
		t.Errorf("%q, %v", audit.Problems, err)
	}
}

func TestDictionariesAreMadeOnceThereAreEnoughArticles(t *testing.T) {
	t.Parallel()
	dir := taught(t, 100)
	a := open(t, dir)
	kinds := tallyKinds(t, a)
	if kinds[packedDictionary] < 60 || kinds[packedCompressed] == 0 {
		t.Errorf("records by kind: %v", kinds)
	}
	checkSimilar(t, a, 100)
	first := a.dictionaries.Load().Last()
	for range 2 {
		if err := a.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	if kinds := tallyKinds(t, a); kinds[packedDictionary] < 100 || kinds[packedCompressed] > 0 {
		t.Errorf("compacted, records by kind: %v", kinds)
	}
	if all := a.dictionaries.Load(); all.Last() <= first || len(all.All()) > 2 {
		t.Errorf("dictionary %d after %d, %d in all", all.Last(), first, len(all.All()))
	}
	put(t, a, similar(100))
	checkSimilar(t, a, 101)
	copied := t.TempDir()
	if err := errors.Join(a.Snapshot(t.Context(), copied), a.Close()); err != nil {
		t.Fatal(err)
	}
	for _, folder := range []string{dir, copied} {
		checkSimilar(t, open(t, folder), 101)
	}
}

// TestPutsBesideCompactCanBeRead adds articles while the dictionaries are exchanged.
func TestPutsBesideCompactCanBeRead(t *testing.T) {
	t.Parallel()
	a := open(t, taught(t, 60))
	done := make(chan error)
	go func() {
		var err error
		for range 4 {
			err = errors.Join(err, a.Compact(t.Context()))
		}
		done <- err
	}()
	n := 60
	for {
		put(t, a, similar(n))
		n++
		select {
		case err := <-done:
			if err != nil {
				t.Fatal(err)
			}
			checkSimilar(t, a, n)
			return
		default:
		}
	}
}

// TestCompactKeepsDictionaries: records are compressed anew only where words of deleted
// articles are in the dictionaries, or the archive is much larger than it was.
func TestCompactKeepsDictionaries(t *testing.T) {
	t.Parallel()
	dir := taught(t, 60)
	a := open(t, dir)
	compact := func() (uint32, dictionary.Sources) {
		t.Helper()
		if err := errors.Join(a.Compact(t.Context()), a.Close()); err != nil {
			t.Fatal(err)
		}
		a = open(t, dir)
		if kinds := tallyKinds(t, a); kinds[packedDictionary] < 50 {
			t.Errorf("records by kind: %v", kinds)
		}
		var s dictionary.Sources
		raw, err := a.Meta(t.Context(), sourcesName)
		if err := errors.Join(err, s.Parse(raw)); err != nil {
			t.Fatal(err)
		}
		return a.dictionaries.Load().Last(), s
	}
	first, sources := compact()
	named, other := map[string]bool{}, 0 // articles whose words are in a dictionary, and one without
	for _, keys := range sources.Keys {
		for _, key := range keys {
			named[key] = true
		}
	}
	for n := uint32(1); other == 0 && n <= 60; n++ {
		if !named[string(versionKey(n, 1))] {
			other = int(n) - 1
		}
	}
	for _, row := range []struct {
		why    string
		change func() error
		kept   bool
	}{
		{"nothing happened", func() error { return nil }, true},
		{"articles came in", func() error { put(t, a, similar(60), similar(61)); return nil }, true},
		{"another one is deleted", func() error { return a.Purge(t.Context(), similar(other).ID) }, true},
		{"one is removed, and kept", func() error { return a.Remove(t.Context(), article.ByHand, similar(4).ID) }, true},
		{"one of them is deleted", func() error { return a.Purge(t.Context(), similar(0).ID) }, false},
		{"nothing more", func() error { return nil }, true},
		{"it is too old", func() error { return a.Expire(t.Context(), similar(2).ID) }, false},
		{"the archive is five times as large", func() error {
			for i := 62; i < 310; i += 8 {
				var page []article.Article
				for j := range 8 {
					page = append(page, similar(i+j))
				}
				put(t, a, page...)
			}
			return nil
		}, false},
	} {
		if err := row.change(); err != nil {
			t.Fatal(err)
		}
		last, _ := compact()
		if (last == first) != row.kept {
			t.Errorf("%s: dictionary %d after %d", row.why, last, first)
		}
		first = last
	}
	if audit, err := a.Audit(t.Context()); err != nil || len(audit.Problems) > 0 {
		t.Errorf("%q, %v", audit.Problems, err)
	}
}

// TestCompactForgetsTheWordsOfPurgedArticles looks for them in the dictionaries.
func TestCompactForgetsTheWordsOfPurgedArticles(t *testing.T) {
	t.Parallel()
	dir := taught(t, 60)
	a := open(t, dir)
	words := func() string {
		var all []byte
		for _, d := range a.dictionaries.Load().All() {
			all = append(all, d.Content...)
		}
		return string(all)
	}
	if !strings.Contains(words(), "secretword0x") {
		t.Fatal("the words are in no dictionary to begin with")
	}
	if err := errors.Join(a.Purge(t.Context(), "similar-0"), a.Compact(t.Context())); err != nil {
		t.Fatal(err)
	}
	if strings.Contains(words(), "secretword0x") {
		t.Error("the words of a purged article are in a dictionary")
	}
	checkSimilar(t, a, 60, 0)
	for i := range 60 {
		if err := a.Purge(t.Context(), similar(i).ID); err != nil {
			t.Fatal(err)
		}
	}
	if err := a.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if raw, err := os.ReadFile(filepath.Join(dir, FileName)); err != nil || bytes.Contains(raw, []byte("secretword")) || len(words()) > 0 {
		t.Errorf("words of purged articles are left, %d bytes of dictionaries; %v", len(words()), err)
	}
}

// TestDamagedDictionaries damages one copy of each dictionary, then both.
func TestDamagedDictionaries(t *testing.T) {
	t.Parallel()
	dir := taught(t, 80)
	raw, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	harm := func(dir string, buckets ...[]byte) {
		change(t, dir, func(data []byte) []byte {
			for _, bucket := range buckets {
				p, _ := openPages(bytes.NewReader(raw), int64(len(raw)))
				p.bucket(string(bucket), string(bucket), func(e element) {
					whole := append(bytes.Clone(e.key), e.value...)
					at, last := bytes.Index(raw, whole), bytes.LastIndex(raw, whole)
					if string(bucket) == string(sparesBucket) {
						at = last
					}
					data[at+len(e.key)+60] ^= 1
				})
			}
			return data
		})
	}
	for _, bucket := range [][]byte{dictsBucket, sparesBucket} {
		one := clone(t, dir)
		harm(one, bucket)
		a := open(t, one)
		if err := a.Prove(t.Context()); err != nil || len(a.Repairs()) != 1 || a.Damage().Any() {
			t.Fatalf("one copy: %v, %q, %s", err, a.Repairs(), a.Damage())
		}
		checkSimilar(t, a, 80)
	}

	both := clone(t, dir)
	harm(both, dictsBucket, sparesBucket)
	a, err := Open(both, Options{Timeout: 50 * time.Millisecond})
	if err == nil {
		err = errors.Join(a.Prove(t.Context()), a.Close())
	}
	if !errors.Is(err, ErrDamaged) || !strings.Contains(err.Error(), "estore") {
		t.Fatalf("both copies: %v", err)
	}
	saved, err := Salvage(both, time.Second)
	if err != nil || len(saved.Lost) == 0 || len(saved.Lost) > 60 {
		t.Fatalf("salvaged: %d lost, %v", len(saved.Lost), err)
	}
	a = open(t, both)
	var lost []int
	for _, l := range saved.Lost {
		lost = append(lost, int(l.Number)-1)
	}
	checkSimilar(t, a, 80, lost...)
}

// TestBrokenTreesKeepDictionaries damages pages that lead to everything else: what is found
// outside the tree can still be read.
func TestBrokenTreesKeepDictionaries(t *testing.T) {
	t.Parallel()
	dir := taught(t, 80)
	raw, _ := os.ReadFile(filepath.Join(dir, FileName))
	pages := len(raw) / 4096
	repaired := 0
	for page := 2; page < pages; page++ {
		if flags := raw[page*4096+8]; flags != 1 && flags != 2 || bytes.Equal(raw[page*4096:page*4096+16], make([]byte, 16)) {
			continue // neither branch nor leaf
		}
		broken := clone(t, dir)
		change(t, broken, func(data []byte) []byte { data[page*4096+8] ^= 0x40; return data })
		a, err := Open(broken, Options{Timeout: 50 * time.Millisecond})
		if err == nil {
			err = a.Prove(t.Context())
			if err == nil && len(a.Repairs()) > 0 && !a.Damage().Any() {
				repaired++
				checkSimilar(t, a, 80)
			}
			_ = a.Close()
		}
		if err != nil && !errors.Is(err, ErrDamaged) {
			t.Errorf("page %d: %v", page, err)
		}
	}
	if repaired == 0 {
		t.Error("no damage was repaired")
	}
}

// TestRecordsOfOlderDictionariesStayReadable writes with a second set beside the first.
func TestRecordsOfOlderDictionariesStayReadable(t *testing.T) {
	t.Parallel()
	dir := taught(t, 60)
	a := open(t, dir)
	err := a.update(t.Context(), func(tx *bolt.Tx) error {
		set, _, err := a.train(t.Context(), tx)
		if err != nil {
			return err
		}
		for _, d := range set.All() {
			key, value := dictionaryRecord(d)
			if err := errors.Join(tx.Bucket(dictsBucket).Put(key, value), tx.Bucket(sparesBucket).Put(key, value)); err != nil {
				return err
			}
		}
		return nil
	})
	if err := errors.Join(err, a.Close()); err != nil {
		t.Fatal(err)
	}
	a = open(t, dir)
	put(t, a, similar(60))
	checkSimilar(t, a, 61)
	used := map[uint32]bool{}
	_ = a.viewRaw(func(tx *bolt.Tx) error {
		return tx.Bucket(textsBucket).ForEach(func(_, v []byte) error {
			if v[4] == packedDictionary {
				used[dictionary.ID(v[sealLength:])] = true
			}
			return nil
		})
	})
	if len(used) != 2 {
		t.Errorf("texts of the dictionaries %v", used)
	}
}
