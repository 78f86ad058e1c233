package source

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/pelletier/go-toml/v2"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// maxMeta is how many bytes a meta file or a front matter may have.
const maxMeta = 64 << 10

// fields are what is given of an article beside its text.
type fields struct {
	ID, URL, Title, Source, Author, Lang, Published string
}

// metaFile is what a meta file may hold.
type metaFile struct {
	ID        scalar `yaml:"id"`
	URL       scalar `yaml:"url"`
	Title     scalar `yaml:"title"`
	Source    scalar `yaml:"source"`
	Author    scalar `yaml:"author"`
	Lang      scalar `yaml:"lang"`
	Published scalar `yaml:"published"`
}

// scalar is a value as it is written: the ID 007 is not the number 7.
type scalar string

// UnmarshalYAML takes a value's characters, whatever YAML would make of them.
func (s *scalar) UnmarshalYAML(node ast.Node) error {
	switch n := node.(type) {
	case *ast.NullNode:
	case *ast.StringNode:
		*s = scalar(n.Value)
	case *ast.LiteralNode:
		*s = scalar(n.Value.Value)
	case ast.ScalarNode:
		*s = scalar(strings.TrimSpace(n.GetToken().Value))
	default:
		p := node.GetToken().Position
		return fmt.Errorf("line %d, column %d: the value must be one word or line", p.Line, p.Column)
	}
	return nil
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
	var m metaFile
	if len(strings.TrimSpace(string(data))) == 0 {
		return article.Article{}, nil
	}
	if err := yaml.UnmarshalWithOptions(data, &m, yaml.Strict()); err != nil {
		return article.Article{}, fmt.Errorf("its %s: %w", MetaSuffix, yamlError(err))
	}
	a, err := fields{
		string(m.ID), string(m.URL), string(m.Title), string(m.Source), string(m.Author), string(m.Lang), string(m.Published),
	}.article()
	if err != nil {
		return a, fmt.Errorf("its %s: %w", MetaSuffix, err)
	}
	return a, nil
}

// yamlError words an error with its line and column.
func yamlError(err error) error {
	var at yaml.Error
	if !errors.As(err, &at) || at.GetToken() == nil {
		return err
	}
	p := at.GetToken().Position
	return fmt.Errorf("line %d, column %d: %s", p.Line, p.Column, at.GetMessage())
}

// names are the keys that front matter uses for each field, in the order in which
// they count. Others are the business of whoever publishes the page.
var names = struct{ id, url, title, source, author, lang, published []string }{
	id:        []string{"id"},
	url:       []string{"url", "canonical_url", "canonical", "link"},
	title:     []string{"title"},
	source:    []string{"source", "outlet", "publication", "site"},
	author:    []string{"author", "authors", "byline"},
	lang:      []string{"lang", "language"},
	published: []string{"published", "date", "publishdate", "pubdate", "datepublished"},
}

// parseFrontMatter reads what stands above the text of a Markdown file.
func parseFrontMatter(data []byte, isTOML bool) (article.Article, error) {
	values := map[string]any{}
	if isTOML {
		if err := toml.Unmarshal(data, &values); err != nil {
			return article.Article{}, fmt.Errorf("its front matter: %w", tomlError(err))
		}
	} else if err := yaml.UnmarshalWithOptions(data, &values); err != nil {
		return article.Article{}, fmt.Errorf("its front matter: %w", yamlError(err))
	}
	lower := map[string]any{}
	for key, value := range values {
		lower[strings.ToLower(key)] = value
	}
	first := func(keys []string) string {
		for _, key := range keys {
			if s := words(lower[key]); s != "" {
				return s
			}
		}
		return ""
	}
	a, err := fields{
		ID: first(names.id), URL: first(names.url), Title: first(names.title), Source: first(names.source),
		Author: first(names.author), Lang: first(names.lang), Published: first(names.published),
	}.article()
	if err != nil {
		return a, fmt.Errorf("its front matter: %w", err)
	}
	return a, nil
}

// tomlError words an error with its line and column.
func tomlError(err error) error {
	var at *toml.DecodeError
	if !errors.As(err, &at) {
		return err
	}
	row, column := at.Position()
	return fmt.Errorf("line %d, column %d: %w", row, column, err)
}

// words is a value of front matter as a string: of a list its parts, of what has
// parts of its own (an author with a homepage) the name.
func words(value any) string {
	switch v := value.(type) {
	case nil:
		return ""
	case string:
		return strings.TrimSpace(v)
	case time.Time:
		return v.Format(time.RFC3339Nano)
	case []any:
		var parts []string
		for _, part := range v {
			if s := words(part); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return words(v["name"])
	}
	return fmt.Sprint(value) // numbers, TOML's local dates
}
