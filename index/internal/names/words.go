package names

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// Words is what the lists say of each single word, phrases of each entry of several
// words; both are keyed by folded words.
var Words, phrases = readLexicon()

// readLexicon joins all tables to one for single words and one for entries of
// several words, keyed by the words with a blank between, without full stops.
func readLexicon() (map[string]Info, map[string]Info) {
	words, several := make(map[string]Info, 14000), make(map[string]Info, 1000)
	readGivenNames(words)
	readWorld(words, several)
	for _, list := range wordLists {
		for line := range wordlist.Lines(wordFiles, list.name) {
			for w := range strings.FieldsSeq(line) {
				addWord(words, w, list.class, 0)
			}
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
	for line := range wordlist.Lines(wordFiles, "given_names") {
		switch line {
		case "[male]":
			c = MaleName
		case "[female]":
			c = FemaleName
		case "[either]":
			c = GivenName
		default:
			for w := range strings.FieldsSeq(line) {
				addWord(words, w, c, 0)
			}
		}
	}
}

func readWorld(words, several map[string]Info) {
	var c Class
	country := uint16(0)
	sections := map[string]Class{"[country]": CountryWord, "[place]": PlaceWord, "[organisation]": Organisation, "[thing]": NamedThing}
	for line := range wordlist.Lines(wordFiles, "world") {
		if section, ok := sections[line]; ok {
			c = section
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

// Folded is Fold as a string.
func Folded(word string) string {
	var buf [64]byte
	return string(Fold(buf[:0], word))
}
