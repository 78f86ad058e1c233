package archive

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
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
	receipt := MakeReceipt(r, spans)
	if receipt == "" {
		t.Fatalf("no receipt for %v of %q", spans, r.Text)
	}
	return receipt
}

func verify(t testing.TB, a *Archive, receipt string) Verdict {
	t.Helper()
	v, err := a.Verify(t.Context(), receipt)
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
			receipt := receiptOf(t, a, "a", words...)
			if c.after != "" {
				put(t, a, article.Article{ID: "a", Text: c.after})
			}
			if c.remove {
				if err := a.Remove(t.Context(), "a"); err != nil {
					t.Fatal(err)
				}
			}
			v := verify(t, a, receipt)
			if v.State != c.state || v.Moved != c.moved || v.Record.Version != c.version || v.Current.Removed != c.remove {
				t.Fatalf("got %+v", v)
			}
			shown := strings.Join(words, " … ")
			if sum := sha256.Sum256([]byte(shown)); v.SHA256 != hex.EncodeToString(sum[:]) || Shown(v.Record.Text, v.Spans) != shown {
				t.Errorf("shown %q, SHA-256 %s", Shown(v.Record.Text, v.Spans), v.SHA256)
			}
			if (v.State == Exact) != (v.Now != nil) || v.State == Exact && Shown(v.Current.Text, v.Now) != shown {
				t.Errorf("now %v", v.Now)
			}
		})
	}
}

func TestReceiptsMayBeMistyped(t *testing.T) {
	a := open(t, t.TempDir())
	for i := range 40 { // numbers and offsets with every digit
		put(t, a, article.Article{ID: string(rune('A' + i)), Text: strings.Repeat("word ", i*7+1) + "the end"})
	}
	for i := range 40 {
		id := string(rune('A' + i))
		receipt := receiptOf(t, a, id, "the end")
		if strings.Trim(receipt, "0123456789abcdefghjkmnpqrstvwxyz") != "" || len(receipt) > 14 {
			t.Errorf("receipt %q", receipt)
		}
		half := len(receipt) / 2
		for _, typed := range []string{
			receipt, strings.ToUpper(receipt), " " + receipt[:half] + " " + receipt[half:] + "\n", receipt[:half] + "-" + receipt[half:],
			strings.NewReplacer("0", "o", "1", "l").Replace(receipt), strings.NewReplacer("0", "O", "1", "I").Replace(receipt),
		} {
			if v := verify(t, a, typed); v.State != Exact || v.Record.ID != id {
				t.Errorf("%q typed as %q is %s of %s", receipt, typed, v.State, v.Record.ID)
			}
		}
	}
	for _, no := range []string{"", "k7f2", "11111111", "zzzzzzzzzzzzzzzzzzzzzz", "1é1111111111", strings.Repeat("1", 9999), "uuuuuuuuuu", "100000000"} {
		if v := verify(t, a, no); v.State != UnknownSource {
			t.Errorf("%.20q is %s", no, v.State)
		}
	}
}

func TestAMistypedDigitIsNoOtherReceipt(t *testing.T) {
	a := open(t, t.TempDir())
	put(t, a, article.Article{ID: "a", Text: "The talks in Velm will go on until the last of us has gone home."})
	receipt := receiptOf(t, a, "a", "talks in Velm", "the last of us")
	for i := range receipt {
		for _, digit := range digits {
			typed := receipt[:i] + string(digit) + receipt[i+1:]
			if v := verify(t, a, typed); typed != receipt && v.State != UnknownSource {
				t.Errorf("%s typed as %s is %s: %q", receipt, typed, v.State, Shown(v.Record.Text, v.Spans))
			}
		}
	}
}

// TestEveryReceiptComesBack is the property: for any article and any spans, the
// receipt gives back the spans and the SHA-256 of their bytes.
func TestEveryReceiptComesBack(t *testing.T) {
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
			if v.State != Exact || len(v.Spans) != len(spans) || Shown(v.Record.Text, v.Spans) != Shown(r.Text, spans) {
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

func TestNoReceiptForWhatIsNoRange(t *testing.T) {
	r := article.Record{Article: article.Article{Text: "Å word"}, Number: 1}
	for _, spans := range [][]article.Span{
		nil, {{Start: 1, End: 3}}, {{Start: 0, End: 99}}, {{Start: 3, End: 3}}, {{Start: 4, End: 5}, {Start: 3, End: 4}}, {{Start: -1, End: 2}},
	} {
		if got := MakeReceipt(r, spans); got != "" {
			t.Errorf("%v gave %q", spans, got)
		}
	}
}

// FuzzVerify types anything: no panic, and what is no receipt is unknown.
func FuzzVerify(f *testing.F) {
	a := open(f, f.TempDir())
	put(f, a, article.Article{ID: "a", Text: "The only article here."})
	receipt := receiptOf(f, a, "a", "only article")
	f.Add(receipt)
	f.Add("k7f2")
	f.Add("ggggggggggggggggg1zzzzz")
	f.Fuzz(func(t *testing.T, typed string) {
		if v := verify(t, a, typed); v.State == Exact && Shown(v.Record.Text, v.Spans) == "" {
			t.Errorf("%q is exact and shows nothing", typed)
		}
	})
}
