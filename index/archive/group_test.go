package archive

import (
	"fmt"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// report is a made-up report of n words, about a subject; no two share a shingle.
func report(subject string, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = fmt.Sprintf("%s%c%c", subject, 'a'+i%26, 'a'+i/26%26)
	}
	return strings.Join(words, " ") + "."
}

// groups returns the articles by group, each group's in order.
func groups(t testing.TB, a *Archive) string {
	t.Helper()
	by := map[string][]string{}
	if err := a.Each(t.Context(), 0, func(r article.Record) error {
		by[r.Group] = append(by[r.Group], r.ID)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	var out []string
	copies := 0
	for name, ids := range by {
		slices.Sort(ids)
		out = append(out, name+": "+strings.Join(ids, " "))
		copies += len(ids) - 1
	}
	slices.Sort(out)
	if s, _ := a.Stats(t.Context()); s.Copies != copies {
		t.Errorf("Stats counts %d copies, there are %d", s.Copies, copies)
	}
	return strings.Join(out, ", ")
}

func TestNearCopiesAreGroupedUnderTheFirstToComeIn(t *testing.T) {
	text := report("Orsk", 200)
	edited := strings.Replace(text, "Orskcc", "Velm", 1) + " This is from a news agency."
	half := text[:len(text)/2] + report("Velm", 100)
	art := func(id, published, text string) article.Article {
		r := article.Article{ID: id, Text: text}
		if published != "" {
			r.Published = day(published)
		}
		return r
	}
	a := open(t, t.TempDir())
	steps := []struct {
		do   func()
		want string
	}{
		{func() { put(t, a, art("b", "2025-05-20", text)) }, "b: b"},
		{func() { put(t, a, art("undated", "", strings.ToUpper(text))) }, "b: b undated"},
		{func() { put(t, a, art("c", "2025-05-21", edited)) }, "b: b c undated"},
		{func() { put(t, a, art("other", "2025-05-01", report("Velm", 200))) }, "b: b c undated, other: other"},
		{func() { put(t, a, art("half", "2025-05-01", half)) }, "b: b c undated, half: half, other: other"},
		{func() { put(t, a, art("a", "2025-05-19", edited)) }, "b: a b c undated, half: half, other: other"},
		{func() { _ = a.Remove(t.Context(), article.ByHand, "a") }, "b: a b c undated, half: half, other: other"},
		{func() { _ = a.Restore(t.Context(), "a") }, "b: a b c undated, half: half, other: other"},
		{func() { put(t, a, art("a", "2025-05-22", edited)) }, "b: a b c undated, half: half, other: other"},
		{func() { put(t, a, art("b", "2025-05-20", report("Teal", 90))) }, "b: b, c: a c undated, half: half, other: other"},
		{func() { put(t, a, art("c", "2025-05-21", report("Teal", 90))) }, "a: a undated, b: b c, half: half, other: other"},
	}
	for i, s := range steps {
		_, marks, _ := a.Unindexed(t.Context(), 1000)
		if err := a.Indexed(t.Context(), marks); err != nil {
			t.Fatal(err)
		}
		before := groupNames(t, a)
		s.do()
		if got := groups(t, a); got != s.want {
			t.Fatalf("step %d: got %s, want %s", i, got, s.want)
		}
		pending := map[string]bool{}
		records, _, _ := a.Unindexed(t.Context(), 1000)
		for _, r := range records {
			pending[r.ID] = true
		}
		for id, name := range groupNames(t, a) {
			if before[id] != name && !pending[id] {
				t.Errorf("step %d: the index is not told that %s went from %q to %q", i, id, before[id], name)
			}
		}
	}
}

// TestTheThousandthCopyCostsWhatTheHundredthDid puts one text under many IDs, as pages
// behind a paywall come in.
func TestTheThousandthCopyCostsWhatTheHundredthDid(t *testing.T) {
	raced.Sequential(t)
	a := open(t, t.TempDir())
	add := func(from, to int) uint64 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		batch := make([]article.Article, 0, to-from)
		for i := from; i < to; i++ {
			batch = append(batch, article.Article{ID: fmt.Sprint("stub ", i), Text: report("Orsk", 30)})
		}
		put(t, a, batch...)
		if err := a.Each(t.Context(), uint32(from), func(article.Record) error { return nil }); err != nil {
			t.Fatal(err)
		}
		runtime.ReadMemStats(&after)
		return after.TotalAlloc - before.TotalAlloc
	}
	add(0, 100)
	hundredth := add(100, 200)
	add(200, 1000)
	if thousandth := add(1000, 1100); thousandth > 3*hundredth {
		t.Errorf("100 copies allocate %d bytes beside 100 others and %d beside 1,000", hundredth, thousandth)
	}
	if s, _ := a.Stats(t.Context()); s.Copies != 1099 {
		t.Errorf("%d copies of 1,100 articles", s.Copies)
	}
}

func groupNames(t testing.TB, a *Archive) map[string]string {
	t.Helper()
	out := map[string]string{}
	_ = a.Each(t.Context(), 0, func(r article.Record) error { out[r.ID] = r.Group; return nil })
	return out
}

func TestTemplatesAreNotCopies(t *testing.T) {
	const bank = "The central bank left its rates as they were after the regular meeting of its council today, a spokesman said in answer to questions from reporters in the capital."
	const repurchase = "The reserve entered the market to arrange 1.5 billion in repurchase agreements for customers, a spokesman for the reserve said. Dealers had expected it to do so."
	for _, c := range []struct {
		name string
		x, y article.Article
		copy bool
	}{
		{"the same short words", article.Article{Text: "Pays nine cents."}, article.Article{Text: "Pays nine cents."}, true},
		{"the same short words of another company", article.Article{Title: "Orsk Mills", Text: "Pays nine cents."}, article.Article{Title: "Velm Mills", Text: "Pays nine cents."}, false},
		{"one short word more", article.Article{Text: "Pays nine cents."}, article.Article{Text: "Pays nine cents again."}, false},
		{"the same meeting", article.Article{Text: bank, Published: day("2025-03-05")}, article.Article{Text: bank, Published: day("2025-03-06")}, true},
		{"another meeting", article.Article{Text: bank, Published: day("2025-03-05")}, article.Article{Text: bank, Published: day("2025-04-05")}, false},
		{"the same figures", article.Article{Text: repurchase}, article.Article{Text: repurchase + " It had."}, true},
		{"other figures", article.Article{Text: repurchase}, article.Article{Text: strings.Replace(repurchase, "1.5", "2.5", 1)}, false},
		{"a long text a month later", article.Article{Text: report("Orsk", 150), Published: day("2025-03-05")}, article.Article{Text: report("Orsk", 150), Published: day("2025-04-05")}, true},
	} {
		a := open(t, t.TempDir())
		c.x.ID, c.y.ID = "x", "y"
		put(t, a, c.x)
		if got := put(t, a, c.y)[0]; got.Copy != c.copy || got.Change != Added {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
