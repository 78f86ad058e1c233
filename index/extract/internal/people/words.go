package people

import (
	_ "embed"
	"strings"
	"unicode"
	"unicode/utf8"
)

// class is what a word can be where persons are looked for. A word has several
// where it is ambiguous: Jordan is a country and a given name.
type class uint32

const (
	maleName     class = 1 << iota // a given name that men bear
	femaleName                     // a given name that women bear
	doubtfulName                   // a given name that is an ordinary word too: Will, Mark, May
	familyName                     // a family name that stands first: Kim, Xi, Nguyen
	countryWord                    // a country, its people or its capital
	placeWord                      // any other place
	organisation                   // a body known by this word: NATO, Senate
	namedThing                     // months, days, faiths, wars
	orgNoun                        // ends the name of a body: Bank, University, Inc
	titleWord                      // stands before a name: President, Sen
	roleNoun                       // says what a person is: minister, envoy
	roleModifier                   // stands before a role: former, prime, deputy
	honorific                      // Mr, Dr: a title that is no role
	manWord                        // says that the bearer is a man: Mr, king, spokesman
	womanWord                      // says that the bearer is a woman: Ms, queen, spokeswoman
	particle                       // inside a name: van, de, bin
	suffixWord                     // after a name: Jr, III
	commonWord                     // begins sentences, names nobody: Critics, Yet
	speechVerb                     // said, told
	personVerb                     // resigned, smiled: what persons do
	preposition
	pronounWord
	phraseStart // begins an entry of several words
	relation    // wife, son: a role that is borne towards somebody
	clauseStart // begins a clause that has a subject of its own: that, while
	nounToo     // a verb that may be a plural noun: states, claims
	verbWord    // another finite verb, auxiliary included
)

const givenName = maleName | femaleName

// notPerson marks words that name something else.
const notPerson = countryWord | placeWord | organisation | namedThing

// wordInfo is what the tables say of a word.
type wordInfo struct {
	class   class
	country uint16 // equal for Russia, Russian, Moscow; 0 where none
}

func (w wordInfo) is(c class) bool { return w.class&c != 0 }

//go:embed names/given.txt
var givenNamesFile string

//go:embed names/world.txt
var worldFile string

var lexicon, phrases = readLexicon()

// readLexicon joins all tables to one for single words and one for entries of
// several words, keyed by the words with a blank between, without full stops.
func readLexicon() (map[string]wordInfo, map[string]wordInfo) {
	words, several := make(map[string]wordInfo, 14000), make(map[string]wordInfo, 1000)
	readGivenNames(words)
	readWorld(words, several)
	for _, list := range wordLists {
		for _, w := range strings.Fields(list.words) {
			addWord(words, w, list.class, 0)
		}
	}
	for list, c := range map[string]class{doubtfulMen: maleName, doubtfulWomen: femaleName, doubtfulOthers: 0} {
		for _, w := range strings.Fields(list) {
			addWord(words, w, doubtfulName|c, 0)
		}
	}
	return words, several
}

func addWord(words map[string]wordInfo, word string, c class, country uint16) {
	info := words[word]
	info.class |= c
	if country != 0 {
		info.country = country
	}
	words[word] = info
}

func readGivenNames(words map[string]wordInfo) {
	var c class
	for line := range strings.Lines(givenNamesFile) {
		switch line = strings.TrimSpace(line); {
		case strings.HasPrefix(line, "#"):
		case line == "[male]":
			c = maleName
		case line == "[female]":
			c = femaleName
		case line == "[either]":
			c = givenName
		default:
			for _, w := range strings.Fields(line) {
				addWord(words, w, c, 0)
			}
		}
	}
}

func readWorld(words, several map[string]wordInfo) {
	var c class
	country := uint16(0)
	sections := map[string]class{"[country]": countryWord, "[place]": placeWord, "[organisation]": organisation, "[thing]": namedThing}
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
		if c != countryWord {
			id = 0
		}
		for entry := range strings.SplitSeq(line, ",") {
			addEntry(words, several, strings.TrimSpace(entry), c, id)
		}
	}
}

func addEntry(words, several map[string]wordInfo, entry string, c class, country uint16) {
	if !strings.Contains(entry, " ") {
		addWord(words, folded(entry), c, country)
		return
	}
	parts := strings.Fields(strings.ReplaceAll(entry, ". ", " "))
	addWord(words, parts[0], phraseStart, 0)
	several[strings.Join(parts, " ")] = wordInfo{c, country}
}

// fold writes word in lower case and without diacritics to buf, as the tables
// are keyed; it drops a closing full stop.
func fold(buf []byte, word string) []byte {
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

// folded is fold as a string.
func folded(word string) string {
	var buf [64]byte
	return string(fold(buf[:0], word))
}
