package text_test

import (
	"math/rand/v2"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// TestDistanceWhole compares Distance with the whole table of the alignment, on words that a few
// edits make of others, and on words of a few letters, which are near by chance.
func TestDistanceWhole(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 50_000 {
		a := randomWord(random, 3+random.IntN(12))
		b := randomWord(random, 1+random.IntN(40))
		if random.IntN(4) > 0 {
			b = edited(random, a)
		}
		want := wholeAlignment(a, b)
		if limit := map[bool]int{true: 1, false: 2}[len(a) <= 5]; want > limit {
			want = -1
		}
		if got := text.Distance(a, b); got != want {
			t.Fatalf("Distance(%q, %q) = %d, want %d", a, b, got, want)
		}
	}
}

func randomWord(random *rand.Rand, n int) string {
	out := make([]byte, n)
	for i := range out {
		out[i] = "abcdé"[random.IntN(6)]
	}
	return string(out)
}

// edited returns a word with up to four edits.
func edited(random *rand.Rand, word string) string {
	out := []byte(word)
	for range random.IntN(5) {
		at := random.IntN(len(out))
		switch random.IntN(4) {
		case 0:
			out = append(out[:at], out[at+1:]...)
		case 1:
			out = append(out[:at], append([]byte{'x'}, out[at:]...)...)
		case 2:
			out[at] = 'y'
		case 3:
			out[at], out[len(out)-1-at] = out[len(out)-1-at], out[at]
		}
		if len(out) == 0 {
			break
		}
	}
	return string(out)
}

// wholeAlignment returns the optimal string alignment distance.
func wholeAlignment(a, b string) int {
	rows := make([][]int, len(a)+1)
	for i := range rows {
		rows[i] = make([]int, len(b)+1)
		for j := range rows[i] {
			switch {
			case i == 0 || j == 0:
				rows[i][j] = i + j
				continue
			case a[i-1] == b[j-1]:
				rows[i][j] = rows[i-1][j-1]
			default:
				rows[i][j] = 1 + min(rows[i-1][j-1], rows[i-1][j], rows[i][j-1])
			}
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				rows[i][j] = min(rows[i][j], rows[i-2][j-2]+1)
			}
		}
	}
	return rows[len(a)][len(b)]
}
