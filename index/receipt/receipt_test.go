package receipt

import (
	"fmt"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

func spanOf(t testing.TB, text, words string) article.Span {
	t.Helper()
	i := strings.Index(text, words)
	if i < 0 {
		t.Fatalf("no %q in %q", words, text)
	}
	return article.Span{Start: i, End: i + len(words)}
}

// TestTyped types receipts as people do.
func TestTyped(t *testing.T) {
	for i := range 40 { // offsets with every digit
		id, text := fmt.Sprint("article-", i), strings.Repeat("word ", i*7+1)+"the end"
		spans := []article.Span{spanOf(t, text, "the end")}
		made := Make(id, text, spans)
		if strings.Trim(made, digits) != "" || len(made) > 14 {
			t.Errorf("receipt %q", made)
		}
		half := len(made) / 2
		for _, typed := range []string{
			made, strings.ToUpper(made), " " + made[:half] + " " + made[half:] + "\n", made[:half] + "-" + made[half:],
			strings.NewReplacer("0", "o", "1", "l").Replace(made), strings.NewReplacer("0", "O", "1", "I").Replace(made),
		} {
			r, ok := Parse(typed)
			if !ok || r.Tag != TagOf(id) || !r.Names(id) || !r.Holds(text) || r.Spans[0] != spans[0] {
				t.Errorf("%q typed as %q: %+v, %v", made, typed, r, ok)
			}
			if tag, prefix, ok := Begins(typed); !ok || tag != TagOf(id) || prefix != made {
				t.Errorf("%q begins %v %q %v", typed, tag, prefix, ok)
			}
		}
	}
	for _, no := range []string{"", "k7f2", "11111111", "zzzzzzzzzzzzzzzzzzzzzz", "1é1111111111", strings.Repeat("1", 9999), "uuuuuuuuuu"} {
		if r, ok := Parse(no); ok && r.Names("a") {
			t.Errorf("%.20q is a receipt", no)
		}
	}
}

// TestMistyped changes each digit of a receipt into each other, and swaps
// neighbours: none is a receipt of the same article any more.
func TestMistyped(t *testing.T) {
	text := "The talks in Velm will go on until the last of us has gone home."
	for i := range 50 {
		id := fmt.Sprint("article-", i)
		made := Make(id, text, []article.Span{spanOf(t, text, "talks in Velm"), spanOf(t, text, "the last of us")})
		for i := range made {
			for _, digit := range digits {
				if typed := made[:i] + string(digit) + made[i+1:]; typed != made {
					refused(t, typed, id)
				}
			}
			if i > 0 && made[i] != made[i-1] {
				refused(t, made[:i-1]+made[i:i+1]+made[i-1:i]+made[i+1:], id)
			}
		}
	}
}

func refused(t *testing.T, typed, id string) {
	t.Helper()
	if r, ok := Parse(typed); ok && r.Names(id) {
		t.Errorf("%s passes for a receipt of %s", typed, id)
	}
}

// TestStrangers counts how often a receipt passes for one of another article, or for
// one of other words.
func TestStrangers(t *testing.T) {
	const articles = 20000
	text := "A sentence that every article has in one place."
	spans := []article.Span{spanOf(t, text, "every article")}
	r, ok := Parse(Make("the article", text, spans))
	if !ok {
		t.Fatal("no receipt")
	}
	tagged := 0
	for i := range articles {
		id := fmt.Sprint("another ", i)
		if TagOf(id) == r.Tag {
			tagged++
		}
		if r.Names(id) {
			t.Errorf("it names %q", id)
		}
		if r.Holds(fmt.Sprintf("A sentence that ev%05d ticle has in one place.", i)) {
			t.Errorf("it holds text %d", i)
		}
	}
	if tagged > 3 { // 0.02 are expected
		t.Errorf("%d of %d articles have its tag", tagged, articles)
	}
}

func TestNoReceiptForWhatIsNoRange(t *testing.T) {
	for _, spans := range [][]article.Span{
		nil, {{Start: 1, End: 3}}, {{Start: 0, End: 99}}, {{Start: 3, End: 3}}, {{Start: 4, End: 5}, {Start: 3, End: 4}}, {{Start: -1, End: 2}},
	} {
		if got := Make("a", "Å word", spans); got != "" {
			t.Errorf("%v gave %q", spans, got)
		}
	}
}
