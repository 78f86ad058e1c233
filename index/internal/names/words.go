package names

import (
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/internal/fold"
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

// Fold writes word to buf as the tables are keyed: folded, with straight apostrophes and
// plain hyphens, without a closing full stop.
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
		switch r {
		case '’', 'ʼ':
			buf = append(buf, '\'')
		case '‑':
			buf = append(buf, '-')
		default:
			buf = fold.Append(buf, r)
		}
		i += size
	}
	if n := len(buf); n > 1 && buf[n-1] == '.' && strings.Count(word, ".") == 1 {
		buf = buf[:n-1]
	}
	return buf
}

// Folded is Fold as a string.
func Folded(word string) string {
	var buf [64]byte
	return string(Fold(buf[:0], word))
}
