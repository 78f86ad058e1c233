package attribution

import (
	"cmp"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
)

// Statements returns the attributions of d: content, cue, source and confidence,
// ordered by the start of their content. Whom the source words mean is left to a
// later stage.
func (m *Model) Statements(d *doc.Document) []article.Statement {
	if d.Stopped() {
		return nil
	}
	r := assembler{Features: NewFeatures(d, &m.Tagger, m.Table), Model: m}
	settled := m.Decode(r.Features)
	for i := range settled {
		settled[i] = clauses{&r}.endAtSecondVerb(r.withinSentence(settled[i]))
		settled[i].Source = clauses{&r}.ofPassive(settled[i])
	}
	coordination{&r}.divide(settled)
	coordination{&r}.shareSources(settled)
	var out []article.Statement
	kept := slices.DeleteFunc(DropNested(settled), func(found Decoding) bool {
		return found.Chance < m.MinChance && !r.isDirect(found) || r.isQuestionPut(found) || r.saysNothing(found) || remarks{&r}.leavesOpen(found) || r.asksNoName(found) || remarks{&r}.yetToCome(found) ||
			clauses{&r}.onlySubject(found) || clauses{&r}.isAsked(found, settled)
	})
	for k, found := range kept {
		if d.Stopped() {
			return nil
		}
		found.Parts[Right] = r.goesOn(kept, k)
		for _, found := range r.splitTorn(found) {
			if st, ok := r.show(found, settled); ok {
				out = append(out, st)
			}
		}
	}
	rest := newSpeeches(&r, out)
	rest.complete(out)
	out = append(out, rest.alone()...)
	slices.SortStableFunc(out, func(a, b article.Statement) int {
		return cmp.Or(a.Content[0].Start-b.Content[0].Start, a.Cue.Start-b.Cue.Start)
	})
	return out
}

// show returns a decoding as the statement that is shown, if it is one to show.
func (v *assembler) show(found Decoding, settled []Decoding) (article.Statement, bool) {
	if v.kind(found.Analysis) == article.Indirect {
		found.Parts[Left] = v.trimConcession(found.Parts[Left])
	}
	found.Parts[Right] = clauses{v}.withoutAnswer(found)
	if v.kind(found.Analysis) != article.Direct {
		if (clauses{v}).tellsNothing(found) {
			return article.Statement{}, false
		}
		var known bool
		if found.Parts[Right], known = (clauses{v}).withSubject(found); !known {
			return article.Statement{}, false
		}
		found.Parts[Right] = remarks{v}.cut(found, settled)
		found.Parts[Right] = clauses{v}.beforeMainVerb(found)
		found.Parts[Right] = clauses{v}.beforeMainClause(found)
	}
	found.Parts = v.dropQuestion(found.Parts)
	found.Parts = v.dropPassive(found)
	for on, part := range found.Parts {
		found.Parts[on] = v.withoutDateline(part)
	}
	found.Source = v.sourceWithoutDateline(found.Source)
	found.Source = clauses{v}.tidySource(clauses{v}.ownSource(found), found.Cue)
	quoted := secondHand{v}.quotedAs(&found)
	st := v.statement(found)
	if len(st.Content) == 0 || st.Confidence < v.leastSure(found) {
		return st, false
	}
	st.Inner = v.inner(found, settled)
	if !quoted.Empty() {
		st.Inner = v.bytes(quoted)
	}
	if st.Inner.IsZero() && st.Kind == article.Direct {
		st.Inner = v.innerSubject(found)
	}
	return st, true
}

// minTopicConfidence is the confidence from which on a topic that is named, with
// nothing said of it, counts as a statement. On PolNeAR's held-out articles
// half of them are wrong; nobody who asks who said what wants to read them.
const minTopicConfidence = 0.95

// The same for what is quoted in whole or in part beside said: what is doubted then is how it is
// cut or who speaks, not that somebody said it.
const (
	minDirectConfidence = 0.25
	minMixedConfidence  = 0.35
)

// minActConfidence is the same for what a speech act is about (topic.go).
const minActConfidence = 0.5

// minConfidence is the confidence from which on a statement is given. On PolNeAR's
// development part statements lose 0.2 of F1 by it and gain 2.8 of precision (docs/MODEL.md):
// a reader is harmed more by what nobody said than by what is left out.
const minConfidence = 0.4

// statement puts a decoding into bytes.
func (v *assembler) statement(found Decoding) article.Statement {
	st := article.Statement{Speaker: article.Nobody, Confidence: v.confidence(found.Chance), Cue: v.bytes(found.Cue.Range)}
	if !found.Source.Empty() {
		st.Source = v.bytes(found.Source)
	}
	st.Kind = v.kind(found.Analysis)
	for _, part := range found.Parts {
		switch {
		case part.Empty():
		case st.Kind == article.Direct:
			st.Content = append(st.Content, v.quotedSpans(part)...)
		default:
			st.Content = append(st.Content, v.balanced(part))
		}
		st.Fragment = st.Fragment || v.fragment(part)
	}
	if st.Kind == article.Direct && !found.Parts[Left].Empty() && !found.Parts[Right].Empty() {
		v.keepInnerMarks(found.Analysis, st.Content)
	}
	st.Why = v.explain(found)
	return st
}

// clauses corrects decodings that reach beyond the clause of their cue, as its grammar shows.
type clauses struct{ *assembler }

// beforeMainVerb returns the content after a cue in a relative clause without the rest of the sentence around it: "Holt, who
// said the dam would hold, resigned". Its verb is the first after a comma that closes no apposition.
func (v clauses) beforeMainVerb(found Decoding) doc.Range {
	part := found.Parts[Right]
	if part.Empty() || part.First < found.Cue.Last || !found.Parts[Left].Empty() || !v.relative(found.Cue.First) {
		return part
	}
	commas := 0
	for i := part.First; i+1 < part.Last; i++ {
		if v.Classes[i] != comma || v.quoted[i] >= 0 && v.quoted[i+1] >= 0 {
			continue
		}
		verb := i + 1
		for verb < part.Last && (v.marks[verb]&closesQuote != 0 || v.Classes[verb] == adverb) {
			verb++
		}
		if verb < part.Last && v.quoted[verb] < 0 && v.Classes[verb].finite() && commas%2 == 0 {
			return doc.Range{First: part.First, Last: i}
		}
		commas++
	}
	return part
}

// maxRelative is how many tokens may be between "who" and the verb of its clause: "who, as a young man, said".
const maxRelative = 8

// relative reports whether the verb at token i is that of a clause that who or which opens after a comma.
func (v clauses) relative(i int) bool {
	first := v.Sentences[v.sentence[i]].First
	for j := i - 1; j > first && j >= i-maxRelative; j-- {
		switch {
		case v.quoted[j] >= 0 || v.Classes[j].finite():
			return false
		case v.Classes[j] == wh:
			return v.Classes[j-1] == comma
		}
	}
	return false
}

// ownSource returns a source before its cue without another clause of saying that is before it: "Inspector Kemble said Lind,
// when arrested, replied".
func (v clauses) ownSource(found Decoding) doc.Range {
	source := found.Source
	if source.Last > found.Cue.First {
		return source
	}
	for i := source.Last - 2; i > source.First; i-- {
		if v.Classes[i] == wh {
			return source
		}
		if !v.Classes[i].finite() || !v.says(doc.Range{First: i, Last: i + 1}) {
			continue
		}
		for j := source.First; j < i; j++ {
			if v.Classes[j] == wh || v.words[j] == thatWord {
				return source // a man who said he was Berg
			}
		}
		return v.subjectAfter(i, source)
	}
	return source
}

// ofPassive returns a source without the words of a passive: nobody is named in "it has been said that".
func (v clauses) ofPassive(found Decoding) doc.Range {
	source := found.Source
	if source.Empty() || source.Last != found.Cue.First || !passives[v.words[source.Last-1]] || v.quoted[source.Last-1] != v.quoted[found.Cue.First] {
		return source
	}
	return doc.Range{}
}

// subjectAfter returns what of a source is after the verb of saying at token i, if that is a subject without a verb of its own;
// the whole source otherwise.
func (v clauses) subjectAfter(i int, source doc.Range) doc.Range {
	own := doc.Range{First: i + 1, Last: source.Last}
	for j := own.First; j < source.Last; j++ {
		switch {
		case v.words[j] == thatWord:
			own.First = j + 1
		case v.Classes[j].finite():
			return source
		}
	}
	if own.Empty() {
		return source
	}
	return own
}

// onlySubject reports whether the content of "according to" is only the subject of what another cue reports: "The
// minister, according to those present, said that …".
func (v clauses) onlySubject(found Decoding) bool {
	left, end := found.Parts[Left], found.Source.Last
	if left.Empty() || !found.Parts[Right].Empty() || found.Source.First < found.Cue.Last || v.words[found.Cue.Last-1] != toWord || end+1 >= len(v.Tokens) || v.Classes[end] != comma || !v.Classes[end+1].finite() {
		return false
	}
	for i := left.First; i < left.Last; i++ {
		if v.quoted[i] >= 0 || v.Classes[i].finite() {
			return false
		}
	}
	return true
}

// isAsked reports whether a decoding tells what the source of another one was asked: "The president, asked about the bill,
// said". The other's source holds it.
func (v clauses) isAsked(found Decoding, all []Decoding) bool {
	if found.Source.Empty() || found.Source.First >= found.Cue.First || !askers[v.words[found.Cue.First]] || v.Classes[found.Cue.First-1] != comma {
		return false
	}
	at, _ := slices.BinarySearchFunc(all, found.Cue.Last, func(o Decoding, last int) int { return o.Cue.First - last })
	for ; at < len(all) && v.sentence[all[at].Cue.First] == v.sentence[found.Cue.First]; at++ {
		if source := all[at].Source; source.First == found.Source.First && found.Cue.Last <= source.Last {
			return true
		}
	}
	return false
}

// endAtSecondVerb cuts what somebody is accused of before the next verb of the one who accuses: "accused the council of lying and
// demanded an inquiry".
func (v clauses) endAtSecondVerb(found Decoding) Decoding {
	part := &found.Parts[Right]
	if part.Empty() || v.stems[found.Cue.First] != accuseStem && !predications[v.stems[found.Cue.First]] || found.Cue.First > part.First {
		return found
	}
	for i := part.First + 1; i+1 < part.Last; i++ {
		if v.quoted[i] >= 0 || v.Classes[i] == wh || v.Classes[i].finite() || subordinators[v.words[i]] && v.words[i] != asWord && v.words[i] != forWord || v.words[i] == thatWord {
			return found
		}
		if !links[v.words[i]] {
			continue
		}
		verb := i + 1
		for verb < part.Last && v.Classes[verb] == adverb {
			verb++
		}
		if verb < part.Last && v.Classes[verb].finite() {
			part.Last = i
			if v.Classes[i-1] == comma {
				part.Last--
			}
			return found
		}
	}
	return found
}

// coordination finds verbs that have one subject.
type coordination struct{ *assembler }

// divide cuts what follows a cue before "and", "but" or "while" and another one with a subject of its own, in the same tense:
// "Holt said the roof was safe, but Berg said it was not". Were Holt the one who tells what Berg said, Berg had said it.
func (v coordination) divide(all []Decoding) {
	for k := range all {
		part := &all[k].Parts[Right]
		if part.Empty() || part.First < all[k].Cue.Last || all[k].quoted {
			continue
		}
		tense := v.tense(all[k].Cue)
		for _, o := range all[k+1:] {
			if o.Cue.First >= part.Last {
				break
			}
			link := o.Source.First - 1
			if o.Source.Empty() || link <= part.First+1 || o.Source.Last > o.Cue.First || o.Parts[Right].Empty() || o.Chance < minHolder || v.quoted[link] >= 0 || !parting[v.words[link]] || v.quoted[o.Cue.First] >= 0 ||
				v.tense(o.Cue) != tense || tense == Outside || pronounSubjects[v.words[o.Source.First]] || selves[v.words[o.Source.First]] {
				continue
			}
			if v.Classes[link-1] == comma {
				link--
			}
			for at := k; at < len(all) && all[at].Cue.First < link; at++ { // and what is reported within
				if inner := &all[at].Parts[Right]; inner.First < link && inner.Last > link {
					inner.Last = link
				}
			}
			break
		}
	}
}

// tense returns the class of the finite verb that a cue begins with; Outside if it begins with none, or with have.
func (v coordination) tense(c Cue) PartOfSpeech {
	for i := c.First; i < c.Last; i++ {
		switch {
		case auxiliaries[v.words[i]]:
			return Outside
		case v.Classes[i].finite():
			return v.Classes[i]
		}
	}
	return Outside
}

// parting join a clause to one of somebody else.
var parting = map[uint32]bool{HashWord("and"): true, HashWord("but"): true, HashWord("while"): true, HashWord("whereas"): true, HashWord(";"): true}

// shareSources gives a cue without a source that of the cue before, where "and" or "but" joins the two
// verbs and no other verb is between, as in "Holt called it a disgrace, and demanded an apology": both
// have one subject.
func (v coordination) shareSources(all []Decoding) {
	for k := 1; k < len(all); k++ {
		found, before := &all[k], all[k-1]
		if !found.Source.Empty() || before.Source.Empty() || v.sentence[before.Cue.First] != v.sentence[found.Cue.First] || !v.hasSubject(found.Cue) {
			continue
		}
		link := found.Cue.First - 1
		for link > before.Cue.Last && v.Classes[link] == adverb {
			link--
		}
		first := max(before.Cue.Last, before.Source.Last)
		if link >= first && links[v.words[link]] && v.sharesSubject(doc.Range{First: first, Last: link}) {
			found.Source, found.Chance = before.Source, found.content
		}
	}
}

// hasSubject reports whether a cue is an active verb that a subject has.
func (v coordination) hasSubject(c Cue) bool {
	for i := c.First; i < c.Last; i++ {
		if v.quoted[i] >= 0 || passives[v.words[i]] {
			return false
		}
	}
	return v.Classes[c.First].finite() || v.Classes[c.First] == participle && v.words[c.Last] != byWord
}

// passives are the forms of be that make a cue passive.
var passives = map[uint32]bool{HashWord("is"): true, HashWord("are"): true, HashWord("was"): true, HashWord("were"): true, HashWord("be"): true, HashWord("been"): true, HashWord("being"): true}

// sharesSubject reports whether what is between two verbs is not a clause whose subject the second may have.
func (v coordination) sharesSubject(between doc.Range) bool {
	for i := between.First; i < between.Last; i++ {
		if c := v.Classes[i]; v.quoted[i] < 0 && (c.finite() || c == wh || c == base || v.words[i] == thatWord) {
			return false
		}
	}
	return true
}

var byWord = HashWord("by")
