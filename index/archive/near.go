package archive

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

// Near-copies are articles that share at least nearCopy of their shingles
// (Broder, On the resemblance and containment of documents, 1997). Candidates
// are found by locality-sensitive hashing of MinHash values (Leskovec,
// Rajaraman, Ullman, Mining of Massive Datasets, chapter 3): two articles meet
// in one of 12 bands of 5 values with probability 99 % at a resemblance of 0.8,
// 86 % at 0.7 (which the exact comparison that follows refuses), 6 % at 0.3.
const (
	nearCopy      = 0.8
	shingleWords  = 5   // words in a shingle
	shortText     = 20  // words; a shorter text is a copy only of the same words under the same title
	templateText  = 100 // words; a shorter text may be a template: see shinglesOf and sameNews
	bandCount     = 12
	bandValues    = 5
	bandKey       = 8  // bytes of a band: its number and a hash of its values
	maxPerBand    = 8  // candidates taken from one band
	maxCandidates = 16 // candidates compared
)

// shingles holds the hashes of all runs of words of a text, ascending, each once.
type shingles []uint64

// sameNewsTime is the maximum time between the publication of two short copies:
// the same words a month later (a central bank leaves its rate unchanged) are
// other news.
const sameNewsTime = 7 * 24 * time.Hour

// shinglesOf cuts an article into shingles. Case and punctuation do not count.
// Templated news (dividends, earnings, interventions) is the same but for a name,
// which is often in the title alone, and for its figures; so of a short text
// the title is a part, and every shingle depends on all its figures.
func shinglesOf(a article.Article) shingles {
	words, _ := wordHashes(a.Text)
	salt := uint64(0)
	if len(words) < templateText {
		var figures []uint64
		words, figures = wordHashes(a.Title + "\n" + a.Text)
		slices.Sort(figures)
		salt = hashWords(figures)
	}
	if len(words) < shortText {
		return shingles{hashWords(words)}
	}
	out := make(shingles, 0, len(words))
	for i := 0; i+shingleWords <= len(words); i++ {
		out = append(out, hashWords(words[i:i+shingleWords])^salt)
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

// sameNews reports whether two articles that resemble each other can be one piece of
// news, by their length and dates.
func sameNews(s shingles, x, y article.Moment) bool {
	if len(s) >= templateText || x.IsZero() || y.IsZero() {
		return true
	}
	return x.Time.Sub(y.Time).Abs() <= sameNewsTime
}

func hashWords(words []uint64) uint64 {
	buffer := make([]byte, 0, 8*shingleWords)
	for _, w := range words {
		buffer = binary.LittleEndian.AppendUint64(buffer, w)
	}
	return xxhash.Sum64(buffer)
}

// resemblance is the Jaccard similarity of two sets of shingles.
func resemblance(a, b shingles) float64 {
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

// bandsOf returns the keys under which articles that resemble s meet. Each of
// the MinHash functions is a sum of two hashes of a shingle, the second times the
// function's number (Kirsch, Mitzenmacher, Less Hashing, Same Performance, 2006).
func bandsOf(s shingles) [][]byte {
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
		key := binary.BigEndian.AppendUint64(nil, hashWords(minimums[i*bandValues:(i+1)*bandValues]))
		key[0] = byte(i)
		bands[i] = key[:bandKey]
	}
	return bands
}

func seeded(b []byte, seed uint64) uint64 {
	var d xxhash.Digest
	d.ResetWithSeed(seed)
	d.Write(b)
	return d.Sum64()
}
