package extract

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// findParagraphs groups the tokens by the line they stand on.
func findParagraphs(text string, tokens []token) []run {
	var out []run
	first := 0
	for i := 1; i <= len(tokens); i++ {
		if i == len(tokens) || strings.Contains(text[tokens[i-1].End:tokens[i].Start], "\n") {
			out = append(out, run{first, i})
			first = i
		}
	}
	return out
}

// findSentences cuts each paragraph at full stops, question and exclamation
// marks, taking the closing marks that follow into the sentence.
func findSentences(text string, tokens []token, paragraphs []run) []run {
	var out []run
	for _, p := range paragraphs {
		first := p.first
		for i := p.first; i < p.last; i++ {
			if !endsSentence(text, tokens, i, p) {
				continue
			}
			for i+1 < p.last && closesMark(text, tokens, i+1) {
				i++
			}
			out = append(out, run{first, i + 1})
			first = i + 1
		}
		if first < p.last {
			out = append(out, run{first, p.last})
		}
	}
	return out
}

func endsSentence(text string, tokens []token, i int, p run) bool {
	switch tokens[i].Of(text) {
	case "?", "!":
		return startsSentence(text, tokens, i, p)
	case ".":
		if i > p.first && abbreviations[strings.ToLower(tokens[i-1].Of(text))] && tokens[i-1].End == tokens[i].Start {
			return false
		}
		if i > p.first && tokens[i-1].Len() == 1 && unicode.IsUpper(rune(text[tokens[i-1].Start])) && tokens[i-1].End == tokens[i].Start {
			return false // an initial: George W. Bush
		}
		return startsSentence(text, tokens, i, p)
	}
	return false
}

// mostClosing is how many marks may close one sentence, so that a row of full
// stops takes no longer than a text.
const mostClosing = 16

// startsSentence says whether what follows mark i can begin a sentence.
func startsSentence(text string, tokens []token, i int, p run) bool {
	j := i + 1
	for j < p.last && j-i < mostClosing && closesMark(text, tokens, j) {
		j++
	}
	if j >= p.last {
		return true
	}
	if tokens[j].Start == tokens[j-1].End && tokens[j].kind != markToken {
		return false // inside a word: 3.5, example.com
	}
	r, _ := utf8.DecodeRuneInString(text[tokens[j].Start:])
	return !unicode.IsLower(r)
}

// closesMark says whether token j closes something that the sentence opened:
// it follows without a blank.
func closesMark(text string, tokens []token, j int) bool {
	if tokens[j].Start != tokens[j-1].End {
		return false
	}
	switch tokens[j].Of(text) {
	case "”", "\"", "'", "’", "''", ")", "]", "»", ".", "?", "!", "…":
		return true
	}
	return false
}

// abbreviations take a full stop that ends no sentence.
var abbreviations = wordSet(`mr mrs ms dr prof gen col lt maj capt cmdr sgt rev hon sen rep gov pres sec st jr sr
	inc corp co ltd llc vs etc no dept univ assn bros jan feb mar apr jun jul aug sept sep oct nov dec
	mon tue tues wed thu thur thurs fri sat sun ala ariz ark calif colo conn del fla ga ill ind kan ky la md mass
	mich minn miss mo mont neb nev okla ore pa penn tenn tex va vt wash wis wyo adm amb`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(words) {
		set[w] = true
	}
	return set
}

// shouted says whether all letters of the word are capitals: NATO, JD.
func shouted(word string) bool {
	letters := 0
	for _, r := range word {
		if unicode.IsLetter(r) {
			if !unicode.IsUpper(r) {
				return false
			}
			letters++
		}
	}
	return letters > 1
}
