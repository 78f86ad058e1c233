package turns

import (
	"embed"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/lexicon"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

const (
	maxName = 10 // tokens of a name with its titles
	maxRole = 14 // tokens of the role after it
)

// nameAt returns the name that begins at token i, without a role after it.
func (d *document) nameAt(i, limit int) (n name) {
	limit = min(limit, i+maxName)
	j := i
	titled := false
	for j < limit && d.Capital(j) && d.Info[j].Is(lexicon.TitleWord|lexicon.RoleNoun|lexicon.RoleModifier|lexicon.Honorific) && !d.Info[j].Is(lexicon.GivenName) {
		titled = true
		if j++; d.Word(j) == "." {
			j++
		}
	}
	if j < limit && d.Info[j].Is(lexicon.NotPerson) && !d.Info[j].Is(lexicon.GivenName) {
		return name{}
	}
	words := 0
	for j < limit {
		switch {
		case d.Capital(j) && !d.Info[j].Is(notInName) && !(words > 0 && d.Info[j].Is(lexicon.CommonWord)):
			words++
			n.last = j
			j++
			continue
		case words > 0 && d.InitialDot(j) && d.Capital(j+1), words > 0 && d.Info[j].Is(lexicon.Particle) && j+1 < limit && (d.Capital(j+1) || d.Info[j+1].Is(lexicon.Particle)):
			j++
			continue
		case words == 0 && d.Info[j].Is(lexicon.Particle) && d.Capital(j+1):
			j++
			continue
		case words > 0 && d.nickname(j) > 0:
			j += d.nickname(j)
			continue
		case words > 0 && d.Word(j) == "," && d.Info[min(j+1, len(d.Info)-1)].Is(lexicon.SuffixWord):
			n.last = j + 1
			if j += 2; d.Word(j) == "." {
				j++
			}
			continue
		case words > 0 && d.Word(j) == "." && d.Info[j-1].Is(lexicon.SuffixWord):
			j++
			continue
		}
		break
	}
	if words == 0 || outlets[strings.ToLower(d.Word(n.last))] && !titled && !d.Info[i].Is(lexicon.GivenName) {
		return name{}
	}
	n.Range, n.sure = doc.Range{First: i, Last: j}, oneWord
	if words > 1 || titled {
		n.sure = full
	}
	return n
}

// outlets are the last words of what newspapers and bodies are called.
var outlets = wordlist.Set(wordFiles, "outlets")

// wordFiles are the word lists of this package.
//
//go:embed words
var wordFiles embed.FS

// notInName are what no word of a name is.
const notInName = lexicon.PronounWord | lexicon.Preposition | lexicon.OrgNoun | lexicon.Organisation | lexicon.ClauseStart

// nickname returns the length of the nickname in marks at token j, 0 if there is none.
func (d *document) nickname(j int) int {
	if j+3 < len(d.Tokens) && strings.Contains("“ \" ( ‘ '", d.Word(j)) && d.Capital(j+1) && strings.Contains("” \" ) ’ '", d.Word(j+2)) && d.Capital(j+3) {
		return 3
	}
	return 0
}

// personAt returns the name at token i with the role after it, which reaches up to token
// limit; ok is false if anything else is there.
func (d *document) personAt(i, limit int) (n name, ok bool) {
	if n = d.nameAt(i, limit); n.sure == noName {
		n = d.afterRole(i, limit)
	}
	if n.sure == noName {
		return n, false
	}
	switch j := n.Last; {
	case j == limit:
		return n, true
	case d.aside(j, limit):
		return n, true
	case d.Word(j) != "," && d.Word(j) != "(":
		return n, false
	case limit-j > maxRole || d.hasVerb(doc.Range{First: j, Last: limit}):
		return n, false
	default:
		for j++; j < limit; j++ {
			if d.Word(j) == "," && d.Info[min(j+1, len(d.Info)-1)].Is(lexicon.Preposition) {
				break
			}
		}
		if n.Last+1 == limit || !d.Info[n.Last+1].Is(lexicon.Preposition) { // "Keel, at a press conference" has no role
			n.Last = j
		}
		return n, true
	}
}

// bracketed returns the full name in brackets that ends a label after an office, as in the reports of a parliament: "The
// Minister for Transport (Mr Ruan Castell):".
func (d *document) bracketed(first, limit int) name {
	if last := d.Word(limit - 1); last != ")" && last != "]" || !d.Capital(first) {
		return name{}
	}
	for i := first + 1; i < limit-1; i++ {
		if !opensBracket(d.Word(i)) {
			continue
		}
		office := doc.Range{First: first, Last: i}
		n := d.nameAt(i+1, limit-1)
		if n.sure != full || n.Last != limit-1 || office.Len() > maxRole || !d.anyRole(office) || d.hasVerb(office) {
			return name{}
		}
		return n
	}
	return name{}
}

// aside reports whether what is between the name that ends at token j and limit tells how
// it is said, or to whom: KURZ (laughing), PROLE [to Kurz], KURZ, angrily.
func (d *document) aside(j, limit int) bool {
	last := d.Word(limit - 1)
	if limit-j < 2 || limit-j > maxDirection+2 {
		return false
	}
	how := strings.HasSuffix(d.Word(j+1), "ing") || strings.HasSuffix(d.Word(j+1), "ly") || directions[strings.ToLower(d.Word(j+1))]
	switch {
	case d.Word(j) == ",":
		return how && !d.Capital(j+1) && !d.anyRole(doc.Range{First: j + 1, Last: limit})
	case !opensBracket(d.Word(j)) || last != ")" && last != "]":
		return false
	}
	return how || d.Info[j+1].Is(lexicon.Preposition)
}

// anyRole reports whether a run has a noun for what somebody is.
func (d *document) anyRole(r doc.Range) bool {
	for i := r.First; i < r.Last; i++ {
		if d.Info[i].Is(lexicon.RoleNoun | lexicon.TitleWord) {
			return true
		}
	}
	return false
}

// afterRole returns the name that comes after a role in small letters, or one that begins
// with a capital as a line does: "union secretary Dorrit Halloran".
func (d *document) afterRole(i, limit int) name {
	for j := i; j < min(limit, i+6) && d.Tokens[j].Kind == doc.Word; j++ {
		if j > i && d.Capital(j) {
			n := d.nameAt(j, limit)
			if n.sure != full || !d.Info[j-1].Is(lexicon.RoleNoun|lexicon.TitleWord) {
				return name{}
			}
			n.First = i
			return n
		}
		if d.Info[j].Is(lexicon.SpeechVerb|lexicon.PronounWord|lexicon.ClauseStart) && !d.Info[j].Is(lexicon.RoleNoun) {
			return name{}
		}
	}
	return name{}
}

// hasVerb reports whether a run has a finite verb in it, as no role has.
func (d *document) hasVerb(r doc.Range) bool {
	for i := r.First; i < r.Last; i++ {
		if d.Info[i].Is(lexicon.SpeechVerb|lexicon.VerbWord|lexicon.PersonVerb) && !d.Info[i].Is(lexicon.NounToo|lexicon.RoleNoun) && !d.Capital(i) {
			return true
		}
	}
	return false
}

// familyNames returns the family names that d gives with another name or a title.
func (d *document) familyNames() map[string]bool {
	out := map[string]bool{}
	for i := 0; i < len(d.Tokens); i++ {
		if d.StoppedAt(i) {
			break
		}
		if !d.Capital(i) {
			continue
		}
		if n := d.nameAt(i, len(d.Tokens)); n.sure == full {
			out[d.FamilyKey(doc.Range{First: n.First, Last: n.last + 1})] = true
			i = n.Last - 1
		}
	}
	return out
}
