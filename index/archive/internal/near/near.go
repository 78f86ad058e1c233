package near

import (
	"encoding/binary"
	"math"
	"slices"
	"strings"
	"time"
	"unicode"

	"github.com/cespare/xxhash/v2"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// Near-copies are articles that share at least Least of their shingles
// (Broder, On the resemblance and containment of documents, 1997). Candidates
// are found by locality-sensitive hashing of MinHash values (Leskovec,
// Rajaraman, Ullman, Mining of Massive Datasets, chapter 3): two articles meet
// in one of 12 bands of 5 values with probability 99 % at a resemblance of 0.8,
// 86 % at 0.7 (which the exact comparison that follows refuses), 6 % at 0.3.
const (
	// Least is the resemblance from which on two articles are near-copies.
	Least        = 0.8
	shingleWords = 5   // words in a shingle
	shortText    = 20  // words; a shorter text is a copy only of the same words under the same title
	templateText = 100 // words; a shorter text may be a template: see Of and SameNews
	bandCount    = 12
	bandValues   = 5

	// BandSize is the length of a band in bytes: its number and a hash of its values.
	BandSize = 8
	// MaxPerBand is the maximum number of candidates from one band.
	MaxPerBand = 8
	// MaxCandidates is the maximum number of candidates that are compared.
	MaxCandidates = 16
)

// Shingles are the hashes of all runs of words of a text, ascending, each once.
type Shingles []uint64

// sameNewsTime is the maximum time between the publication of two short copies:
// the same words a month later (a central bank leaves its rate unchanged) are
// other news.
const sameNewsTime = 7 * 24 * time.Hour

// Of cuts an article into shingles. Case and punctuation do not count.
// Templated news (dividends, earnings, interventions) is the same but for a name,
// which is often in the title alone, and for its figures; so of a short text
// the title is a part, and every shingle depends on all its figures.
func Of(a article.Article) Shingles {
	words, _ := wordHashes(a.Text)
	salt := uint64(0)
	if len(words) < templateText {
		var figures []uint64
		words, figures = wordHashes(a.Title + "\n" + a.Text)
		slices.Sort(figures)
		salt = hashAll(figures)
	}
	if len(words) < shortText {
		return Shingles{hashAll(words)}
	}
	out := make(Shingles, 0, len(words))
	for i := 0; i+shingleWords <= len(words); i++ {
		out = append(out, hashAll(words[i:i+shingleWords])^salt)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

// wordHashes are the hashes of the words of a text in order, and of those that
// begin with a digit.
func wordHashes(text string) (words, figures []uint64) {
	words = make([]uint64, 0, len(text)/6)
	notWord := func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }
	for word := range strings.FieldsFuncSeq(text, notWord) {
		words = append(words, xxhash.Sum64String(strings.ToLower(word)))
		if word[0] >= '0' && word[0] <= '9' {
			figures = append(figures, words[len(words)-1])
		}
	}
	return words, figures
}

// SameNews reports whether two articles that resemble each other can be one piece of
// news, by their length and dates.
func SameNews(s Shingles, x, y article.Moment) bool {
	if len(s) >= templateText || x.IsZero() || y.IsZero() {
		return true
	}
	return x.Time.Sub(y.Time).Abs() <= sameNewsTime
}

func hashAll(words []uint64) uint64 {
	buffer := make([]byte, 0, 8*shingleWords)
	for _, w := range words {
		buffer = binary.LittleEndian.AppendUint64(buffer, w)
	}
	return xxhash.Sum64(buffer)
}

// Resemblance returns the Jaccard similarity of two sets of shingles.
func Resemblance(a, b Shingles) float64 {
	common := 0
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch {
		case a[i] < b[j]:
			i++
		case a[i] > b[j]:
			j++
		default:
			common, i, j = common+1, i+1, j+1
		}
	}
	return float64(common) / float64(max(1, len(a)+len(b)-common))
}

// Bands returns the keys under which articles that resemble s meet. Each of
// the MinHash functions is a sum of two hashes of a shingle, the second times the
// function's number (Kirsch, Mitzenmacher, Less Hashing, Same Performance, 2006).
func (s Shingles) Bands() [][]byte {
	var minimums [bandCount * bandValues]uint64
	for i := range minimums {
		minimums[i] = math.MaxUint64
	}
	var b [8]byte
	for _, v := range s {
		binary.LittleEndian.PutUint64(b[:], v)
		h, step := seeded(b[:], 1), seeded(b[:], 2)|1 // odd, so that its multiples reach every value
		for i := range minimums {
			minimums[i] = min(minimums[i], h)
			h += step
		}
	}
	bands := make([][]byte, bandCount)
	for i := range bands {
		key := binary.BigEndian.AppendUint64(nil, hashAll(minimums[i*bandValues:(i+1)*bandValues]))
		key[0] = byte(i)
		bands[i] = key[:BandSize]
	}
	return bands
}

func seeded(b []byte, seed uint64) uint64 {
	var d xxhash.Digest
	d.ResetWithSeed(seed)
	d.Write(b)
	return d.Sum64()
}

// Hash returns a number that looks random, the same for the same n.
func Hash(n uint64) uint64 { return hashAll([]uint64{n}) }
