package index

import "math"

// BM25's parameters, in the middle of what Robertson and Zaragoza advise (The
// Probabilistic Relevance Framework, 2009).
const (
	k1       = 1.6
	bLength  = 0.75
	synonymK = 0.5 // a synonym counts as so much of the word
)

// idf returns the weight of a term that df of n units hold.
func idf(df, n int) float64 {
	return math.Log(1 + (float64(n)-float64(df)+0.5)/(float64(df)+0.5))
}

// saturated returns BM25's share of a term that a unit of so many words holds a
// number of times; average is the mean number of words.
func saturated(times, words uint32, average float64) float64 {
	length := 1 - bLength + bLength*float64(words)/max(average, 1)
	tf := float64(times)
	return tf * (k1 + 1) / (tf + k1*length)
}

func mean(sum, n int) float32 { return float32(max(sum, 1)) / float32(max(n, 1)) }

// lengthFactor returns BM25's correction for a unit longer or shorter than the
// average.
func lengthFactor(words uint32, average float32) float32 {
	return 1 - bLength + bLength*float32(words)/average
}

// rounded returns a score without the digits that depend on the order of its
// summands.
func rounded(score float64) float64 { return math.Round(score*1e4) / 1e4 }
