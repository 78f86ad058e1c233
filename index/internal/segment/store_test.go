package segment_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/blevesearch/bleve/v2"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/segment"
)

// record returns an article of a few paragraphs, with a statement of its first
// sentence and an event of its last.
func record(id, title, text string) article.Record {
	first, last := strings.Index(text, ".")+1, strings.LastIndex(text, "\n")+1
	day := time.Date(2025, 5, 19, 0, 0, 0, 0, time.UTC)
	return article.Record{Version: 1, Article: article.Article{ID: id, Title: title, Source: "Quay Post", Text: text,
		Published: article.Moment{Time: day, Precision: article.Day}},
		Annotation: article.Annotation{People: []article.Person{{Name: "Mara Quist", Variants: []string{"Quist"}}},
			Statements: []article.Statement{{Content: []article.Span{{Start: 0, End: first}}, Kind: article.Direct, Confidence: 0.9}}},
		Events: []article.Event{{Sentence: article.Span{Start: last, End: len(text)}, Date: article.Date{
			Value: "2025-05-19", Precision: article.Day, From: day, To: day.AddDate(0, 0, 1)}}}}
}

func records() []article.Record {
	return []article.Record{
		record("a", "Ferries", "The ferry sails at noon.\n\nFerries and a ferry boat wait on Monday."),
		record("b", "Cranes", "A crane lifts the old boat.\n\nThe boat sails."),
	}
}

func open(t *testing.T, dir string) (*segment.Store, *segment.Snapshot) {
	t.Helper()
	s, v, err := segment.Open(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	return s, v
}

// written returns a snapshot of an index in dir with records.
func written(t *testing.T, dir string, all []article.Record) (*segment.Store, *segment.Snapshot) {
	t.Helper()
	s, first := open(t, dir)
	if err := s.Write(t.Context(), all); err != nil {
		t.Fatal(err)
	}
	v, renumbered, err := s.Snapshot(first)
	if err != nil || renumbered {
		t.Fatalf("snapshot: renumbered %v, %v", renumbered, err)
	}
	if err := first.Release(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { v.Release(); s.Close() })
	return s, v
}

func TestColumns(t *testing.T) {
	_, v := written(t, t.TempDir(), records())
	if got := v.Alive; got.Articles != 2 || got.Passages != 4 || got.Statements != 2 || got.Events != 2 || got.TitleWords != 2 {
		t.Errorf("totals %+v", got)
	}
	a := v.Articles.At(0)
	if v.IDs.At(0) != "a" || v.Sources.At(a.Source) != "Quay Post" || v.Groups.At(a.Group) != "a" || a.Words != 5+8 {
		t.Errorf("article %+v", a)
	}
	s := v.Statements.At(a.Statements.First)
	if who := v.NameVariant(s.NameVariant); who.Name != "Mara Quist" || !slices.Equal(who.Variants, []string{"Quist"}) {
		t.Errorf("speaker %+v", who)
	}
	if said, published := v.StatementDate(s), v.ArticleDate(a); said != published || !said.Known() || !said.Civil() {
		t.Errorf("a statement without a date is of the publication: %+v, %+v", said, published)
	}
	if e := v.Events.At(a.Events.First); v.ValueOf(e) != "2025-05-19" || v.EventDate(e) != v.ArticleDate(a) {
		t.Errorf("event %+v", e)
	}
	if p := v.Passages.At(a.Passages.First); p.Article != 0 || p.Start != 0 || p.End() != 24 {
		t.Errorf("passage %+v", p)
	}
}

// TestPublicationDates writes articles whose date of publication is known to the day, the hour and so on,
// with a statement without a date of its own.
func TestPublicationDates(t *testing.T) {
	at := time.Date(2025, 5, 19, 14, 30, 5, 0, time.FixedZone("", 7200))
	day, moment := time.Date(2025, 5, 19, 0, 0, 0, 0, time.UTC).Unix(), at.Unix()
	for _, c := range []struct {
		precision article.Precision
		from, to  int64
		starts    int64 // of the day on which it begins
	}{
		{article.Unknown, 0, 0, 0},
		{article.Month, day + 14*3600 + 30*60 + 5, time.Date(2025, 6, 19, 14, 30, 5, 0, time.UTC).Unix(), day},
		{article.Day, day + 14*3600 + 30*60 + 5, day + (24+14)*3600 + 30*60 + 5, day},
		{article.Hour, moment, moment + 3600, day},
		{article.Minute, moment, moment + 60, day},
		{article.Second, moment, moment + 1, day},
	} {
		r := records()[0]
		r.Published = article.Moment{Time: at, Precision: c.precision}
		if c.precision == article.Unknown {
			r.Published = article.Moment{}
		}
		s, v := written(t, t.TempDir(), []article.Record{r})
		s.Compact(t.Context())
		compacted, _, err := s.Snapshot(v)
		if err != nil {
			t.Fatal(err)
		}
		for _, v := range []*segment.Snapshot{v, compacted} {
			got, said := v.ArticleDate(v.Articles.At(0)), v.StatementDate(v.Statements.At(0))
			if got.From != c.from || got.To != c.to || got.Known() != (c.precision > article.Unknown) || said != got {
				t.Errorf("%v: %+v, the statement %+v", c.precision, got, said)
			}
			if got.Known() && got.DayUnix() != c.starts {
				t.Errorf("%v: it begins on %v", c.precision, got.Day())
			}
		}
		if err := compacted.Release(); err != nil {
			t.Fatal(err)
		}
	}
}

func TestPostings(t *testing.T) {
	_, v := written(t, t.TempDir(), records())
	ctx := t.Context()
	for _, c := range []struct {
		name, field, term, want string
	}{
		{"a passage, by stem", segment.FieldPassage, "ferri", "a×1 a×2"},
		{"a title", segment.FieldTitle, "crane", "b×1"},
		{"a statement, by stem", segment.FieldStatement, "sail", "a×1"},
		{"an event's sentence", segment.FieldEvent, "boat", "a×1 b×1"},
		{"nothing", segment.FieldPassage, "zebra", ""},
	} {
		found, err := v.Postings(ctx, c.field, c.term, nil)
		if got := printed(v, c.field, found); err != nil || got != c.want {
			t.Errorf("%s: %q, want %q, %v", c.name, got, c.want, err)
		}
		if c.field != segment.FieldPassage && c.field != segment.FieldTitle {
			continue
		}
		any, err := v.AnyPosting(ctx, c.field, c.term, func(uint32) bool { return true })
		if err != nil || any != (c.want != "") {
			t.Errorf("%s: AnyPosting %v, %v", c.name, any, err)
		}
		if n, err := v.Frequency(ctx, c.field, c.term); err != nil || n != len(found) {
			t.Errorf("%s: Frequency %d of %d, %v", c.name, n, len(found), err)
		}
	}
	if found, err := v.PostingsFrom(ctx, segment.FieldPassage, "boat", 1, nil); err != nil || printed(v, segment.FieldPassage, found) != "b×1 b×1" {
		t.Errorf("from the second article on: %v, %v", found, err)
	}
	if any, err := v.AnyPosting(ctx, segment.FieldPassage, "boat", func(uint32) bool { return false }); any || err != nil {
		t.Errorf("a unit that no test passes: %v, %v", any, err)
	}
}

func TestPhrasePostings(t *testing.T) {
	_, v := written(t, t.TempDir(), records())
	for _, c := range []struct {
		name, field, words, want string
	}{
		{"words in a row", segment.FieldPassage, "ferri boat wait", "a×1"},
		{"in another order", segment.FieldPassage, "boat ferri", ""},
		{"one word, each time", segment.FieldPassage, "ferri", "a×1 a×2"},
	} {
		found, err := v.PhrasePostings(t.Context(), c.field, strings.Fields(c.words), nil)
		if got := printed(v, c.field, found); err != nil || got != c.want {
			t.Errorf("%s: %q, want %q, %v", c.name, got, c.want, err)
		}
	}
	for words, want := range map[string]string{"the old boat": "b×1", "the old boats": "", "sails": "a×1", "sail": ""} {
		found, err := v.TypedPostings(t.Context(), strings.Fields(words), nil)
		if got := printed(v, segment.FieldStatement, found); err != nil || got != want {
			t.Errorf("%s as printed: %q, want %q, %v", words, got, want, err)
		}
	}
	stopped, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := v.PhrasePostings(stopped, segment.FieldPassage, []string{"ferri"}, nil); !errors.Is(err, context.Canceled) {
		t.Errorf("after cancelling: %v", err)
	}
}

// printed returns postings as articles and counts.
func printed(v *segment.Snapshot, field string, found []segment.Posting) string {
	var out []string
	for _, p := range found {
		out = append(out, fmt.Sprintf("%s×%d", v.IDs.At(v.ArticleOf(field, p.Unit)), p.Times))
	}
	slices.Sort(out)
	return strings.Join(out, " ")
}

func TestReplaceAndRemove(t *testing.T) {
	s, v := written(t, t.TempDir(), records())
	changed := record("a", "Ferries", "The tug sails at noon.\n\nNo ferry came.")
	changed.Version = 2
	if err := s.Write(t.Context(), []article.Record{changed, {Article: article.Article{ID: "b"}, Removed: true}, {Article: article.Article{ID: "none"}, Removed: true}}); err != nil {
		t.Fatal(err)
	}
	next, _, err := s.Snapshot(v)
	if err != nil {
		t.Fatal(err)
	}
	defer next.Release()
	if got := s.Versions(); len(got) != 1 || got["a"] != 2 {
		t.Errorf("versions %v", got)
	}
	if a, group, ok := s.Article("a"); !ok || a.Version != 2 || group != "a" {
		t.Errorf("article %+v of %q, %v", a, group, ok)
	}
	if _, _, ok := s.Article("b"); ok {
		t.Error("a removed article is still there")
	}
	for _, c := range []struct {
		v    *segment.Snapshot
		want string
	}{{v, "a×1 a×2"}, {next, "a×1"}} { // the older snapshot keeps what it had
		if found, err := c.v.Postings(t.Context(), segment.FieldPassage, "ferri", nil); err != nil || printed(c.v, segment.FieldPassage, found) != c.want {
			t.Errorf("%v, want %s, %v", found, c.want, err)
		}
	}
	if !next.IsDead(0) || !next.IsDead(1) || next.IsDead(2) || v.IsDead(0) {
		t.Error("the replaced and the removed article are dead, in the newer snapshot alone")
	}
}

func TestReopen(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s, v := open(t, dir)
	if err := s.Write(t.Context(), records()); err != nil {
		t.Fatal(err)
	}
	v.Release()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	s, v = open(t, dir)
	defer s.Close()
	defer v.Release()
	if err := v.Check(t.Context()); err != nil {
		t.Error(err)
	}
	_, fresh := written(t, t.TempDir(), records())
	if v.Alive != fresh.Alive || v.Articles.Len() != 2 || v.Articles.At(1).Fingerprint != fresh.Articles.At(1).Fingerprint {
		t.Errorf("opened again: %+v, written: %+v", v.Alive, fresh.Alive)
	}
	if !slices.Equal(stringsOf(&v.Words), stringsOf(&fresh.Words)) || !slices.Equal(v.TopicWords(0, nil), fresh.TopicWords(0, nil)) {
		t.Error("topic words differ")
	}
}

// TestCompact updates articles until most of the columns are dead.
func TestCompact(t *testing.T) {
	const articles = 150
	s, v := open(t, t.TempDir())
	defer s.Close()
	renumbered := 0
	for round := range 6 {
		var all []article.Record
		for i := range articles {
			all = append(all, record(fmt.Sprint(i), "Harbour", fmt.Sprintf("Quay %d is open in round %d.\n\nShips come.", i, round)))
		}
		if err := s.Write(t.Context(), all); err != nil {
			t.Fatal(err)
		}
		next, again, err := s.Snapshot(v)
		if err != nil {
			t.Fatal(err)
		}
		v.Release()
		if v = next; again {
			renumbered++
		}
		if v.Alive.Articles != articles || v.Articles.Len() > 4*articles {
			t.Errorf("round %d: %d articles of %d live", round, v.Articles.Len(), v.Alive.Articles)
		}
	}
	v.Release()
	if renumbered == 0 {
		t.Error("the columns were never rebuilt")
	}
}

func TestDamaged(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s, v := open(t, dir)
	if err := s.Write(t.Context(), records()); err != nil {
		t.Fatal(err)
	}
	v.Release()
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	segments, err := filepath.Glob(filepath.Join(dir, "store", "*.zap"))
	if err != nil || len(segments) == 0 {
		t.Fatal(segments, err)
	}
	for name, damage := range map[string]func(dir string) error{
		"a batch is missing": func(dir string) error { return os.WriteFile(filepath.Join(dir, "sequence"), []byte("7"), 0o600) },
		"a segment is empty": func(dir string) error {
			return os.WriteFile(filepath.Join(dir, "store", filepath.Base(segments[0])), nil, 0o600)
		},
		"a segment is cut": func(dir string) error {
			return os.Truncate(filepath.Join(dir, "store", filepath.Base(segments[0])), 40)
		},
		"no description": func(dir string) error { return os.Remove(filepath.Join(dir, "index_meta.json")) },
	} {
		damaged := filepath.Join(t.TempDir(), "index")
		if err := os.CopyFS(damaged, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		if err := damage(damaged); err != nil {
			t.Fatal(err)
		}
		if _, _, err := segment.Open(t.Context(), damaged); !errors.Is(err, segment.ErrDamaged) {
			t.Errorf("%s: %v, want ErrDamaged", name, err)
		}
	}
}

// TestOlderSchema opens an index that another version of the program made.
func TestOlderSchema(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	old, err := bleve.New(dir, bleve.NewIndexMapping())
	if err != nil {
		t.Fatal(err)
	}
	if err := errors.Join(old.SetInternal([]byte("schema"), []byte("0")), old.Close()); err != nil {
		t.Fatal(err)
	}
	if _, _, err := segment.Open(t.Context(), dir); !errors.Is(err, segment.ErrDamaged) {
		t.Errorf("opened with %v, want ErrDamaged", err)
	}
}

func stringsOf(s *column.Strings) []string {
	var out []string
	for _, text := range s.All() {
		out = append(out, text)
	}
	return out
}

// TestShortFiles opens indexes whose files are cut off at many places: the libraries that
// map them would read beyond their ends.
func TestShortFiles(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "index")
	s, v := open(t, dir)
	for i := range 12 { // enough for several pages
		v = next(t, s, v, record(fmt.Sprint("r", i), "Harbour", fmt.Sprintf("Quay %d is open.\n\nShips come.", i)))
	}
	closed(t, s, v)
	whole, err := os.ReadFile(filepath.Join(dir, "store", "root.bolt"))
	if err != nil {
		t.Fatal(err)
	}
	for size := 4096; size < len(whole); size += max(4096, len(whole)/8/4096*4096) {
		damaged := filepath.Join(t.TempDir(), "index")
		if err := os.CopyFS(damaged, os.DirFS(dir)); err != nil {
			t.Fatal(err)
		}
		if err := os.Truncate(filepath.Join(damaged, "store", "root.bolt"), int64(size)); err != nil {
			t.Fatal(err)
		}
		s, v, err := segment.Open(t.Context(), damaged)
		if err == nil {
			closed(t, s, v)
		} else if !errors.Is(err, segment.ErrDamaged) {
			t.Errorf("%d of %d bytes: %v", size, len(whole), err)
		}
	}
}
