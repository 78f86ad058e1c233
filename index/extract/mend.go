package extract

import "slices"

// concessions begin a clause that the writer grants before what is reported:
// of those before content with its cue after it, PolNeAR's training part leaves
// out twenty such clauses and takes in seven.
var concessions = map[uint32]bool{hashWord("although"): true, hashWord("though"): true, hashWord("despite"): true}

// longestConcession is how many tokens a clause that is granted may have.
const longestConcession = 30

// withoutConcession takes a concession at a sentence's beginning off the
// content: "Although hopes are low, the talks go on, according to Holt."
func (v *view) withoutConcession(part run) run {
	if part.empty() || v.distanceToStart(part.first) > 0 || !concessions[v.words[part.first]] {
		return part
	}
	for i := part.first; i < min(part.first+longestConcession, part.last-3); i++ {
		if v.classes[i] == comma && !v.isEdge(i+1) {
			return run{i + 1, part.last}
		}
	}
	return part
}

// goesOnAs is how much of the confidence in a statement one deserves that goes
// on with it in a sentence without a subject: "Adding that nobody was hurt."
const goesOnAs = 0.75

// carried is the confidence that a verdict takes from the statement which it
// goes on with: its sentence begins with the cue, a gerund, that follows before
// what is said, and its source is that of the sentence before. all is in order
// of the cues.
func (r *reader) carried(found verdict, all []verdict) float64 {
	c := found.cue
	if r.classes[c.first] != gerund || r.distanceToStart(c.first) > 0 || found.parts[right].empty() ||
		found.source.empty() || r.words[found.parts[right].first] != thatWord {
		return 0
	}
	at, _ := slices.BinarySearchFunc(all, c.first, func(o verdict, first int) int { return o.cue.first - first })
	for k := at - 1; k >= 0 && r.sentence[all[k].cue.first] >= r.sentence[c.first]-1; k-- {
		if all[k].source == found.source {
			return goesOnAs * r.confidence(all[k].chance)
		}
	}
	return 0
}
