package people

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// resolver finds whom pronouns and descriptions mean.
type resolver struct {
	discourse
	ages map[string]int // entity by the age that the article prints, -1 where several have it
}

func (c *finder) newResolver() *resolver {
	w := &resolver{discourse: discourse{finder: c, subject: -1, lastSubject: -1, speaker: -1, neutral: -1, clause: -1, local: -1, lastNamed: -1, quoteHeld: -1, quoteOf: -1, inSentence: -1, inRole: make([]bool, len(c.Tokens))}}
	w.countTold()
	for i := range c.entities {
		c.entities[i].rank = salience{}
		for _, r := range c.entities[i].roles {
			if r.deed {
				continue
			}
			for t := r.first; t < r.last; t++ {
				w.inRole[t] = true
			}
		}
	}
	return w
}

// addMention records that tokens first to last mean entity id, with the probability that
// they do.
func (w *resolver) addMention(id, first, last int, pronoun bool, sure float64) {
	span := w.Span(first, last)
	if pronoun {
		span = w.PronounSpan(first)
	}
	w.mentions = append(w.mentions, mention{Span: span, entity: id, pronoun: pronoun, sure: sure})
	owns := pronoun && possessors[strings.ToLower(w.Word(first))] && w.beforeNoun(last)
	w.noteMention(id, first, last, candidate{Range: doc.Range{First: first, Last: last}, title: -1, owns: owns})
	w.entities[id].sure = sure
}

// candidateAfter returns the name that begins at token i, a title or article aside.
func (w *resolver) candidateAfter(i int) *candidate {
	for n := w.next; n < len(w.candidates) && w.candidates[n].First < i+6; n++ {
		c := &w.candidates[n]
		if c.First == i || c.First > i && c.title >= 0 && w.roleStart(c.title, i) == i {
			return c
		}
		if c.First > i {
			return nil
		}
	}
	return nil
}

// quoteSpeaker returns the speaker of the quotation that token i is in, who is no
// he or she there; -1 if none is known.
func (w *resolver) quoteSpeaker(i int) int {
	q := w.quoted[i]
	if q < 0 || w.speaking[q] < 0 {
		return -1
	}
	return w.statements[w.speaking[q]].Speaker
}

// namedBySource returns the entities that the speaker at token i speaks of in their own
// words, and who therefore are not that speaker: "“Berg is a friend,” she said". Somebody
// named before an inserted "she said", outside quotation marks, may still be her.
func (w *resolver) namedBySource(i int) []int32 {
	var named []int32
	if w.Word(i-1) == "," && w.besideSpeech(i, i+1) && w.subject >= 0 && w.entities[w.subject].unnamed() {
		named = append(named, int32(w.subject)) // the driver, he said, was drunk
	}
	if w.replies(i) {
		named = append(named, int32(w.speaker))
	}
	s, ok := w.sourceAt[i]
	if !ok {
		return named
	}
	spans := w.statements[s].Content
	if inner := w.statements[s].Inner; !inner.IsZero() {
		spans = append(slices.Clip(spans), inner) // he quoted Berg as saying
	}
	for _, span := range spans {
		first, last := w.TokensIn(span)
		at, _ := slices.BinarySearchFunc(w.candidates, first, func(n candidate, first int) int { return cmp.Compare(n.First, first) })
		for ; at < len(w.candidates) && w.candidates[at].First < last; at++ {
			n := w.candidates[at]
			if n.entity >= 0 && !n.modifier && (first > i || w.quoted[n.First] >= 0) {
				named = append(named, int32(n.entity))
			}
		}
		for _, id := range w.recent {
			if who := &w.entities[id]; who.unnamed() && who.roles[0].first >= first && who.roles[0].first < last {
				named = append(named, id)
			}
		}
	}
	return named
}

// replies reports whether the pronoun at token i answers the last speaker, who therefore
// is somebody else: "Berg asked why. “I forgot,” she replied." Somebody who is asked
// in the same sentence ("Asked why, she replied") may be the last speaker.
func (w *resolver) replies(i int) bool {
	if w.speaker < 0 || !replyVerbs[w.Word(i+1)] && !(w.Word(i+1) == "shot" && w.Word(i+2) == "back") || w.told[w.inSentence]-w.told[w.speakerAt] > 1 {
		return false
	}
	for j := w.Sentences[w.inSentence].First; j < i; j++ {
		if word := w.Word(j); w.quoted[j] < 0 && (word == "asked" || word == "Asked" || word == "questioned" || word == "Questioned") {
			return false
		}
	}
	return w.inSentence > w.speakerAt
}

// replyVerbs say that somebody answers somebody else.
var replyVerbs = map[string]bool{"replied": true, "replies": true, "answered": true, "answers": true, "retorted": true,
	"countered": true, "responded": true, "responds": true}

// beforeNoun reports whether "her" comes before a noun at i rather than alone.
func (w *resolver) beforeNoun(i int) bool {
	if i >= len(w.Tokens) || w.Tokens[i].Kind != doc.Word {
		return i < len(w.Tokens) && w.Tokens[i].Kind == doc.Number
	}
	info := w.Info[i]
	return !info.Is(lexicon.Preposition|lexicon.VerbWord|lexicon.PronounWord|lexicon.SpeechVerb) && !(info.Is(lexicon.CommonWord) && !info.Is(lexicon.RoleModifier|lexicon.RoleNoun)) || info.Is(lexicon.RoleNoun|lexicon.RoleModifier|lexicon.OrgNoun)
}
