package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/internal/token"
	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// Run is a text in tokens, with what the lists say of each.
type Run struct {
	Text   string
	Tokens []token.Token
	Info   []Info
}

// LookUp returns the tokens of a text with what the lists say of each. It stops where
// stoppedAt is true of a token.
func LookUp(text string, tokens []token.Token, stoppedAt func(token int) bool) Run {
	r := Run{Text: text, Tokens: tokens, Info: make([]Info, len(tokens))}
	r.lookUp(stoppedAt)
	return r
}

// lookUp finds what the tables say of each token; the words of an entry of
// several words (White House) all get what it says.
func (r Run) lookUp(stoppedAt func(token int) bool) {
	var buf [64]byte
	for i := 0; i < len(r.Tokens); i++ {
		if stoppedAt(i) {
			return
		}
		t := r.Tokens[i]
		if t.Kind != token.Word || t.Len() > len(buf) {
			continue
		}
		info := Words[string(Fold(buf[:0], t.Of(r.Text)))]
		if info.Is(phraseStart) && r.Capital(i) {
			if last, phrase := r.phrase(i); last > i {
				for ; i < last; i++ {
					r.Info[i] = phrase
				}
				i--
				continue
			}
		}
		if info.Class == 0 {
			if info.Class = contracted(t.Of(r.Text)); info.Class == 0 {
				info.Class = profession(t.Of(r.Text))
			}
		}
		r.Info[i] = info
	}
}

// profession returns the class of a word that ends as words for those who study or keep something
// do, in no table though it is: glaciologist, oceanographer.
func profession(word string) Class {
	for _, ending := range [...]string{"ologist", "ographer", "onomist"} {
		if len(word) > len(ending)+1 && strings.HasSuffix(word, ending) {
			return RoleNoun
		}
	}
	return 0
}

// contracted returns what a pronoun or verb run together with another word is: I've,
// she'll, didn't; 0 for any other word.
func contracted(word string) Class {
	at, mark := strings.LastIndexByte(word, '\''), 1
	if typographic := strings.LastIndex(word, "’"); typographic > at {
		at, mark = typographic, len("’")
	}
	if at < 1 {
		return 0
	}
	switch word[at+mark:] {
	case "m", "re", "ve", "ll", "d", "t":
		var buf [64]byte
		if Words[string(Fold(buf[:0], word[:at]))].Is(PronounWord) {
			return PronounWord | CommonWord
		}
		return CommonWord | VerbWord
	}
	return 0
}

// maxPhrase is how many tokens an entry of several words may have.
const maxPhrase = 6

// phrase returns the longest entry of several words that begins at token i.
func (r Run) phrase(i int) (last int, info Info) {
	var buf [96]byte
	key := buf[:0]
	for j := i; j < len(r.Tokens) && j < i+maxPhrase; j++ {
		word := r.Word(j)
		if word == "." {
			continue
		}
		if r.Tokens[j].Kind == token.Mark || len(key)+len(word)+8 > len(buf) {
			break
		}
		if j > i {
			key = append(key, ' ')
		}
		key = Fold(key, word)
		if found, ok := phrases[string(key)]; ok && j > i {
			last, info = j+1, found
		}
	}
	return last, info
}

// Word returns the text of token i, "" if there is none.
func (r Run) Word(i int) string {
	if i < 0 || i >= len(r.Tokens) {
		return ""
	}
	return r.Tokens[i].Of(r.Text)
}

// Capital reports whether token i is a word that begins with a capital, or a name with
// a particle in lower case: al-Khatib.
func (r Run) Capital(i int) bool {
	if i < 0 || i >= len(r.Tokens) || r.Tokens[i].Kind != token.Word {
		return false
	}
	b := r.Text[r.Tokens[i].Start]
	if b < utf8.RuneSelf {
		return 'A' <= b && b <= 'Z' || r.Info[i].Class == 0 && elided(r.Word(i))
	}
	first, _ := utf8.DecodeRuneInString(r.Text[r.Tokens[i].Start:])
	return unicode.IsUpper(first)
}

// elided reports whether a name hangs on to a particle in lower case: al-Khatib,
// d'Arcy.
func elided(word string) bool {
	for i := 1; i < 4 && i+1 < len(word); i++ {
		if word[i] == '-' || word[i] == '\'' {
			return 'A' <= word[i+1] && word[i+1] <= 'Z' && BoundParticles[word[:i]]
		}
	}
	return strings.HasPrefix(word, "d’")
}

// BoundParticles are written together with the name.
var BoundParticles = wordlist.Set(wordFiles, "bound_particles")
