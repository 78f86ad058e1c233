package extract

import "slices"

// verdict is the best reading of a cue.
type verdict struct {
	cue       run
	cueNumber int
	best      int     // position among its readings
	chance    float32 // of it and all readings that are much the same
}

// decide takes the likeliest reading.
func decide(readings []reading) (verdict, bool) {
	if len(readings) == 0 {
		return verdict{}, false
	}
	v := verdict{}
	for k := range readings {
		if readings[k].chance > readings[v.best].chance {
			v.best = k
		}
	}
	for k := range readings {
		if alike(readings[k].parts, readings[v.best].parts) >= 0.5 && shareSource(readings[k].source, readings[v.best].source) {
			v.chance += readings[k].chance
		}
	}
	return v, true
}

// settle leaves of the cues that overlap only the likeliest.
func settle(all []verdict) []verdict {
	order := slices.Clone(all)
	slices.SortStableFunc(order, func(a, b verdict) int { return compare(b.chance, a.chance) })
	taken := map[int]bool{}
	kept := order[:0]
	for _, v := range order {
		free := true
		for i := v.cue.first; i < v.cue.last; i++ {
			free = free && !taken[i]
		}
		if free {
			for i := v.cue.first; i < v.cue.last; i++ {
				taken[i] = true
			}
			kept = append(kept, v)
		}
	}
	slices.SortFunc(kept, func(a, b verdict) int { return a.cue.first - b.cue.first })
	return kept
}

// rivals counts the cues that overlap cue k and are likelier. Cues are in
// order of their beginning, and none is longer than longestCue.
func rivals(cues []cue, k int) int {
	n := 0
	for j := k - 1; j >= 0 && cues[j].first > cues[k].first-longestCue; j-- {
		if cues[j].overlaps(cues[k].run) && cues[j].probability > cues[k].probability {
			n++
		}
	}
	for j := k + 1; j < len(cues) && cues[j].first < cues[k].last; j++ {
		if cues[j].probability > cues[k].probability {
			n++
		}
	}
	return n
}

// alike is the share of two contents' tokens that is common (Jaccard).
func alike(a, b [sides]run) float64 {
	both, all := 0, 0
	for i := range a {
		all += a[i].length() + b[i].length()
		for j := range b {
			both += max(0, min(a[i].last, b[j].last)-max(a[i].first, b[j].first))
		}
	}
	return float64(both) / float64(max(1, all-both))
}

// shareSource says whether two sources have a word in common, or are both absent.
func shareSource(a, b run) bool {
	return a.empty() && b.empty() || a.overlaps(b)
}
