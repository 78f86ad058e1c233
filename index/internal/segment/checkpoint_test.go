package segment_test

import (
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
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/journal"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// checkpointed writes a checkpoint of what the store holds.
func checkpointed(t *testing.T, s *segment.Store, v *segment.Snapshot) {
	t.Helper()
	if err := s.Checkpoint(v, func(*column.Writer) {}); err != nil {
		t.Fatal(err)
	}
	if err := s.Checkpointed(v); err != nil {
		t.Fatal(err)
	}
}

// described returns everything that a snapshot tells of its articles, by their IDs.
func described(t *testing.T, v *segment.Snapshot) string {
	t.Helper()
	var out []string
	for n, a := range v.Articles.All() {
		if v.IsDead(uint32(n)) {
			continue
		}
		line := fmt.Sprint(v.IDs.At(uint32(n)), " v", a.Version, " ", a.Published(), v.ArticleDate(a), v.Sources.At(a.Source), v.Groups.At(a.Group), a.Words, a.Length, a.Checksum, a.Fingerprint)
		for _, p := range v.Passages.Range(a.Passages.First, a.Passages.End) {
			line += fmt.Sprint("\n p ", p.Start, p.End(), p.Words())
		}
		for i, s := range v.Statements.Range(a.Statements.First, a.Statements.End) {
			line += fmt.Sprint("\n s ", s.Index, s.Start, s.End, s.Words, s.Content(), v.StatementDate(&s), v.KindOf(&s), v.Cues.At(s.Cue))
			if s.NameVariant != segment.Nobody {
				line += fmt.Sprint(v.NameVariant(s.NameVariant))
			}
			for _, w := range v.TopicWords(a.Statements.First+uint32(i), nil) {
				line += " " + v.Words.At(v.Folded(w)) + "/" + v.Stems.At(v.StemOf(w))
			}
		}
		for _, e := range v.Events.Range(a.Events.First, a.Events.End) {
			line += fmt.Sprint("\n e ", e.Index(), e.Possible(), e.Sentence, v.EventDate(&e), e.Content(), v.ValueOf(&e))
		}
		for _, r := range v.Roles.All() {
			if r.Article == uint32(n) {
				line += fmt.Sprint("\n r ", v.NameVariant(r.NameVariant), r.Span, v.RoleTexts.At(r.Text))
			}
		}
		out = append(out, line)
	}
	slices.Sort(out)
	for _, field := range []string{segment.FieldPassage, segment.FieldTitle, segment.FieldStatement, segment.FieldEvent} {
		for _, term := range []string{"boat", "ferri", "ferry", "quay", "open", "ship"} {
			found, err := v.Postings(t.Context(), field, term, nil)
			if err != nil {
				t.Fatal(err)
			}
			live := slices.DeleteFunc(found, func(p segment.Posting) bool { return v.IsDead(v.ArticleOf(field, p.Unit)) })
			out = append(out, field+" "+term+": "+printed(v, field, live))
		}
	}
	return strings.Join(append(out, fmt.Sprintf("%+v", v.Alive)), "\n")
}

// next writes records and returns the snapshot after them.
func next(t *testing.T, s *segment.Store, v *segment.Snapshot, all ...article.Record) *segment.Snapshot {
	t.Helper()
	if err := s.Write(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	w, _, err := s.Snapshot(v)
	if err != nil {
		t.Fatal(err)
	}
	if err := v.Release(); err != nil {
		t.Fatal(err)
	}
	return w
}

// closed closes a store with its snapshot.
func closed(t *testing.T, s *segment.Store, v *segment.Snapshot) {
	t.Helper()
	if err := errors.Join(v.Release(), s.Close()); err != nil {
		t.Fatal(err)
	}
}

// TestCheckpointsAndJournal adds, updates and removes articles at random, in an index that is never
// closed, in one that is closed after each round with a checkpoint now and then, and in one without
// checkpoints. The second is opened from a checkpoint that is often older than Bleve's
// files, as after a kill, the third from its journal alone. All say the same.
func TestCheckpointsAndJournal(t *testing.T) {
	raced.Sequential(t)
	for seed := range uint64(4) {
		random := rand.New(rand.NewPCG(seed, 1))
		open1, first := open(t, filepath.Join(t.TempDir(), "open"))
		kept, journaled := filepath.Join(t.TempDir(), "kept"), filepath.Join(t.TempDir(), "journaled")
		for round := range 9 {
			all := randomRecords(random, round)
			first = next(t, open1, first, all...)
			want := described(t, first)
			for _, dir := range []string{kept, journaled} {
				s, v := open(t, dir)
				if dir == kept && random.IntN(5) == 0 { // killed before the journal is cut
					if err := s.Checkpoint(v, func(*column.Writer) {}); err != nil {
						t.Fatal(err)
					}
				}
				v = next(t, s, v, all...)
				if dir == kept && random.IntN(3) == 0 {
					checkpointed(t, s, v)
				}
				if random.IntN(5) == 0 {
					if err := s.Compact(t.Context()); err != nil {
						t.Fatal(err)
					}
					v = next(t, s, v)
				}
				closed(t, s, v)
				s, v = open(t, dir)
				if got := described(t, v); got != want {
					t.Fatalf("seed %d, round %d, rebuilt: %v: opened again\n%s\nnever closed\n%s", seed, round, s.Rebuilt, got, want)
				}
				if s.Rebuilt != nil && !errors.Is(s.Rebuilt, segment.ErrNoCheckpoint) {
					t.Errorf("seed %d, round %d: %v", seed, round, s.Rebuilt)
				}
				closed(t, s, v)
			}
		}
		closed(t, open1, first)
	}
}

// randomRecords returns articles of a round, some of them known and some removed.
func randomRecords(random *rand.Rand, round int) []article.Record {
	var all []article.Record
	for range 1 + random.IntN(30) {
		id := fmt.Sprint("a", random.IntN(60))
		r := record(id, "Harbour", fmt.Sprintf("Quay %d is open in round %d, a ferry says.\n\nShips come, and boat %d.", random.IntN(9), round, random.IntN(5)))
		r.Version, r.Removed = round, random.IntN(4) == 0
		r.Source = fmt.Sprint("Outlet ", random.IntN(4))
		r.Annotation.People[0].Name = fmt.Sprint("Mara Quist", random.IntN(7))
		zone := time.FixedZone("", 3600*random.IntN(5))
		r.Published = article.Moment{Time: r.Published.Time.Add(time.Duration(random.IntN(1e6)) * time.Second).In(zone), Precision: article.Precision(random.IntN(int(article.Second) + 1))}
		if random.IntN(2) == 0 {
			r.Annotation.Statements[0].Said = r.Events[0].Date
		}
		r.Events[0].Possible = random.IntN(2) == 0
		r.Annotation.People[0].Roles = []article.Span{{Start: 0, End: 4 + random.IntN(3)}}
		all = append(all, r)
	}
	return all
}

func checkpointFiles(t *testing.T, dir string) []string {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(dir, segment.CheckpointPrefix+"*"))
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// changedAt returns files made of a whole one: cut off, longer, and with a byte changed.
func changedAt(whole []byte) map[string][]byte {
	out := map[string][]byte{"empty": nil, "half": whole[:len(whole)/2], "cut off": whole[:len(whole)-1], "longer": append(slices.Clone(whole), 0)}
	for at := 0; at < len(whole); at += 1 + len(whole)/41 {
		changed := slices.Clone(whole)
		changed[at] ^= 0x10
		out[fmt.Sprintf("byte %d changed", at)] = changed
	}
	return out
}

// TestUnusableCheckpoint opens indexes whose checkpoint is damaged, cut off, of another index, or newer
// than the index. They must be built again, but where the journal goes back to the first batch.
func TestUnusableCheckpoint(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s, v := open(t, dir)
	v = next(t, s, v, records()...)
	if err := s.Checkpoint(v, func(*column.Writer) {}); err != nil {
		t.Fatal(err)
	}
	want := described(t, v)
	closed(t, s, v)
	journaled := copied(t, dir)
	s, v = open(t, dir)
	checkpointed(t, s, v)
	closed(t, s, v)
	later := copied(t, dir)
	s, v = open(t, later)
	v = next(t, s, v, record("later", "Cranes", "A crane says so.\n\nNo ferry."))
	checkpointed(t, s, v)
	closed(t, s, v)
	whole := checkpointIn(t, dir)

	damages := changedAt(whole)
	damages["of a later batch"] = checkpointIn(t, later)
	damages["of another index"] = checkpointIn(t, checkpointedIndex(t))
	for name, data := range damages {
		for _, from := range []string{dir, journaled} {
			if err := os.WriteFile(checkpointFiles(t, from)[0], data, 0o600); err != nil {
				t.Fatal(err)
			}
			s, v, err := segment.Open(t.Context(), from)
			switch {
			case err == nil && s.Rebuilt == nil && !padding(whole, data):
				t.Errorf("%s: it was used", name)
			case err == nil:
				if got := described(t, v); got != want {
					t.Errorf("%s: %s", name, got)
				}
				closed(t, s, v)
			case from == journaled || !errors.Is(err, segment.ErrDamaged):
				t.Errorf("%s: %v", name, err)
			}
		}
	}
}

// TestDamagedJournal opens indexes whose journal is damaged: they must be built again, unless the bytes
// are beyond the last batch.
func TestDamagedJournal(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s, v := open(t, dir)
	v = next(t, s, v, records()[0])
	v = next(t, s, v, records()[1])
	want := described(t, v)
	closed(t, s, v)
	path := filepath.Join(dir, journal.Prefix+"1")
	whole, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, data := range changedAt(whole) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		s, v, err := segment.Open(t.Context(), dir)
		if name == "longer" {
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			if got := described(t, v); got != want {
				t.Errorf("%s: %s", name, got)
			}
			closed(t, s, v)
		} else if !errors.Is(err, segment.ErrDamaged) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// TestBatchThatBleveNeverHad adds a batch behind what a kill left in the journal: bytes of a
// batch that Bleve has not, whole or in part.
func TestBatchThatBleveNeverHad(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s, v := open(t, dir)
	v = next(t, s, v, records()[0])
	closed(t, s, v)
	before := copied(t, dir)
	s, v = open(t, dir)
	v = next(t, s, v, record("lost", "Cranes", "A crane says so.\n\nNo ferry."))
	closed(t, s, v)
	path := filepath.Join(dir, journal.Prefix+"1")
	ahead, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	open1, first := open(t, filepath.Join(t.TempDir(), "index"))
	first = next(t, open1, first, records()...)
	want := described(t, first)
	closed(t, open1, first)
	for _, cut := range []int{0, 1, 40} {
		dir := copied(t, before)
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(path)), ahead[:len(ahead)-cut], 0o600); err != nil {
			t.Fatal(err)
		}
		for range 2 {
			s, v := open(t, dir)
			if _, _, ok := s.Article("lost"); ok {
				t.Errorf("cut by %d: the article that Bleve has not is there", cut)
			}
			v = next(t, s, v, records()[1])
			closed(t, s, v)
		}
		s, v := open(t, dir)
		if got := described(t, v); got != want {
			t.Errorf("cut by %d: %s\nwant %s", cut, got, want)
		}
		closed(t, s, v)
	}
}

// copied returns a copy of a folder.
func copied(t *testing.T, dir string) string {
	t.Helper()
	out := filepath.Join(t.TempDir(), "index")
	if err := os.CopyFS(out, os.DirFS(dir)); err != nil {
		t.Fatal(err)
	}
	return out
}

// checkpointedIndex returns the folder of an index with a checkpoint.
func checkpointedIndex(t *testing.T) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "index")
	s, v := open(t, dir)
	v = next(t, s, v, record("x", "Cranes", "A crane says so.\n\nNo ferry."))
	checkpointed(t, s, v)
	closed(t, s, v)
	return dir
}

// checkpointIn returns the bytes of the only checkpoint of an index.
func checkpointIn(t *testing.T, dir string) []byte {
	t.Helper()
	data, err := os.ReadFile(checkpointFiles(t, dir)[0])
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// padding reports whether two files differ in bytes between sections alone, which mean
// nothing.
func padding(whole, data []byte) bool {
	if len(whole) != len(data) {
		return false
	}
	for i := range whole {
		if whole[i] != data[i] && whole[i] != 0 {
			return false
		}
	}
	return true
}

// TestCheckpointDue adds few articles to a checkpoint, then many.
func TestCheckpointDue(t *testing.T) {
	s, v := open(t, filepath.Join(t.TempDir(), "index"))
	many := func(from, n int) (out []article.Record) {
		for i := range n {
			out = append(out, record(fmt.Sprint("m", from+i), "Harbour", fmt.Sprintf("Quay %d is open.\n\nShips come.", i)))
		}
		return out
	}
	due := func() bool {
		t.Helper()
		ok, err := s.CheckpointDue()
		if err != nil {
			t.Fatal(err)
		}
		return ok
	}
	if due() {
		t.Error("an empty index is to be kept")
	}
	v = next(t, s, v, many(0, 200)...)
	if !due() {
		t.Error("200 articles without a checkpoint are not to be kept")
	}
	checkpointed(t, s, v)
	v = next(t, s, v, many(200, 20)...)
	if due() {
		t.Error("20 articles more are to be kept")
	}
	v = next(t, s, v, many(300, 100)...)
	if !due() {
		t.Error("120 articles more are not to be kept")
	}
	if n := len(checkpointFiles(t, "")); n > 0 {
		t.Errorf("%d checkpoints in the wrong folder", n)
	}
	closed(t, s, v)
}
