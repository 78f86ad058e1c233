package turns

import (
	"cmp"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
)

// Find returns the statements that the layout of d makes, ordered by their content, and d
// without the labels that name nobody. Each statement has a source and no cue.
func Find(d *lexicon.Tagged) ([]article.Statement, *doc.Document) {
	if d.Stopped() {
		return nil, d.Document
	}
	f := &finder{document: document{Tagged: *d}}
	for _, q := range d.Quotes {
		if q.Depth == 0 {
			f.outer = append(f.outer, q)
		}
	}
	f.paragraphs = make([]paragraph, len(d.Paragraphs))
	for k, r := range d.Paragraphs {
		if d.Stopped() {
			return nil, d.Document
		}
		f.paragraphs[k] = f.look(r)
	}
	f.settle()
	for k := range f.paragraphs {
		if d.Stopped() {
			return nil, d.Document
		}
		f.read(k)
	}
	return f.found, d.Without(func(k int) int {
		switch p := f.paragraphs[k]; p.form {
		case question, answer:
			return p.words - p.First
		}
		return 0
	})
}

// finder finds the turns of one document.
type finder struct {
	document
	paragraphs  []paragraph
	names       map[string]int // how many labels and lines have each family name
	transcript  bool           // the text has turns of a transcript or interview
	unlabelled  bool           // an interview without labels: whose a paragraph is only its question tells
	interviewee name
	// An answer says I or we: the questions and answers are an interview's, not a page of advice.
	personalAnswers bool
	found           []article.Statement
}

// How likely a statement of each form is right.
const (
	sureLabel = 0.95 // before a colon, after a dash
	sureLine  = 0.9  // on a line of its own
	sureGuess = 0.8  // taken from the words before the interview, or before the quotation
)

// settle decides which labels and lines are names, once all are known.
func (f *finder) settle() {
	f.settleInitials()
	var known map[string]bool
	f.names = map[string]int{}
	for k := range f.paragraphs {
		p := &f.paragraphs[k]
		if p.form != label && p.form != nameLine {
			continue
		}
		if p.who.sure == oneWord {
			if known == nil {
				known = f.familyNames()
			}
			if known[f.key(p.who)] {
				p.who.sure = full
			}
		}
		f.names[f.key(p.who)]++
	}
	turns := 0
	var unsure []int // labels of one word that name nobody for certain
	for k := range f.paragraphs {
		p := &f.paragraphs[k]
		switch {
		case p.who.sure != oneWord:
		case p.form == label && f.names[f.key(p.who)] < 2:
			unsure = append(unsure, k)
			p.form, p.who = prose, name{}
		case p.form == nameLine:
			*p = paragraph{Range: p.Range, words: p.First}
		}
		if p.form == label || p.form == question || p.form == answer {
			turns++
		}
		f.personalAnswers = f.personalAnswers || p.form == answer && f.personal(p.Range)
	}
	f.transcript = turns > 1
	f.settleUnsure(unsure)
	f.settleOthers()
	f.interviewee = f.findInterviewee(f.paragraphs)
	if turns == 0 {
		f.settleQuestions()
	}
}

// settleUnsure takes the labels of one word that may be a name, but is not known for one, for
// those of who asks in a transcript: they end the turn before them. Elsewhere they are none.
func (f *finder) settleUnsure(labels []int) {
	for _, k := range labels {
		if p := &f.paragraphs[k]; f.transcript && (doc.AllCapitals(f.Word(p.First)) || f.PlainName(p.First)) {
			p.form = question
		} else {
			p.words = p.First
		}
	}
}

// settleOthers takes the labels of a transcript that name nobody for those of who asks, and
// elsewhere for none.
func (f *finder) settleOthers() {
	for k := range f.paragraphs {
		if p := &f.paragraphs[k]; p.form == otherLabel && f.transcript {
			p.form = question
		} else if p.form == otherLabel {
			*p = paragraph{Range: p.Range, words: p.First}
		}
	}
}

// settleInitials takes Q and A with a full stop for initials of names, unless the text has both.
func (f *finder) settleInitials() {
	var seen [2]bool
	for _, p := range f.paragraphs {
		seen[0] = seen[0] || p.form == question
		seen[1] = seen[1] || p.form == answer
	}
	for k := range f.paragraphs {
		if p := &f.paragraphs[k]; (p.form == question || p.form == answer) && f.Word(p.First+1) == "." && !(seen[0] && seen[1]) {
			*p = paragraph{Range: p.Range, words: p.First}
		}
	}
}

// settleQuestions finds the answers of an interview whose questions have no label.
func (f *finder) settleQuestions() {
	asked := f.questions(f.paragraphs, f.interviewee)
	for _, k := range asked {
		f.paragraphs[k].form, f.paragraphs[k+1].form = question, answer
		f.transcript, f.unlabelled = true, true
	}
}

// read adds the statements of paragraph k.
func (f *finder) read(k int) {
	p := f.paragraphs[k]
	rest := doc.Range{First: p.words, Last: p.Last}
	switch p.form {
	case label:
		f.readLabel(k, rest)
	case answer:
		switch {
		case rest.Empty():
		case f.interviewee.sure == full:
			f.add(f.interviewee, f.turn(k, rest), sureGuess, "an answer of the one who is interviewed")
		case f.personalAnswers:
			f.add(name{Range: doc.Range{First: p.First, Last: p.First + 1}}, f.turn(k, rest), sureGuess, "an answer, whose the text does not say")
		}
	case nameLine:
		f.readLine(k)
	case prose:
		f.readQuotation(k)
	}
}

// readLine adds the turn below a name on a line of its own, where the text has several.
func (f *finder) readLine(k int) {
	p := f.paragraphs[k]
	if f.names[f.key(p.who)] < 2 || !f.adjacent(k) || f.adjacent(k-1) {
		return
	}
	if next := f.paragraphs[k+1]; next.form == prose && !f.inQuotes(next.Range) {
		f.add(p.who, f.said(next.Range), sureLine, "the name is on a line above")
	}
}

func (f *finder) readLabel(k int, rest doc.Range) {
	p := f.paragraphs[k]
	switch {
	case rest.Empty():
		if k+1 < len(f.paragraphs) && f.paragraphs[k+1].form == prose {
			if next := f.paragraphs[k+1].Range; f.inQuotes(next) || f.transcript {
				f.add(p.who, f.turn(k+1, next), sureLabel, "the name is before a colon")
			}
		}
	case f.inQuotes(rest):
		f.add(p.who, f.turn(k, rest), sureLabel, "the name is before a colon")
	case f.transcript && f.quotation(rest.First) < 0 && f.Word(rest.First) != "“":
		f.add(p.who, f.turn(k, rest), sureLabel, "a turn of a transcript")
	}
}

// maxTurn is how many paragraphs one turn may have.
const maxTurn = 8

// turn returns what is said in rest, which ends paragraph k, and in the paragraphs after it
// up to the next turn. After the last turn the article may go on. Without labels one of them
// may be a remark of who asks: they go on only as long as somebody says I or we.
func (f *finder) turn(k int, rest doc.Range) []article.Span {
	out := f.said(rest)
	next := k + 1
	for next < len(f.paragraphs) && next-k < maxTurn && f.paragraphs[next].form == prose {
		next++
	}
	if next == len(f.paragraphs) || next-k == maxTurn || !f.transcript {
		return out
	}
	switch f.paragraphs[next].form {
	case label, question, answer:
		for m := k + 1; m < next && !(f.unlabelled && !f.personal(f.paragraphs[m].Range)); m++ {
			out = append(out, f.said(f.paragraphs[m].Range)...)
		}
	}
	return out
}

// readQuotation adds the statement of paragraph k if it is a quotation with a name after it, in its
// last line, or in the lines around it.
func (f *finder) readQuotation(k int) {
	p := f.paragraphs[k].Range
	if who, words, ok := f.nameAfter(p); ok {
		words.First = f.paragraphs[f.firstOf(k)].First
		f.add(who, f.said(words), sureLabel, "the name is after the quotation")
		return
	}
	if last := f.lastQuotation(p); last > p.First {
		if who, words, ok := f.nameAfter(doc.Range{First: last, Last: p.Last}); ok && f.dash(words.Last) > 0 {
			f.add(who, f.said(words), sureLabel, "the name is after a dash")
			return
		}
	}
	if !f.inQuotes(p) {
		f.readNamed(p)
		return
	}
	if f.resumes(k) {
		return
	}
	below, above := f.formAt(k+1), f.formAt(f.firstOf(k)-1)
	p.First = f.paragraphs[f.firstOf(k)].First
	switch {
	case below.form == dashLine:
		f.add(below.who, f.said(p), sureLabel, "the name is after a dash, below the quotation")
	case above.form == label && above.words == above.Last:
		// its label has added it
	case (above.form == leadIn || above.form == prose && f.heads(above)) && above.who.sure == full && f.givesFrom(above.who):
		f.add(above.who, f.said(p), sureGuess, "the line above the quotation has one name")
	case below.form == nameLine && below.who.sure == full && f.adjacent(k) && !f.adjacent(k-1):
		f.add(below.who, f.said(p), sureLine, "the name is on the line below the quotation")
	case above.form == nameLine && above.who.sure == full && f.adjacent(k-1):
		f.add(above.who, f.said(p), sureLine, "the name is on the line above the quotation")
	case below.form == nameLine && below.who.sure == full && f.described(below) && above.form != nameLine:
		f.add(below.who, f.said(p), sureLine, "the name is on the line below the quotation")
	case above.form == nameLine && above.who.sure == full && f.described(above):
		f.add(above.who, f.said(p), sureLine, "the name is on the line above the quotation")
	}
}

// readNamed adds the quotations in p that are whole sentences but for a name before a colon, as live
// reports have them: "It has passed. Environment minister Liv Sorrel: “At last.”".
func (f *finder) readNamed(p doc.Range) {
	from, till := f.Tokens[p.First].Start, f.Tokens[p.Last-1].End
	at, _ := slices.BinarySearchFunc(f.outer, from, func(q doc.Quotation, start int) int { return cmp.Compare(q.Start, start) })
	for ; at < len(f.outer) && f.outer[at].Start < till; at++ {
		q := f.outer[at]
		open, end := f.TokenFrom(q.Start)-1, f.TokenFrom(q.End)
		if !q.Open || !q.Closed || open <= p.First+1 || end >= p.Last || f.Word(open-1) != ":" || end+1 < p.Last && !f.StartsSentence(end+1) {
			continue
		}
		first := open - 1
		for first > p.First && !f.StartsSentence(first) {
			first--
		}
		if who, ok := f.personAt(first, open-1); ok && who.sure == full {
			f.add(who, f.said(doc.Range{First: open, Last: end + 1}), sureLabel, "the name is before a colon")
		}
	}
}

// lastQuotation returns the opening mark of the last quotation of paragraph p, if a sentence
// begins with it; p.First otherwise.
func (f *finder) lastQuotation(p doc.Range) int {
	end := f.Tokens[p.Last-1].End
	at, _ := slices.BinarySearchFunc(f.outer, end, func(q doc.Quotation, end int) int { return cmp.Compare(q.Start, end) })
	if at == 0 {
		return p.First
	}
	i := f.TokenFrom(f.outer[at-1].Start)
	for i > p.First && i < p.Last && f.Tokens[i].Kind != doc.Mark {
		i--
	}
	if i <= p.First || i >= p.Last || !f.StartsSentence(i) {
		return p.First
	}
	return i
}

// firstOf returns the first paragraph of the quotation that paragraph k ends: those before it
// have no closing mark.
func (f *finder) firstOf(k int) int {
	for n := 0; k > 0 && n < maxTurn && f.paragraphs[k-1].form == prose && f.inQuotes(f.paragraphs[k-1].Range); n++ {
		q := f.quotation(f.lastWord(f.paragraphs[k-1].Range))
		if q < 0 || f.outer[q].Closed {
			break
		}
		k--
	}
	return k
}

// resumes reports whether the quotation of paragraph k goes on in the next, which is read with it.
func (f *finder) resumes(k int) bool {
	if next := f.formAt(k + 1); next.form != prose || next.Empty() || !f.inQuotes(next.Range) || f.Tokens[next.First].Kind != doc.Mark {
		return false
	}
	return f.firstOf(k+1) <= k
}

// lastWord returns the last token of r that is no mark.
func (f *finder) lastWord(r doc.Range) int {
	for i := r.Last - 1; i > r.First; i-- {
		if f.Tokens[i].Kind != doc.Mark {
			return i
		}
	}
	return r.First
}

// heads reports whether p is a short line without a verb that gives one name, as a line above a letter does.
func (f *finder) heads(p paragraph) bool {
	return p.who.sure == full && p.Len() <= maxRole && !f.hasVerb(p.Range)
}

// described reports whether a line with a name is certainly one: it has a role too, or the name
// is like one.
func (f *finder) described(p paragraph) bool {
	return p.who.Last > p.who.last+1 || f.named(p.who)
}

func (f *finder) formAt(k int) paragraph {
	if k < 0 || k >= len(f.paragraphs) {
		return paragraph{}
	}
	return f.paragraphs[k]
}

// adjacent reports whether no blank line is between paragraphs k and k+1.
func (f *finder) adjacent(k int) bool {
	if k < 0 || k+1 >= len(f.paragraphs) {
		return false
	}
	between := f.Text[f.Tokens[f.paragraphs[k].Last-1].End:f.Tokens[f.paragraphs[k+1].First].Start]
	return strings.Count(between, "\n") == 1
}

// nameAfter returns the name with which paragraph p ends after the quotation that it
// begins with: after a dash, or in brackets.
func (f *finder) nameAfter(p doc.Range) (who name, words doc.Range, ok bool) {
	first := p.First
	if f.Tokens[first].Kind != doc.Mark || p.Len() < 4 || f.quotation(min(first+1, p.Last-1)) < 0 {
		return who, words, false
	}
	end := p.Last // of the quotation
	for i := first + 1; i < p.Last; i++ {
		if f.Tokens[i].Kind != doc.Mark && f.quotation(i) < 0 {
			end = i
			break
		}
	}
	last := p.Last
	for last > end && (f.Word(last-1) == "." || f.Word(last-1) == ")" || f.Word(last-1) == "]") {
		last--
	}
	start := end
	for start > first && f.Tokens[start-1].Kind == doc.Mark && f.quotation(start-1) < 0 && f.dash(start-1) == 0 && !opensBracket(f.Word(start-1)) && f.Word(start-1) != "@" {
		start--
	}
	if end < last && start > first && f.dash(start-1) == 0 && !opensBracket(f.Word(start-1)) && f.Word(start-1) != "@" {
		if f.Word(end-1) == "," || f.Word(max(0, end-2)) == "," {
			return who, words, false // “It fell,” according to Marta Keel
		}
		who, ok = f.personAt(end, last) // nothing but a name
		return who, doc.Range{First: first, Last: start}, ok && who.sure == full && f.described(paragraph{who: who})
	}
	if end >= last || start == first {
		return who, words, false
	}
	if f.Word(start-1) == "@" {
		return who, words, false
	}
	who, ok = f.sourceAt(end, last)
	return who, doc.Range{First: first, Last: start - 1}, ok
}

// add adds a statement.
func (f *finder) add(who name, content []article.Span, confidence float64, why string) {
	content = slices.DeleteFunc(content, func(s article.Span) bool { return s.Start >= s.End })
	if len(content) == 0 {
		return
	}
	f.found = append(f.found, article.Statement{Kind: article.Direct, Content: content, Source: f.Span(who.First, who.Last),
		Speaker: article.Nobody, Confidence: confidence, Why: []string{why}})
}
