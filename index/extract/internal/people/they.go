package people

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// they resolves They at token i to one person, if nothing else can be meant:
// somebody of whom the article says that they use this pronoun, or the one
// person of the sentence before, who spoke there and whose gender is not known.
func (w *resolver) they(i int) {
	if w.quoted[i] >= 0 {
		return
	}
	id := w.neutralHere(i)
	if id < 0 {
		id = w.loneSpeaker(i)
	}
	if id >= 0 {
		w.addMention(id, i, i+1, true, sureThey)
	}
}

// declareNeutral notes whom the article says to use the pronoun they, at the
// word pronoun in token i.
func (w *resolver) declareNeutral(i int) {
	if w.quoted[i] >= 0 || w.local < 0 || len(w.entities[w.local].forms) == 0 && w.entities[w.local].full.Last == 0 {
		return
	}
	for j := max(0, i-4); j < min(i+5, len(w.Tokens)); j++ {
		if strings.EqualFold(w.Word(j), "they") && w.SentenceOf[j] == w.inSentence {
			w.entities[w.local].neutral, w.entities[w.local].gender = true, 0
			w.neutral, w.neutralAt = w.local, max(i, j)+1
		}
	}
}

// neutralHere returns the person known to use they whom the article was speaking of
// last, or -1 if a group was mentioned since.
func (w *resolver) neutralHere(i int) int {
	if w.neutral < 0 || w.neutralAt >= i || w.salienceOf(w.neutral) == 0 || w.groupIn(w.neutralAt, i) {
		return -1
	}
	if w.besideSpeech(i, i+1) || theySpeak[w.Word(i+1)] || w.Sentences[w.inSentence].First == i {
		return w.neutral
	}
	return -1
}

// theySpeak are speech verbs as they come after they.
var theySpeak = wordlist.Set(wordFiles, "they_speak")

// loneSpeaker returns whom "They said" means after a sentence of the same paragraph
// that names one person and no group, -1 otherwise.
func (w *resolver) loneSpeaker(i int) int {
	s := int(w.inSentence)
	if s == 0 || w.Sentences[s].First != i || !w.besideSpeech(i, i+1) {
		return -1
	}
	before, id := w.Sentences[s-1], w.lastSubject
	if before.First < w.Paragraphs[w.inParagraph].First || id < 0 || !w.speechOnly(before) {
		return -1
	}
	who := &w.entities[id]
	if who.gender != 0 || who.full.Last-who.full.First < 2 || w.groupIn(before.First, i) || w.othersIn(before, id) || w.groupOpens() {
		return -1
	}
	return id
}

// speechOnly reports whether the first verb of a sentence, quotations aside, says
// that somebody spoke.
func (w *finder) speechOnly(s doc.Range) bool {
	for i := s.First; i < s.Last; i++ {
		if info := w.Info[i]; w.quoted[i] < 0 && !w.reported[i] && !w.Capital(i) && info.Is(lexicon.SpeechVerb|lexicon.VerbWord|lexicon.PersonVerb) {
			return info.Is(lexicon.SpeechVerb)
		}
	}
	return false
}

// othersIn reports whether a sentence mentions somebody besides the entity id.
func (w *finder) othersIn(s doc.Range, id int) bool {
	at, _ := slices.BinarySearchFunc(w.candidates, s.First, func(n candidate, first int) int { return n.First - first })
	for ; at < len(w.candidates) && w.candidates[at].First < s.Last; at++ {
		if n := w.candidates[at]; !n.body && n.entity != id && (n.entity >= 0 || n.score >= minScore) {
			return true
		}
	}
	for i := len(w.mentions) - 1; i >= 0 && w.mentions[i].Start >= w.Tokens[s.First].Start; i-- {
		if w.mentions[i].entity != id {
			return true
		}
	}
	return false
}

// groupIn reports whether there are words for several persons in tokens first to last,
// quotations aside.
func (w *finder) groupIn(first, last int) bool {
	for i := first; i < last; i++ {
		if w.quoted[i] < 0 && w.group(i) {
			return true
		}
	}
	return false
}

// groupOpens reports whether an earlier sentence of the paragraph has several persons
// for its subject.
func (w *resolver) groupOpens() bool {
	for s := int(w.inSentence) - 1; s >= 0 && w.Sentences[s].First >= w.Paragraphs[w.inParagraph].First; s-- {
		for j := w.Sentences[s].First; j < w.Sentences[s].Last && j < w.Sentences[s].First+5; j++ {
			if w.Info[j].Is(lexicon.VerbWord|lexicon.SpeechVerb|lexicon.PersonVerb|lexicon.Preposition|lexicon.ClauseStart) || w.Tokens[j].Kind == doc.Mark {
				break
			}
			if w.group(j) {
				return true
			}
		}
	}
	return false
}

// group reports whether the word at token i means several persons.
func (w *finder) group(i int) bool {
	word := w.Word(i)
	if w.Tokens[i].Kind != doc.Word || len(word) < 3 || word == "who" {
		return false
	}
	word = lexicon.Folded(word)
	if groupWords[word] {
		return true
	}
	one, plural := strings.CutSuffix(word, "s")
	return plural && lexicon.Words[one].Is(lexicon.RoleNoun|lexicon.TitleWord)
}

// groupWords mean several persons, or bodies that are spoken of as such.
var groupWords = wordlist.Set(wordFiles, "group_words")
