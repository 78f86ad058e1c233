package rank

import "math"

// BM25's parameters, in the middle of what Robertson and Zaragoza advise (The
// Probabilistic Relevance Framework, 2009).
const (
	k1            = 1.6
	bLength       = 0.75
	SynonymWeight = 0.5 // a synonym counts as so much of the word
)

// IDF returns the weight of a term that df of n units hold.
func IDF(df, n int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5))
}

// Saturated returns BM25's share of a term that a unit of so many words holds a
// number of times; average is the mean number of words.
func Saturated(times, words uint32, average float64) float64 {
	length := 1 - bLength + bLength*float64(words)/max(average, 1)
	tf := float64(times)
	return tf * (k1 + 1) / (tf + k1*length)
}

// Mean returns the mean of n numbers of a sum, never 0.
func Mean(sum, n int) float32 { return float32(max(sum, 1)) / float32(max(n, 1)) }

// LengthFactor returns BM25's correction for a unit longer or shorter than the
// average.
func LengthFactor(words uint32, average float32) float32 {
	return 1 - bLength + bLength*float32(words)/average
}

// Rounded returns a score without the digits that depend on the order of its
// summands.
func Rounded(score float64) float64 { return math.Round(score*1e4) / 1e4 }
