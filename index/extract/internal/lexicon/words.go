package lexicon

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Class is what a word can be where persons are looked for. A word has several
// where it is ambiguous: Jordan is a country and a given name.
type Class uint32

const (
	MaleName     Class = 1 << iota // a given name that men bear
	FemaleName                     // a given name that women bear
	DoubtfulName                   // a given name that is an ordinary word too: Will, Mark, May
	FamilyName                     // a family name that stands first: Kim, Xi, Nguyen
	CountryWord                    // a country, its people or its capital
	PlaceWord                      // any other place
	Organisation                   // a body known by this word: NATO, Senate
	NamedThing                     // months, days, faiths, wars
	OrgNoun                        // ends the name of a body: Bank, University, Inc
	TitleWord                      // stands before a name: President, Sen
	RoleNoun                       // says what a person is: minister, envoy
	RoleModifier                   // stands before a role: former, prime, deputy
	Honorific                      // Mr, Dr: a title that is no role
	manWord                        // says that the bearer is a man: Mr, king, spokesman
	womanWord                      // says that the bearer is a woman: Ms, queen, spokeswoman
	Particle                       // inside a name: van, de, bin
	SuffixWord                     // after a name: Jr, III
	CommonWord                     // begins sentences, names nobody: Critics, Yet
	SpeechVerb                     // said, told
	PersonVerb                     // resigned, smiled: what persons do
	Preposition
	PronounWord
	phraseStart // begins an entry of several words
	Relation    // wife, son: a role that is borne towards somebody
	ClauseStart // begins a clause that has a subject of its own: that, while
	NounToo     // a verb that may be a plural noun: states, claims
	VerbWord    // another finite verb, auxiliary included
)

const GivenName = MaleName | FemaleName

// NotPerson marks words that name something else.
const NotPerson = CountryWord | PlaceWord | Organisation | NamedThing

// Info is what the tables say of a word.
type Info struct {
	Class   Class
	Country uint16 // equal for Russia, Russian, Moscow; 0 where none
}

func (w Info) Is(c Class) bool { return w.Class&c != 0 }

//go:embed names/given.txt
var givenNamesFile string

//go:embed names/world.txt
var worldFile string

var Words, phrases = readLexicon()

// readLexicon joins all tables to one for single words and one for entries of
// several words, keyed by the words with a blank between, without full stops.
func readLexicon() (map[string]Info, map[string]Info) {
	words, several := make(map[string]Info, 14000), make(map[string]Info, 1000)
	readGivenNames(words)
	readWorld(words, several)
	for _, list := range wordLists {
		for _, w := range strings.Fields(list.words) {
			addWord(words, w, list.class, 0)
		}
	}
	for list, c := range map[string]Class{doubtfulMen: MaleName, doubtfulWomen: FemaleName, doubtfulOthers: 0} {
		for _, w := range strings.Fields(list) {
			addWord(words, w, DoubtfulName|c, 0)
		}
	}
	return words, several
}

func addWord(words map[string]Info, word string, c Class, country uint16) {
	info := words[word]
	info.Class |= c
	if country != 0 {
		info.Country = country
	}
	words[word] = info
}

func readGivenNames(words map[string]Info) {
	var c Class
	for line := range strings.Lines(givenNamesFile) {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "#"):
		case line == "[male]":
			c = MaleName
		case line == "[female]":
			c = FemaleName
		case line == "[either]":
			c = GivenName
		default:
			for _, w := range strings.Fields(line) {
				addWord(words, w, c, 0)
			}
		}
	}
}

func readWorld(words, several map[string]Info) {
	var c Class
	country := uint16(0)
	sections := map[string]Class{"[country]": CountryWord, "[place]": PlaceWord, "[organisation]": Organisation, "[thing]": NamedThing}
	for line := range strings.Lines(worldFile) {
		line = strings.TrimSpace(line)
		if section, ok := sections[line]; ok {
			c = section
			continue
		}
		if strings.HasPrefix(line, "#") {
			continue
		}
		country++
		id := country
		if c != CountryWord {
			id = 0
		}
		for entry := range strings.SplitSeq(line, ",") {
			addEntry(words, several, strings.TrimSpace(entry), c, id)
		}
	}
}

func addEntry(words, several map[string]Info, entry string, c Class, country uint16) {
	if !strings.Contains(entry, " ") {
		addWord(words, Folded(entry), c, country)
		return
	}
	parts := strings.Fields(strings.ReplaceAll(entry, ". ", " "))
	addWord(words, parts[0], phraseStart, 0)
	several[strings.Join(parts, " ")] = Info{c, country}
}

// Fold writes word in lower case and without diacritics to buf, as the tables
// are keyed; it drops a closing full stop.
func Fold(buf []byte, word string) []byte {
	for i := 0; i < len(word); {
		c := word[i]
		if c < utf8.RuneSelf {
			if 'A' <= c && c <= 'Z' {
				c += 'a' - 'A'
			}
			buf = append(buf, c)
			i++
			continue
		}
		r, size := utf8.DecodeRuneInString(word[i:])
		buf = appendPlain(buf, unicode.ToLower(r))
		i += size
	}
	if n := len(buf); n > 1 && buf[n-1] == '.' && strings.Count(word, ".") == 1 {
		buf = buf[:n-1]
	}
	return buf
}

func appendPlain(buf []byte, r rune) []byte {
	if r == '’' {
		return append(buf, '\'')
	}
	if unicode.Is(unicode.Mn, r) {
		return buf
	}
	if plain, ok := plainLetters[r]; ok {
		return append(buf, plain...)
	}
	return utf8.AppendRune(buf, r)
}

// plainLetters are the letters with diacritics of Latin alphabets.
var plainLetters = readPlainLetters()

func readPlainLetters() map[rune]string {
	letters := map[rune]string{'ß': "ss", 'æ': "ae", 'œ': "oe", 'þ': "th", '‑': "-", 'ʼ': "'"}
	for plain, list := range map[string]string{
		"a": "àáâãäåāăąǎạảấầẩẫậắằẳẵặ", "c": "çćĉċč", "d": "ďđð", "e": "èéêëēĕėęěẹẻẽếềểễệə", "g": "ĝğġģ", "h": "ĥħ",
		"i": "ìíîïĩīĭįıịỉ", "j": "ĵ", "k": "ķ", "l": "ĺļľŀł", "n": "ñńņňŋ", "o": "òóôõöøōŏőơọỏốồổỗộớờởỡợ", "r": "ŕŗř",
		"s": "śŝşšș", "t": "ţťŧț", "u": "ùúûüũūŭůűųưụủứừửữự", "w": "ŵ", "y": "ýÿŷỳỵỷỹ", "z": "źżž",
	} {
		for _, r := range list {
			letters[r] = plain
		}
	}
	return letters
}

// Folded is fold as a string.
func Folded(word string) string {
	var buf [64]byte
	return string(Fold(buf[:0], word))
}
