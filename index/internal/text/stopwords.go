package text

import (
	"strings"
	"sync"
)

// IsStopWord reports whether a folded word carries no topic. A query drops stop
// words unless it consists of nothing else.
func IsStopWord(form string) bool { return stopWords[form] }

// IsStopStem reports whether a stop word may have a stem.
func IsStopStem(stem string) bool { return stopStems()[stem] }

var stopStems = sync.OnceValue(func() map[string]bool {
	analyzer, out := NewAnalyzer(), map[string]bool{}
	for form := range stopWords {
		for _, stem := range analyzer.StemsOf(form) {
			out[stem] = true
		}
	}
	return out
})

var stopWords = Set(`a about above after again against all also am among an and any are arent as at be because been
	before being below between both but by can cant cannot could couldnt did didnt do does doesnt doing dont down during
	each either few for from further had hadnt has hasnt have havent having he hed hell her here heres hers herself hes
	him himself his how hows i id if ill im in into is isnt it its itself ive just let lets may me might more most much must
	mustnt my myself neither nor no not now of off on once only or other ought our ours ourselves out over own quite
	rather same shall shant she shed shell shes should shouldnt so some such than that thats the their theirs them
	themselves then there theres these they theyd theyll theyre theyve this those through thus to too toward towards
	under until up upon us very was wasnt we wed well were werent weve what whats when whens where wheres whether which
	while who whom whos whose why whys will with within without wont would wouldnt yes yet you youd youll your youre
	yours yourself yourselves youve`)

// Set returns a set of words that are separated by white space.
func Set(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
