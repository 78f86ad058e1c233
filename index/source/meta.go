package source

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"

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
	text, ok := scalarText(node)
	if !ok {
		p := node.GetToken().Position
		return fmt.Errorf("line %d, column %d: the value must be one word or line", p.Line, p.Column)
	}
	*s = scalar(text)
	return nil
}

// scalarText is what a scalar has as its characters.
func scalarText(node ast.Node) (text string, ok bool) {
	switch n := node.(type) {
	case *ast.NullNode:
		return "", true
	case *ast.StringNode:
		return n.Value, true
	case *ast.LiteralNode:
		return n.Value.Value, true
	case ast.ScalarNode:
		return strings.TrimSpace(n.GetToken().Value), true
	}
	return "", false
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
