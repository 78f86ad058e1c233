package source

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/goccy/go-yaml/ast"
	yamlparser "github.com/goccy/go-yaml/parser"
	"github.com/pelletier/go-toml/v2"

	"github.com/briefing-bot/briefing-bot/index/article"
)

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
	read := yamlValues
	if isTOML {
		read = tomlValues
	}
	values, err := read(data)
	if err != nil {
		return article.Article{}, fmt.Errorf("its front matter: %w", err)
	}
	first := func(keys []string) string {
		for _, key := range keys {
			if values[key] != "" {
				return values[key]
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

// yamlValues are the values of a YAML mapping by their keys in lower case. It
// reads the syntax tree and follows no alias: a few lines of them can stand for
// billions of values.
func yamlValues(data []byte) (map[string]string, error) {
	file, err := yamlparser.ParseBytes(data, 0)
	if err != nil {
		return nil, yamlError(err)
	}
	values := map[string]string{}
	if len(file.Docs) == 0 || file.Docs[0].Body == nil {
		return values, nil
	}
	pairs, ok := file.Docs[0].Body.(ast.MapNode)
	if !ok {
		return nil, errors.New("it must be lines of key: value")
	}
	for i := pairs.MapRange(); i.Next(); {
		if key, ok := scalarText(i.Key()); ok {
			values[strings.ToLower(key)] = yamlWords(i.Value(), true)
		}
	}
	return values, nil
}

// yamlWords is a value as a string: of a list its parts, of what has parts of its
// own (an author with a homepage) the name.
func yamlWords(node ast.Node, list bool) string {
	switch n := node.(type) {
	case *ast.SequenceNode:
		var parts []string
		for _, part := range n.Values {
			if s := yamlWords(part, false); list && s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	case ast.MapNode:
		for i := n.MapRange(); i.Next(); {
			if key, _ := scalarText(i.Key()); key == "name" {
				text, _ := scalarText(i.Value())
				return strings.TrimSpace(text)
			}
		}
		return ""
	}
	text, _ := scalarText(node)
	return strings.TrimSpace(text)
}

// tomlValues are the values of a TOML table by their keys in lower case.
func tomlValues(data []byte) (map[string]string, error) {
	table := map[string]any{}
	if err := toml.Unmarshal(data, &table); err != nil {
		return nil, tomlError(err)
	}
	values := map[string]string{}
	for key, value := range table {
		values[strings.ToLower(key)] = tomlWords(value)
	}
	return values, nil
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

// tomlWords is yamlWords for TOML.
func tomlWords(value any) string {
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
			if s := tomlWords(part); s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		return tomlWords(v["name"])
	}
	return fmt.Sprint(value) // numbers, TOML's local dates
}
