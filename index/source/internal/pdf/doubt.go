package pdf

import (
	"strings"
	"unicode"

	"github.com/briefing-bot/briefing-bot/index/source/internal/pdfium"
)

// Shares of the characters of a file from which it is refused.
const (
	maxHidden   = 0.2
	maxUnmapped = 0.002
	maxTurned   = 0.1
	maxFields   = 4 // a page
)

// refuseFile returns an error for a file whose words cannot be told by its glyphs.
func refuseFile(file pdfium.File) error {
	if file.XFA {
		return errForm
	}
	var all, hidden, unmapped, turned, images, fields int
	for _, p := range file.Pages {
		images, fields = images+p.Images, fields+p.Fields
		turn := turnOf(p)
		for _, g := range p.Glyphs {
			if unicode.IsSpace(g.Rune) {
				continue
			}
			all++
			s := p.Styles[g.Style]
			if s.Hidden {
				hidden++
			}
			if s.Turned != turn {
				turned++
			}
			if g.Unmapped || isUnknown(g.Rune) {
				unmapped++
			}
		}
	}
	share := func(n int) float64 { return float64(n) / float64(max(all, 1)) }
	switch {
	case all == 0 && images > 0:
		return errScan
	case all == 0:
		return errNoText
	case share(hidden) > maxHidden:
		return errMachine
	case images > 0 && all < 40*len(file.Pages):
		return errScan
	case fields > maxFields*len(file.Pages):
		return errForm
	case share(unmapped) > maxUnmapped:
		return errUnmapped
	case share(turned) > maxTurned:
		return errLayout
	}
	return nil
}

// isUnknown reports whether a character has no meaning in text: a font did not say what its glyph is.
func isUnknown(r rune) bool {
	if _, ok := ligatures[r]; ok {
		return false
	}
	return r == unicode.ReplacementChar || unicode.IsControl(r) || unicode.Is(unicode.Co, r) || r > unicode.MaxRune || r >= 0xd800 && r < 0xe000
}

// Shares of letters that texts of all languages have.
const (
	minJudged = 200 // letters of the Latin alphabet
	minWords  = 100 // of four letters and more, none of which is an English one
	minVowels = 0.2
	maxVowels = 0.65
	maxInner  = 0.1 // capitals within words, and signs
)

// refuseText returns an error for a text that is no language's: a font that gives its letters
// other meanings than it prints.
func refuseText(texts []string) error {
	var letters, vowels, inner, words, long, known int
	ascii := true
	for _, text := range texts {
		for w := range strings.FieldsSeq(text) {
			words++
			if k := key(w); len(k) > 3 {
				long++
				if isEnglish(k) {
					known++
				}
			}
			strange := false
			for i, r := range w {
				switch {
				case !unicode.Is(unicode.Latin, r):
					strange = strange || i > 0 && i < len(w)-1 && strings.ContainsRune("#$%&*<>=@\\^_`|~+!?\"", r)
					continue
				case i > 0 && unicode.IsUpper(r) && strings.ToUpper(w) != w:
					strange = true
				}
				letters++
				ascii = ascii && r < unicode.MaxASCII
				if strings.ContainsRune("aeiouyäöüåæøœáàâãéèêëíìîïóòôõúùûýœıăąęėįųūīēāőű", unicode.ToLower(r)) {
					vowels++
				}
			}
			if strange && !strings.ContainsAny(w, "@/") {
				inner++
			}
		}
	}
	if words == 0 {
		return errNoText
	}
	if letters < minJudged {
		return nil
	}
	if ascii && long > minWords && known == 0 {
		return errUnmapped // such a language would have accents, or a word in common with English
	}
	if share := float64(vowels) / float64(letters); share < minVowels || share > maxVowels || float64(inner) > maxInner*float64(words) {
		return errUnmapped
	}
	return nil
}
