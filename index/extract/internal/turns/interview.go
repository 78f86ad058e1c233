package turns

import (
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// findInterviewee returns who gives the answers: the one person whom the text names in full
// before the first question, or who it says was interviewed; noName if that is not clear.
func (d *document) findInterviewee(paragraphs []paragraph) (who name) {
	names := map[string]bool{}
	for _, p := range paragraphs {
		if p.form == question || p.form == answer || d.Stopped() {
			break
		}
		for i := p.First; i < p.Last; i++ {
			n := name{}
			if d.Capital(i) {
				n = d.nameAt(i, p.Last)
			}
			if n.sure == noName {
				continue
			}
			if n.sure == full && (d.named(n) || i == p.First || d.StartsSentence(i) || d.interviewed(n)) {
				if names[d.key(n)] = true; len(names) == 1 || d.interviewed(n) {
					who = n
				}
				if d.interviewed(n) {
					return d.otherThanReporter(n)
				}
			}
			i = n.Last - 1
		}
	}
	if len(names) != 1 || d.reports(who) {
		return name{}
	}
	return who
}

// interviewed reports whether the words around n say that an interview was held with it: there, or
// in a sentence after it that names nobody else ("She spoke to us", "We met her at the mill").
func (d *document) interviewed(n name) bool {
	switch before := d.Word(n.First - 1); {
	case before == "with", before == "interviewed", before == "asked", before == "met":
		return true
	case before == "for" && strings.HasPrefix(strings.ToLower(d.Word(n.First-2)), "question"):
		return true
	}
	end := n.Last
	for end < len(d.Tokens) && d.SentenceOf[end] == d.SentenceOf[n.First] {
		if end < n.Last+maxRole && talks[d.Word(end)] {
			return true
		}
		end++
	}
	for i := end; i < d.paragraphEnd(n.First); i++ {
		switch {
		case d.Capital(i) && d.nameAt(i, len(d.Tokens)).sure == full:
			return false
		case d.takesUp(i):
			return true
		}
	}
	return false
}

// talks are the verbs of those who give an interview.
var talks = map[string]bool{"spoke": true, "talked": true, "sat": true, "answered": true, "discussed": true}

// takesUp reports whether the verb at token i says that he or she talked, or that we met them.
func (d *document) takesUp(i int) bool {
	before := strings.ToLower(d.Word(i - 1))
	switch {
	case before == "she" || before == "he":
		return talks[d.Word(i)]
	case before != "we" && before != "i":
		return false
	}
	switch d.Word(i) {
	case "met", "spoke", "talked", "sat", "asked", "interviewed", "visited", "called":
		for j := i + 1; j < min(i+4, len(d.Tokens)); j++ {
			if w := d.Word(j); w == "her" || w == "him" {
				return true
			}
		}
	}
	return false
}

// paragraphEnd returns where the paragraph of token i ends.
func (d *document) paragraphEnd(i int) int {
	k, _ := slices.BinarySearchFunc(d.Paragraphs, i+1, func(p doc.Range, i int) int { return p.Last - i })
	return d.Paragraphs[k].Last
}

// otherThanReporter returns which of n and the other one named in its sentence is interviewed: the one
// who is no reporter. It returns noName if that is not clear.
func (d *document) otherThanReporter(n name) name {
	s := d.Sentences[d.SentenceOf[n.First]]
	for i := s.First; i < s.Last; i++ {
		if i >= n.First && i < n.Last || !d.Capital(i) {
			continue
		}
		other := d.nameAt(i, s.Last)
		if other.sure != full {
			i = max(i, other.Last-1)
			continue
		}
		switch {
		case d.key(other) == d.key(n) || d.reports(other) || !d.named(other):
		case d.reports(n):
			return other
		case other.First < n.First || d.talksTo(n, other):
			return name{}
		}
		i = other.Last - 1
	}
	if d.reports(n) {
		return name{}
	}
	return n
}

// talksTo reports whether n is said to talk to or with other.
func (d *document) talksTo(n, other name) bool {
	before := d.Word(other.First - 1)
	return (before == "to" || before == "with") && other.First-n.Last <= maxRole
}

// reports reports whether the words around n make it a reporter: "our reporter Ann Holm", "Ann
// Holm of the Gazette".
func (d *document) reports(n name) bool {
	if n.sure == noName {
		return false
	}
	last := n.Last
	if w := d.Word(last); w == "," || w == "of" || w == "from" {
		last = min(last+maxOther, len(d.Tokens))
	}
	for i := max(d.Sentences[d.SentenceOf[n.First]].First, n.First-2); i < last; i++ {
		if w := strings.ToLower(d.Word(i)); reporters[w] || i > n.Last && outlets[w] && d.Word(n.Last) != "," {
			return true
		}
	}
	return false
}

// reporters are what those are called who ask.
var reporters = wordlist.Set(wordFiles, "reporters")

// maxQuestion is how many tokens a question of an interview may have.
const maxQuestion = 60

// questions returns the paragraphs that are questions of an interview without labels, each with its
// answer after it: where the text says who was interviewed, and somebody answers for himself.
func (d *document) questions(paragraphs []paragraph, who name) (asked []int) {
	if who.sure == noName || !d.interviewed(who) && !d.reportsBeside(who) {
		return nil
	}
	personal := false
	for k, p := range paragraphs {
		if p.form == prose && p.Len() <= maxQuestion && d.Word(p.Last-1) == "?" && !d.inQuotes(p.Range) && p.First > who.Last &&
			k+1 < len(paragraphs) && paragraphs[k+1].form == prose && d.Word(paragraphs[k+1].Last-1) != "?" {
			asked = append(asked, k)
			personal = personal || d.personal(paragraphs[k+1].Range)
		}
	}
	if len(asked) < 2 || !personal {
		return nil
	}
	return asked
}

// reportsBeside reports whether a reporter is named in the sentence of who.
func (d *document) reportsBeside(who name) bool {
	s := d.Sentences[d.SentenceOf[who.First]]
	for i := s.First; i < who.First; i++ {
		if n := d.nameAt(i, s.Last); d.Capital(i) && n.sure == full && d.reports(n) {
			return true
		}
	}
	return false
}
