package layout

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxLabel is how many bytes the name before a colon may have.
const maxLabel = 48

// maxAside is how many bytes may be in brackets between the name and the colon.
const maxAside = 40

// Label returns the length of the name that paragraph begins with before a colon, as a
// transcript names who speaks: "Marta Keel: ", "MR. KEEL: ", "Q: ", "KEEL (laughing): ". It
// returns 0 if there is none.
func Label(paragraph string) int {
	colon := strings.IndexByte(paragraph[:min(len(paragraph), maxLabel+maxAside)], ':')
	if colon <= 0 {
		return 0
	}
	end := len(withoutAside(paragraph[:colon]))
	if end == 0 || end >= maxLabel {
		return 0
	}
	for word := range strings.FieldsSeq(paragraph[:end]) {
		c, _ := utf8.DecodeRuneInString(word)
		if !unicode.IsUpper(c) && !particles[word] {
			return 0
		}
	}
	if c, _ := utf8.DecodeRuneInString(paragraph); !unicode.IsUpper(c) || !followed(paragraph[colon+1:]) {
		return 0
	}
	return end
}

// withoutAside returns a label without what is in brackets or after a comma at its end, which
// tells how something is said.
func withoutAside(label string) string {
	if name, how, ok := strings.Cut(label, ", "); ok {
		if word, _, _ := strings.Cut(how, " "); len(how) <= maxAside && (strings.HasSuffix(word, "ing") || strings.HasSuffix(word, "ly")) {
			return name
		}
		return label
	}
	if !strings.HasSuffix(label, ")") && !strings.HasSuffix(label, "]") {
		return label
	}
	if open := strings.LastIndexAny(label, "(["); open > 0 && len(label)-open <= maxAside {
		return strings.TrimRight(label[:open], " ")
	}
	return label
}

// followed reports whether what follows a label's colon does so after a blank, or is nothing.
func followed(rest string) bool {
	return rest == "" || rest[0] == ' ' || rest[0] == '\n' || rest[0] == '\t'
}

// particles are the small words within names.
var particles = map[string]bool{"de": true, "da": true, "del": true, "di": true, "du": true, "van": true, "von": true, "der": true, "den": true,
	"bin": true, "al": true, "el": true, "la": true, "le": true, "ter": true, "ten": true, "dos": true, "and": true}

// Clock returns the length of the time of day that a post of a live page begins with, the
// blanks and dashes after it included: "14:05 ", "[14.05 GMT] – ", "2:05 p.m. ". It returns 0
// if there is none.
func Clock(paragraph string) int {
	rest := strings.TrimLeft(paragraph, "[(")
	digits := strings.TrimLeft(rest, "0123456789")
	if n := len(rest) - len(digits); n == 0 || n > 2 {
		return 0
	}
	if digits == "" || strings.IndexByte(":.h", digits[0]) < 0 {
		return 0
	}
	minutes := strings.TrimLeft(digits[1:], "0123456789")
	if len(digits)-1-len(minutes) != 2 || strings.HasPrefix(minutes, "%") {
		return 0
	}
	zone := strings.TrimLeft(minutes, " ")
	for _, mark := range [...]string{"a.m.", "p.m.", "am", "pm", "AM", "PM"} {
		zone = strings.TrimLeft(strings.TrimPrefix(zone, mark), " ")
	}
	for _, mark := range [...]string{"GMT", "UTC", "BST", "CET", "CEST", "EST", "EDT", "ET", "PT"} {
		if after, ok := strings.CutPrefix(zone, mark); ok {
			zone = after
			break
		}
	}
	end := strings.TrimLeft(zone, " \t])|:–—-")
	if end != "" && len(end) == len(digits)-3 {
		return 0 // a figure within a word: 14:05x
	}
	if c, _ := utf8.DecodeRuneInString(end); unicode.IsLower(c) {
		return 0 // "14.05 per cent", "10:30 was the time"
	}
	return len(paragraph) - len(end)
}

// rewriteLabels writes the names in capitals that turns of a transcript begin with, or that stand in
// the line below a quotation, as names are written: "MR. KEEL: " as "Mr. Keel: ". One word alone may be an abbreviation, so it is
// only written so if the text has it as a name, too, or if it can be read aloud and has several turns.
func rewriteLabels(r *rewriter) {
	elsewhere := map[string]bool{}
	quoted := false // whether the line before is a quotation's end
	for from := 0; from < len(r.text); {
		n := strings.IndexByte(r.text[from:], '\n')
		if n < 0 {
			n = len(r.text) - from
		}
		if size := Label(r.text[from : from+n]); size > 1 && upper(r.text[from:from+size]) {
			name := asName(r.text[from : from+size])
			known, asked := elsewhere[name]
			if !asked && len(elsewhere) < maxLabels {
				known = strings.Contains(name, " ") || strings.Contains(r.text, " "+name) || repeats(r.text, r.text[from:from+size])
				elsewhere[name] = known
			}
			if known {
				r.replace(from, from+size, name)
			}
		} else if start, end := signature(r.text[from : from+n]); quoted && end > 0 {
			r.replace(from+start, from+end, asName(r.text[from+start:from+end]))
		}
		if line := strings.TrimRight(r.text[from:from+n], " \t\r"); line != "" {
			quoted = strings.HasSuffix(line, "”") || strings.HasSuffix(line, "\"") || strings.HasSuffix(line, "’") || strings.HasSuffix(line, "»")
		}
		from += n + 1
	}
}

// minRepeated is how many letters a word in capitals has that several turns make a name.
const minRepeated = 4

// repeats reports whether label, one word in capitals, can be a name and begins several turns of text.
func repeats(text, label string) bool {
	if len(label) < minRepeated || !strings.ContainsAny(label, "AEIOUYÄÖÜÅØÆÉ") {
		return false
	}
	turns := 0
	for from := 0; turns < 2; {
		at := strings.Index(text[from:], label)
		if at < 0 {
			return false
		}
		if from += at; (from == 0 || text[from-1] == '\n') && Label(text[from:min(len(text), from+maxLabel+maxAside)]) == len(label) {
			turns++
		}
		from += len(label)
	}
	return true
}

// signature returns where the name in capitals begins and ends that line is, after a dash and before
// a comma perhaps: "— MARTA KEEL, mayor". Its end is 0 if there is none.
func signature(line string) (start, end int) {
	line = strings.TrimRight(line, " \t\r")
	if len(line) > 2*maxLabel {
		return 0, 0
	}
	start = len(line) - len(strings.TrimLeft(line, "—–- \t"))
	if end = strings.IndexByte(line, ','); end < 0 {
		end = len(line)
	}
	if end <= start || end-start > maxLabel || !upper(line[start:end]) || strings.ContainsAny(line[start:end], ".:;?!“”\"0123456789") {
		return 0, 0
	}
	if words := strings.Count(line[start:end], " ") + 1; words < 2 || words > maxSignature {
		return 0, 0
	}
	if rest := line[end:]; upper(rest) {
		end = len(line)
	}
	return start, end
}

// maxSignature is how many words the name below a quotation may have.
const maxSignature = 4

// maxLabels is how many different names in capitals are written anew.
const maxLabels = 64

func upper(name string) bool {
	return strings.IndexFunc(name, unicode.IsLower) < 0 && strings.ContainsFunc(name, unicode.IsUpper)
}

// asName returns a name in capitals with capitals at the beginnings of its words alone.
func asName(name string) string {
	out := make([]rune, 0, len(name))
	begins := true
	for i, c := range name {
		switch {
		case !unicode.IsLetter(c):
			begins = c != '’' || i > 0 && strings.HasPrefix(name[i-1:], "O’")
		case begins:
			begins = false
		case strings.HasSuffix(string(out), "Mc") && (len(out) < 3 || !unicode.IsLetter(out[len(out)-3])):
		default:
			c = unicode.ToLower(c)
		}
		out = append(out, c)
	}
	return string(out)
}
