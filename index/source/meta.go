package source

import (
	"fmt"
	"strings"

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
