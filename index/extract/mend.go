package extract

import (
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// concessions begin a clause that the writer grants before what is reported:
// of those before content with its cue after it, PolNeAR's training part leaves
// out twenty such clauses and takes in seven.
var concessions = map[uint32]bool{hashWord("although"): true, hashWord("though"): true, hashWord("despite"): true}

// longestConcession is how many tokens a clause that is granted may have.
const longestConcession = 30

// withoutConcession takes a concession at a sentence's beginning off the
// content: "Although hopes are low, the talks go on, according to Holt."
func (v *view) withoutConcession(part doc.Range) doc.Range {
	if part.Empty() || v.distanceToStart(part.First) > 0 || !concessions[v.words[part.First]] {
		return part
	}
	for i := part.First; i < min(part.First+longestConcession, part.Last-3); i++ {
		if v.classes[i] == comma && !v.isEdge(i+1) {
			return doc.Range{First: i + 1, Last: part.Last}
		}
	}
	return part
}

// torn are the two statements of a verdict of which one part is quoted whole and
// the other lacks a mark: what is sure of the one is not of the other.
func (r *reader) torn(found verdict) []verdict {
	for on, part := range found.parts {
		whole, broken := found, found
		whole.parts[1-on], broken.parts[on] = doc.Range{}, doc.Range{}
		if !part.Empty() && !broken.parts[1-on].Empty() && r.kind(whole.reading) == article.Direct && !r.fragment(part) &&
			r.kind(broken.reading) != article.Direct && r.fragment(broken.parts[1-on]) {
			return []verdict{whole, broken}
		}
	}
	return []verdict{found}
}
