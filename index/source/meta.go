package source

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// maxMeta is how many bytes a meta file or a front matter may have.
const maxMeta = 64 << 10

// fields are what is given of an article beside its text.
type fields struct {
	ID, URL, Title, Source, Author, Lang, Published string
}

// article is an article without its text.
func (f fields) article() (article.Article, error) {
	a := article.Article{ID: f.ID, URL: f.URL, Title: f.Title, Source: f.Source, Author: f.Author, Lang: f.Lang}
	if strings.TrimSpace(f.Published) == "" {
		return a, nil
	}
	var err error
	a.Published, err = ParseMoment(f.Published)
	return a, err
}

// parseMeta reads NAME.meta.yaml. A key that it does not know is an error: a
// misspelt "published" must not leave an article without its date unnoticed.
func parseMeta(data []byte) (article.Article, error) {
	var f fields
	pairs, err := yamlPairs(data)
	for _, p := range pairs {
		if err = f.set(p); err != nil {
			break
		}
	}
	if err != nil {
		return article.Article{}, fmt.Errorf("its %s: %w", MetaSuffix, err)
	}
	a, err := f.article()
	if err != nil {
		return a, fmt.Errorf("its %s: %w", MetaSuffix, err)
	}
	return a, nil
}

// set sets the field that a line of a meta file names.
func (f *fields) set(p pair) error {
	known := map[string]*string{"id": &f.ID, "url": &f.URL, "title": &f.Title, "source": &f.Source,
		"author": &f.Author, "lang": &f.Lang, "published": &f.Published}
	field := known[p.key]
	if field == nil {
		return at(p.at, "unknown field %q: a meta file has id, url, title, source, author, lang and published", clip(p.key))
	}
	text, ok := scalarText(p.value)
	if !ok {
		return at(p.value, "the value of %q must be one word or line", p.key)
	}
	*field = text
	return nil
}

var (
	byWords   = regexp.MustCompile(`(?i)^(?:(?:(?:words|text|story|report|reporting|written|reported|posted|published|article|analysis|compiled|additional reporting)\s+)?by\b[:\s]+|(?:from|author)\s*:\s*)`)
	bylineEnd = regexp.MustCompile(`(?i)\s*(?:[|•·\n]|\s[-–—]\s|\s/\s|\(|\bfor (?:the|[A-Z])|\b(?:published|updated|posted|last (?:updated|modified))\b|\b\d+\s*(?:-\s*)?min(?:ute)?s?\b).*$`)
	roleWords = regexp.MustCompile(`(?i)^(?:the\s)?(?:.*\s)?(?:writers?|reporters?|correspondents?|editors?|journalists?|columnists?|critics?|staff|bureau chief|contributors?|producers?|analysts?|freelancers?|in [A-Z].*)(?:\s(?:in|at|for|of|on)\s.*)?$`)
	webWords  = regexp.MustCompile(`(?i)https?://\S+|\S+@\S+\.\S+|(?:^|\s)@\w+`)
)

// cleanByline returns the names of a byline: "By JANE DOE, Staff Writer | 3 min read"
// gives Jane Doe.
func cleanByline(byline string) string {
	byline = strings.TrimSpace(webWords.ReplaceAllString(byline, " "))
	byline = byWords.ReplaceAllString(byline, "")
	byline = bylineEnd.ReplaceAllString(byline, "")
	var names []string
	for part := range strings.SplitSeq(byline, ",") {
		part = strings.Join(strings.Fields(part), " ")
		if part == "" || len(names) > 0 && roleWords.MatchString(part) {
			continue
		}
		names = append(names, capitalized(part))
	}
	return strings.Trim(strings.Join(names, ", "), " ,;:")
}

// capitalized returns a name in capitals as it is usually written; another name as
// it is. Initials and short words in capitals (AP, BBC) stay.
func capitalized(name string) string {
	words := strings.Fields(name)
	if len(words) < 2 || slices.ContainsFunc(words, func(w string) bool { return w != "and" && w != strings.ToUpper(w) }) {
		return name
	}
	for i, w := range words {
		switch {
		case w == "and":
		case w == "AND" || w == "DE" || w == "VAN" || w == "VON" || w == "DER" || w == "LA" || w == "DI":
			words[i] = strings.ToLower(w)
		case len([]rune(w)) > 1 && !strings.Contains(w, "."):
			words[i] = capitalizedWord(w)
		}
	}
	return strings.Join(words, " ")
}

// capitalizedWord returns a word in capitals with a capital at the beginning of
// each of its parts: O'Hara, Smith-Jones, McCoy.
func capitalizedWord(word string) string {
	out := []rune(strings.ToLower(word))
	for i := range out {
		mac := i == 2 && out[0] == 'M' && out[1] == 'c'
		if i == 0 || mac || strings.ContainsRune("'’-", out[i-1]) {
			out[i] = unicode.ToUpper(out[i])
		}
	}
	return string(out)
}
