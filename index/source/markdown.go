package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/pelletier/go-toml/v2"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
)

// readMarkdown reads a Markdown file: front matter between lines of --- (YAML) or
// +++ (TOML), if it begins with them; everything below is the text, unchanged.
func readMarkdown(in Input, r *bufio.Reader, emit func(Item) bool) {
	one(emit, func() (article.Article, error) {
		data, err := readAll(r, MaxText+maxMeta, errTextTooLong)
		if err != nil {
			return article.Article{}, err
		}
		front, body, isTOML, err := splitFrontMatter(encodings.Text(data))
		if err != nil {
			return article.Article{}, err
		}
		var a article.Article
		if len(bytes.TrimSpace(front)) > 0 {
			if a, err = parseFrontMatter(front, isTOML); err != nil {
				return a, err
			}
		}
		a.Text = string(body)
		return finish(a, in)
	})
}

// splitFrontMatter cuts a file at the lines that enclose its front matter.
func splitFrontMatter(data []byte) (front, body []byte, isTOML bool, err error) {
	first, rest := cutLine(data)
	fence := string(bytes.TrimRight(first, " \t\r\n"))
	if fence != "---" && fence != "+++" {
		return nil, data, false, nil
	}
	for at := rest; len(at) > 0; {
		line, next := cutLine(at)
		if string(bytes.TrimRight(line, " \t\r\n")) == fence {
			front = rest[:len(rest)-len(at)]
			if len(front) > maxMeta {
				return nil, nil, false, errors.New("its front matter is too long")
			}
			return front, next, fence == "+++", nil
		}
		at = next
	}
	if fence == "---" {
		return nil, data, false, nil // a rule, not front matter
	}
	return nil, nil, false, errors.New("its front matter has no end: a line of " + fence)
}

// cutLine cuts after the first line break.
func cutLine(data []byte) (line, rest []byte) {
	if i := bytes.IndexByte(data, '\n'); i >= 0 {
		return data[:i+1], data[i+1:]
	}
	return data, nil
}

// frontMatterNames are the keys that front matter uses for each field, in the order in which
// they count. Others are the business of whoever publishes the page.
var frontMatterNames = struct{ id, url, title, source, author, lang, published []string }{
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
		ID: first(frontMatterNames.id), URL: first(frontMatterNames.url), Title: first(frontMatterNames.title), Source: first(frontMatterNames.source),
		Author: first(frontMatterNames.author), Lang: first(frontMatterNames.lang), Published: first(frontMatterNames.published),
	}.article()
	if err != nil {
		return a, fmt.Errorf("its front matter: %w", err)
	}
	return a, nil
}

// yamlValues returns the values of a YAML mapping by their keys in lower case.
func yamlValues(data []byte) (map[string]string, error) {
	pairs, err := yamlPairs(data)
	if err != nil {
		return nil, err
	}
	values := map[string]string{}
	for _, p := range pairs {
		values[strings.ToLower(p.key)] = yamlWords(p.value, true)
	}
	return values, nil
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
