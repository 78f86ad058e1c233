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
	"sync"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
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

func clone(t testing.TB, dir string) string {
	t.Helper()
	to := t.TempDir()
	if err := os.CopyFS(to, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return to
}

// rich returns a folder whose archive has records in every bucket, and what can
// be read of it.
func rich(t testing.TB) (dir, whole string) {
	t.Helper()
	dir = t.TempDir()
	a := open(t, dir)
	for round := range 3 {
		var records []article.Record
		for i := range 40 {
			r := plainRecord(i)
			switch {
			case i%10 == 1: // a copy of the one before
				r.Text = plainRecord(i - 1).Text
			case round > 0 && i%4 != 0:
				continue
			case round > 0:
				r.Text = fmt.Sprintf("Round %d. %s", round, r.Text)
			}
			r.Extraction = 3
			records = append(records, r)
		}
		if _, err := a.Put(t.Context(), records); err != nil {
			t.Fatal(err)
		}
		if round == 0 {
			_, marks, err := a.Unindexed(t.Context(), 25)
			if err := errors.Join(err, a.Indexed(t.Context(), marks)); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := errors.Join(a.Remove(t.Context(), article.ByHand, "article-7"), a.SetMeta(t.Context(), "rulings", []byte("a ruling of the owner"))); err != nil {
		t.Fatal(err)
	}
	whole = observed(t, a)
	if err := a.Close(); err != nil {
		t.Fatal(err)
	}
	return dir, whole
}

// plainRecord is a benchRecord of fewer words whose statements have one span each.
func plainRecord(i int) article.Record {
	r := benchRecord(i)
	r.Text = r.Text[:900]
	for j := range r.Annotation.Statements {
		r.Annotation.Statements[j].Content = []article.Span{{Start: 20 * j, End: 20*j + 15}}
	}
	return r
}

// observed is all that can be read of an archive, after what has no findings any
// more was extracted again.
func observed(t testing.TB, a *Archive) string {
	t.Helper()
	stale, _, err := a.Stale(t.Context(), 1, 0, 1000)
	if err != nil {
		return err.Error()
	}
	for i := range stale {
		var n int
		_, _ = fmt.Sscanf(stale[i].ID, "article-%d", &n)
		fresh := plainRecord(n)
		stale[i].Extraction, stale[i].Annotation, stale[i].Events = 3, fresh.Annotation, fresh.Events
	}
	if len(stale) > 0 { // a write that changes nothing still waits for the disk
		if err := a.Reannotate(t.Context(), stale); err != nil {
			return err.Error()
		}
	}
	var b strings.Builder
	err = a.Each(t.Context(), 0, func(r article.Record) error {
		versions, err := a.Versions(t.Context(), r.ID)
		if err != nil {
			return err
		}
		byID, err := a.Get(t.Context(), r.ID)
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%d %s v%d removed %v group %s by ID %d %s %d statements %d people\n", r.Number, r.ID, r.Version, r.Removed, r.Group,
			byID.Number, byID.Text, len(r.Annotation.Statements), len(r.Annotation.People))
		for _, v := range versions {
			verdict, err := a.Verify(t.Context(), MakeReceipt(v, []article.Span{{Start: 0, End: 20}}))
			fmt.Fprintln(&b, v.Version, v.Text, verdict.State, err)
		}
		compared, err := a.Compare(t.Context(), []article.Article{r.Article})
		fmt.Fprintln(&b, compared, err)
		return nil
	})
	value, err2 := a.Meta(t.Context(), "rulings")
	stats, err3 := a.Stats(t.Context())
	last, err4 := a.Last(t.Context())
	fmt.Fprintln(&b, string(value), stats.Articles, stats.Removed, stats.Versions, stats.Copies, last, errors.Join(err, err2, err3, err4))
	return b.String()
}

// readSome reads articles and verifies receipts before the file is proven: each is
// as it was, or what is wrong is known by then.
func readSome(t testing.TB, a *Archive) {
	t.Helper()
	for i := range 40 {
		id := fmt.Sprint("article-", i)
		r, err := a.Get(t.Context(), id)
		want := plainRecord(i).Text
		if i%10 == 1 {
			want = plainRecord(i - 1).Text
		}
		told := a.proof.Load().done && (a.Damage().Any() || a.proof.Load().refused != nil)
		switch {
		case err == nil && (r.ID != id || !strings.HasSuffix(r.Text, want)):
			t.Errorf("before the proof: %s reads %.40q", id, r.Text)
		case err != nil && !told:
			t.Errorf("before the proof: %s: %v, and nothing is told", id, err)
		case err != nil:
			continue
		}
		v, err := a.Verify(t.Context(), MakeReceipt(r, []article.Span{{Start: 0, End: 20}}))
		if want := map[bool]State{false: Exact, true: SourceRemoved}[i == 7]; (err != nil || v.State != want) && !a.Damage().Any() && a.proof.Load().refused == nil {
			t.Errorf("before the proof: the receipt of %s is %q, %v", id, v.State, err)
		}
		if several, _ := a.GetMany(t.Context(), []string{id}); len(several) != 1 && !a.Damage().Any() && a.proof.Load().refused == nil {
			t.Errorf("before the proof: %s is missing from several", id)
		}
	}
}

// proven opens an archive and proves it.
func proven(t testing.TB, dir string) (*Archive, error) {
	t.Helper()
	a, err := Open(dir, Options{Timeout: 50 * time.Millisecond})
	if err != nil {
		return nil, err
	}
	readSome(t, a)
	if err := a.Prove(t.Context()); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

// outcome opens a damaged folder of rich. It returns how that was told, "" if
// everything can be read as before and nothing was told.
func outcome(t testing.TB, dir, whole string) string {
	t.Helper()
	a, err := proven(t, dir)
	if err != nil {
		text := err.Error()
		if !errors.Is(err, ErrDamaged) || !strings.Contains(text, "estore") && !strings.Contains(text, "Put the right file back") || strings.Contains(text, "runtime") || strings.Contains(text, "goroutine") {
			t.Errorf("a refusal without advice: %s", text)
		}
		return "refused: " + text
	}
	defer a.Close()
	if d := a.Damage(); d.Any() {
		return "told: " + d.String()
	}
	if got := observed(t, a); got != whole {
		t.Errorf("the archive reads otherwise than before, and nothing is told: %s", firstDifference(whole, got))
	}
	if audit, err := a.Audit(t.Context()); err != nil || len(audit.Problems) > 0 {
		t.Errorf("the audit found %q, %v", audit.Problems, err)
	}
	if len(a.Repairs()) > 0 {
		return "repaired"
	}
	return ""
}

func firstDifference(want, got string) string {
	w, g := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range w {
		if i >= len(g) || w[i] != g[i] {
			return fmt.Sprintf("line %d: %.200q, was %.200q", i, g[min(i, len(g)-1)], w[i])
		}
	}
	return "it is longer"
}

// place is where a record lies in the file.
type place struct {
	key, value int64
	keys, vals int
}

// places returns where the records of a bucket lie.
func places(t testing.TB, data []byte, bucket []byte) []place {
	t.Helper()
	p, err := openPages(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		t.Fatal(err)
	}
	var out []place
	p.bucket(string(bucket), p.roots()[string(bucket)], func(e element) {
		i := bytes.Index(data, append(bytes.Clone(e.key), e.value...))
		if i >= 0 {
			out = append(out, place{int64(i), int64(i + len(e.key)), len(e.key), len(e.value)})
		}
	})
	if len(out) == 0 {
		t.Fatalf("no record of %s was found in the file", bucket)
	}
	return out
}

// thorough asks for ten places of each bucket and more of everything else, where
// three show each kind of outcome.
var thorough = os.Getenv("ARCHIVE_TEST_THOROUGH") != ""

// rounds returns few, or many if the test is to be thorough.
func rounds(few, many int) int {
	if thorough {
		return many
	}
	return few
}

// TestDamageIsNeverAnAnswer flips a bit at a time in the keys and values of
// every bucket, in the headers of every page, and anywhere, and cuts the file
// off: everything reads as before, or the loss is reported, or the archive is refused.
func TestDamageIsNeverAnAnswer(t *testing.T) {
	raced.Sequential(t)
	dir, whole := rich(t)
	data, err := os.ReadFile(filepath.Join(dir, FileName))
	if err != nil {
		t.Fatal(err)
	}
	var mu sync.Mutex
	counts := map[string]int{}
	t.Cleanup(func() {
		t.Logf("outcomes: %v", counts)
		if counts["repaired"] == 0 || counts["refused"] == 0 || counts["told"] == 0 || counts[""] == 0 {
			t.Error("not every outcome was seen")
		}
	})
	run := func(name string, harm func(data []byte) []byte) {
		harmed := harm(slices.Clone(data))
		t.Run(name, func(t *testing.T) {
			t.Parallel() // most of the time goes to waiting for the disk
			broken := clone(t, dir)
			change(t, broken, func([]byte) []byte { return harmed })
			word, _, _ := strings.Cut(outcome(t, broken, whole), ":")
			mu.Lock()
			defer mu.Unlock()
			counts[word]++
		})
	}
	bit := func(at int64, bit int) func([]byte) []byte {
		return func(data []byte) []byte { data[at] ^= 1 << bit; return data }
	}
	rng := rand.New(rand.NewPCG(3, 4))
	for _, bucket := range buckets {
		if string(bucket) == string(bandsBucket) {
			continue // of older layouts
		}
		all := places(t, data, bucket)
		for i := range rounds(3, 10) {
			p := all[i*len(all)/rounds(3, 10)]
			run(fmt.Sprintf("%s/key_%d", bucket, i), bit(p.key+rng.Int64N(int64(p.keys)), rng.IntN(8)))
			run(fmt.Sprintf("%s/value_%d", bucket, i), bit(p.value+rng.Int64N(int64(p.vals)), rng.IntN(8)))
		}
	}
	for page := 0; page < len(data)/4096; page += max(1, len(data)/4096/rounds(12, 40)) {
		run(fmt.Sprintf("header/%d", page), bit(int64(page*4096+rng.IntN(32)), rng.IntN(8)))
	}
	for i := range rounds(36, 120) {
		run(fmt.Sprintf("random/%d", i), func(data []byte) []byte {
			for range 1 + i%3*30 {
				data[rng.IntN(len(data))] ^= byte(1 + rng.IntN(255))
			}
			return data
		})
	}
	parts := rounds(6, 12)
	for i := range parts {
		run(fmt.Sprintf("cut/%d", i), func(data []byte) []byte { return data[:len(data)*i/parts+i*17] })
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
