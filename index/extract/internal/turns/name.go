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
func (f *finder) nameAt(i, limit int) (n name) {
	limit = min(limit, i+maxName)
	j := i
	titled := false
	for j < limit && f.Capital(j) && f.Info[j].Is(lexicon.TitleWord|lexicon.RoleNoun|lexicon.RoleModifier|lexicon.Honorific) && !f.Info[j].Is(lexicon.GivenName) {
		titled = true
		if j++; f.Word(j) == "." {
			j++
		}
	}
	if j < limit && f.Info[j].Is(lexicon.NotPerson) && !f.Info[j].Is(lexicon.GivenName) {
		return name{}
	}
	words := 0
	for j < limit {
		switch {
		case f.Capital(j) && !f.Info[j].Is(notInName) && !(words > 0 && f.Info[j].Is(lexicon.CommonWord)):
			words++
			n.last = j
			j++
			continue
		case words > 0 && f.InitialDot(j) && f.Capital(j+1), words > 0 && f.Info[j].Is(lexicon.Particle) && j+1 < limit && (f.Capital(j+1) || f.Info[j+1].Is(lexicon.Particle)):
			j++
			continue
		case words == 0 && f.Info[j].Is(lexicon.Particle) && f.Capital(j+1):
			j++
			continue
		case words > 0 && f.nickname(j) > 0:
			j += f.nickname(j)
			continue
		case words > 0 && f.Word(j) == "," && f.Info[min(j+1, len(f.Info)-1)].Is(lexicon.SuffixWord):
			n.last = j + 1
			if j += 2; f.Word(j) == "." {
				j++
			}
			continue
		case words > 0 && f.Word(j) == "." && f.Info[j-1].Is(lexicon.SuffixWord):
			j++
			continue
		}
		break
	}
	if words == 0 || outlets[strings.ToLower(f.Word(n.last))] && !titled && !f.Info[i].Is(lexicon.GivenName) {
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
func (f *finder) nickname(j int) int {
	if j+3 < len(f.Tokens) && strings.Contains("“ \" ( ‘ '", f.Word(j)) && f.Capital(j+1) && strings.Contains("” \" ) ’ '", f.Word(j+2)) && f.Capital(j+3) {
		return 3
	}
	return 0
}

// personAt returns the name at token i with the role after it, which reaches up to token
// limit; ok is false if anything else is there.
func (f *finder) personAt(i, limit int) (n name, ok bool) {
	if n = f.nameAt(i, limit); n.sure == noName {
		n = f.afterRole(i, limit)
	}
	if n.sure == noName {
		return n, false
	}
	switch j := n.Last; {
	case j == limit:
		return n, true
	case f.aside(j, limit):
		return n, true
	case f.Word(j) != "," && f.Word(j) != "(":
		return n, false
	case limit-j > maxRole || f.hasVerb(doc.Range{First: j, Last: limit}):
		return n, false
	default:
		for j++; j < limit; j++ {
			if f.Word(j) == "," && f.Info[min(j+1, len(f.Info)-1)].Is(lexicon.Preposition) {
				break
			}
		}
		if !f.Info[n.Last+1].Is(lexicon.Preposition) { // "Keel, at a press conference" has no role
			n.Last = j
		}
		return n, true
	}
}

// aside reports whether what is between the name that ends at token j and limit is in
// brackets and tells how it is said, or to whom: KURZ (laughing), PROLE [to Kurz].
func (f *finder) aside(j, limit int) bool {
	last := f.Word(limit - 1)
	if !opensBracket(f.Word(j)) || limit-j > maxDirection+2 || last != ")" && last != "]" {
		return false
	}
	return f.Info[j+1].Is(lexicon.Preposition) || strings.HasSuffix(f.Word(j+1), "ing") || strings.HasSuffix(f.Word(j+1), "ly") || directions[strings.ToLower(f.Word(j+1))]
}

// afterRole returns the name that comes after a role in small letters, or one that begins
// with a capital as a line does: "union secretary Dorrit Halloran".
func (f *finder) afterRole(i, limit int) name {
	for j := i; j < min(limit, i+6) && f.Tokens[j].Kind == doc.Word; j++ {
		if j > i && f.Capital(j) {
			n := f.nameAt(j, limit)
			if n.sure != full || !f.Info[j-1].Is(lexicon.RoleNoun|lexicon.TitleWord) {
				return name{}
			}
			n.First = i
			return n
		}
		if f.Info[j].Is(lexicon.SpeechVerb|lexicon.PronounWord|lexicon.ClauseStart) && !f.Info[j].Is(lexicon.RoleNoun) {
			return name{}
		}
	}
	return name{}
}

// hasVerb reports whether a run has a finite verb in it, as no role has.
func (f *finder) hasVerb(r doc.Range) bool {
	for i := r.First; i < r.Last; i++ {
		if f.Info[i].Is(lexicon.SpeechVerb|lexicon.VerbWord|lexicon.PersonVerb) && !f.Info[i].Is(lexicon.NounToo|lexicon.RoleNoun) && !f.Capital(i) {
			return true
		}
	}
	return false
}

// familyNames returns the family names that d gives with another name or a title.
func (f *finder) familyNames() map[string]bool {
	out := map[string]bool{}
	for i := 0; i < len(f.Tokens); i++ {
		if f.StoppedAt(i) {
			break
		}
		if !f.Capital(i) {
			continue
		}
		if n := f.nameAt(i, len(f.Tokens)); n.sure == full {
			out[f.FamilyKey(doc.Range{First: n.First, Last: n.last + 1})] = true
			i = n.Last - 1
		}
	}
	return out
}
