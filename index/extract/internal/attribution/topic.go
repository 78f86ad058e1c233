package attribution

import (
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// namesTopicOnly reports whether indirect content merely names what was spoken of, as
// in "criticised the toll" or "recalled a summer when ...": it has no clause of
// its own, so it says nothing that could be shown as said.
func (v *assembler) namesTopicOnly(found Analysis) bool {
	if v.kind(found) != article.Indirect {
		return false
	}
	for _, part := range found.Parts {
		if v.hasClause(part) {
			return false
		}
	}
	return true
}

// hasClause reports whether a run has a verb before any relative clause: a finite
// one, or an infinitive after to.
func (v *assembler) hasClause(part doc.Range) bool {
	for i := part.First; i < part.Last; i++ {
		c := v.Classes[i]
		switch {
		case i == part.First && v.words[i] == thatWord:
			return true
		case c == gerund && i > part.First && v.afterComma(i):
			return false // what goes on with a participle has a verb of its own: "the offer, preferring to wait until …"
		case i > part.First && (c == wh || v.words[i] == thatWord):
			return false
		case c == base || c == present || c == presentThird || c == preterite || c == modal:
			return true
		}
	}
	return false
}
