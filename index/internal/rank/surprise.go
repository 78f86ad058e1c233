package rank

import "math"

// Surprise returns the log-likelihood ratio that a term is more frequent in k
// of n statements than in the rest of all.
func Surprise(k, n, all, whole int) float64 {
	rest, others := float64(all-k), float64(whole-n)
	in, inWindow := float64(k), float64(n)
	if others <= 0 || in/inWindow <= rest/others {
		return 0
	}
	share := float64(all) / float64(whole)
	return 2 * (part(in, inWindow*share) + part(rest, others*share))
}

func part(observed, expected float64) float64 {
	if observed == 0 || expected == 0 {
		return 0
	}
	return observed * math.Log(observed/expected)
}
