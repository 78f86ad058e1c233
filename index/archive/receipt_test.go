package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
	"github.com/briefing-bot/briefing-bot/index/receipt"
)

func receiptOf(t testing.TB, a *Archive, id string, words ...string) string {
	t.Helper()
	r := get(t, a, id)
	var spans []article.Span
	for _, w := range words {
		i := strings.Index(r.Text, w)
		if i < 0 {
			t.Fatalf("no %q in %q", w, r.Text)
		}
		spans = append(spans, article.Span{Start: i, End: i + len(w)})
	}
	made := MakeReceipt(r, spans)
	if made == "" {
		t.Fatalf("no receipt for %v of %q", spans, r.Text)
	}
	return made
}

func verify(t testing.TB, a *Archive, typed string) Verdict {
	t.Helper()
	v, err := a.Verify(t.Context(), typed)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestVerifyTellsHowWordsStand(t *testing.T) {
	const before = "“We shall stay,” said the envoy of Orsk. “We shall wait,” she added. Rain fell."
	words := []string{"We shall stay,", "We shall wait,"}
	for _, c := range []struct {
		name, after string
		remove      bool
		state       State
		moved       bool
		version     int // that the words are found in
	}{
		{"nothing changed", "", false, Exact, false, 1},
		{"other words changed", strings.Replace(before, "Rain", "Snow", 1), false, Exact, false, 2},
		{"a paragraph came before", "Corrected on Tuesday.\n\n" + before, false, Exact, true, 1},
		{"the words changed", strings.Replace(before, "wait", "walk", 1), false, SourceChanged, false, 1},
		{"the words went", "The envoy did not speak.", false, SourceChanged, false, 1},
		{"the words stand in many places", "Again: " + before + " " + before, false, SourceChanged, false, 1},
		{"the words stand in many places and in theirs", before + " " + before, false, Exact, false, 2},
		{"the words stand in another order", "“We shall wait,” said the envoy. “We shall stay,” she added.", false, SourceChanged, false, 1},
		{"removed", "", true, SourceRemoved, false, 1},
		{"changed and removed", "Gone.", true, SourceRemoved, false, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := open(t, t.TempDir())
			put(t, a, article.Article{ID: "a", Text: before})
			given := receiptOf(t, a, "a", words...)
			if c.after != "" {
				put(t, a, article.Article{ID: "a", Text: c.after})
			}
			if c.remove {
				if err := a.Remove(t.Context(), article.ByHand, "a"); err != nil {
					t.Fatal(err)
				}
			}
			v := verify(t, a, given)
			if v.State != c.state || v.Moved != c.moved || v.Record.Version != c.version || v.Current.Removed != c.remove {
				t.Fatalf("got %+v", v)
			}
			shown := strings.Join(words, " … ")
			if sum := sha256.Sum256([]byte(shown)); v.SHA256 != hex.EncodeToString(sum[:]) || receipt.Shown(v.Record.Text, v.Spans) != shown {
				t.Errorf("shown %q, SHA-256 %s", receipt.Shown(v.Record.Text, v.Spans), v.SHA256)
			}
			if (v.State == Exact) != (v.Now != nil) || v.State == Exact && receipt.Shown(v.Current.Text, v.Now) != shown {
				t.Errorf("now %v", v.Now)
			}
		})
	}
}

// TestReceiptsDoNotDependOnTheArchive makes receipts in two archives that got their
// articles in another order, and verifies each where the other was made, and where
// the article is another version or is not there.
func TestReceiptsDoNotDependOnTheArchive(t *testing.T) {
	one, other, third := open(t, t.TempDir()), open(t, t.TempDir()), open(t, t.TempDir())
	text := func(i int) string { return fmt.Sprintf("Speaker %d said that the dam would hold.", i) }
	for i := range 30 {
		put(t, one, article.Article{ID: fmt.Sprint("a", i), Text: text(i)})
		put(t, other, article.Article{ID: fmt.Sprint("a", 29-i), Text: text(29 - i)})
	}
	put(t, third, article.Article{ID: "a7", Text: "Nobody said that the dam would hold."})
	for i := range 30 {
		id := fmt.Sprint("a", i)
		given := receiptOf(t, one, id, "the dam would hold")
		if again := receiptOf(t, other, id, "the dam would hold"); again != given {
			t.Errorf("%s has the receipts %s and %s", id, given, again)
		}
		if v := verify(t, other, given); v.State != Exact || v.Current.ID != id {
			t.Errorf("%s is %s in the other archive", given, v.State)
		}
		want := UnknownSource
		if id == "a7" {
			want = SourceChanged
		}
		if v := verify(t, third, given); v.State != want || v.Record.Version != 0 || v.Current.ID != "" && v.Current.ID != "a7" {
			t.Errorf("%s of %s is %s in the third archive, not %s", given, id, v.State, want)
		}
	}
	put(t, third, article.Article{ID: "a8", Text: text(8)}) // after the archive was asked
	if v := verify(t, third, receiptOf(t, one, "a8", "dam")); v.State != Exact {
		t.Errorf("of an article that came in since: %s", v.State)
	}
}

// TestReceiptsOfTheOlderForm verifies receipts that hold the number of the article.
func TestReceiptsOfTheOlderForm(t *testing.T) {
	a := open(t, t.TempDir())
	for i := range 20 {
		put(t, a, article.Article{ID: fmt.Sprint("a", i), Text: fmt.Sprintf("The valve of station %d is shut.", i)})
	}
	for given, id := range map[string]string{"144s6qme": "a0", "h144s6qme": "a16"} {
		if v := verify(t, a, given); v.State != Exact || v.Current.ID != id || receipt.Shown(v.Current.Text, v.Spans) != "valve" {
			t.Errorf("%s is %s of %q: %v", given, v.State, v.Current.ID, v.Spans)
		}
	}
	put(t, a, article.Article{ID: "a0", Text: "The pump of station 0 is shut."})
	if err := a.Remove(t.Context(), article.ByHand, "a16"); err != nil {
		t.Fatal(err)
	}
	for given, state := range map[string]State{"144s6qme": SourceChanged, "h144s6qme": SourceRemoved, "144s6qmf": UnknownSource, "254s6qme": UnknownSource} {
		if v := verify(t, a, given); v.State != state {
			t.Errorf("%s is %s, not %s", given, v.State, state)
		}
	}
}

// TestEveryReceiptComesBack is the property: for any article and any spans, the
// receipt gives back the spans and the SHA-256 of their bytes.
func TestEveryReceiptComesBack(t *testing.T) {
	raced.Sequential(t)
	a := open(t, t.TempDir())
	rng := rand.New(rand.NewPCG(1, 2))
	for i := range 60 {
		id := fmt.Sprint(i)
		var b strings.Builder
		for range 1 + rng.IntN(400) {
			b.WriteRune([]rune("aé— \n“ÅЖ中𝄞")[rng.IntN(10)])
		}
		put(t, a, article.Article{ID: id, Text: "x" + b.String()})
		r := get(t, a, id)
		for range 20 {
			spans := randomSpans(rng, r.Text)
			v := verify(t, a, MakeReceipt(r, spans))
			if v.State != Exact || len(v.Spans) != len(spans) || receipt.Shown(v.Record.Text, v.Spans) != receipt.Shown(r.Text, spans) {
				t.Fatalf("spans %v of %q gave %s %v", spans, r.Text, v.State, v.Spans)
			}
			for i := range spans {
				if v.Spans[i] != spans[i] {
					t.Fatalf("spans %v came back as %v", spans, v.Spans)
				}
			}
		}
	}
}

// randomSpans are one to four spans of text, in order.
func randomSpans(rng *rand.Rand, text string) []article.Span {
	var at []int
	for i := range text {
		at = append(at, i)
	}
	at = append(at, len(text))
	var spans []article.Span
	last := 0
	for range 1 + rng.IntN(4) {
		if last >= len(at)-1 {
			break
		}
		start := last + rng.IntN(len(at)-1-last)
		end := start + 1 + rng.IntN(len(at)-1-start)
		spans = append(spans, article.Span{Start: at[start], End: at[end]})
		last = end
	}
	return spans
}

// FuzzVerify types anything: no panic, and what is no receipt is unknown.
func FuzzVerify(f *testing.F) {
	a := open(f, f.TempDir())
	put(f, a, article.Article{ID: "a", Text: "The only article here."})
	f.Add(receiptOf(f, a, "a", "only article"))
	f.Add("k7f2")
	f.Add("ggggggggggggggggg1zzzzz")
	f.Fuzz(func(t *testing.T, typed string) {
		if v := verify(t, a, typed); v.State == Exact && receipt.Shown(v.Record.Text, v.Spans) == "" {
			t.Errorf("%q is exact and shows nothing", typed)
		}
	})
}
