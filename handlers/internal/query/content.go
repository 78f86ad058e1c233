package query

import (
	"strings"

	"github.com/briefing-bot/briefing-bot/index"
)

// ContentWords returns a phrase of a question without the words that name nothing.
func ContentWords(s string) string {
	var kept []string
	for w := range strings.FieldsSeq(s) {
		if !functionWords[strings.ToLower(strings.Trim(w, ".,;:?!"))] {
			kept = append(kept, strings.Trim(w, ".,;:?!"))
		}
	}
	return strings.Join(kept, " ")
}

// NoWords reports whether words ask for nothing.
func NoWords(w index.Words) bool { return len(w.Terms)+len(w.Phrases) == 0 }

// functionWords of questions name nothing that a passage could hold.
var functionWords = setOf(`a an the of to in on at by for from with about into over after before between during and or but
	is are was were be been being am do does did done has have had having will would can could shall should may might must
	what which who whom whose when where why how that this these those there here it its he she they them his her their him
	i you we us me my your our any some anything something anyone someone please tell show give find list say says said saying
	not no as than then so if many much long often ago ever yet also just really actually going happen happens happened happening know known
	what's who's that's it's there's where's when's how's let's i'm what’s who’s that’s it’s there’s everyone everybody
	near around within against up out off down`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}
