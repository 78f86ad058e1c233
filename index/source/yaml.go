package source

import (
	"errors"
	"fmt"
	"strings"

	"go.yaml.in/yaml/v4"
)

// pair is one key of a YAML mapping with its value.
type pair struct {
	key       string
	at, value *yaml.Node
}

// yamlPairs returns the keys and values of the YAML mapping in data, none for
// an empty document. It follows no alias: a few lines of them can mean billions
// of values. A key that is not plain text is left out.
func yamlPairs(data []byte) ([]pair, error) {
	var document yaml.Node
	if err := yaml.Unmarshal(data, &document); err != nil {
		return nil, yamlError(err)
	}
	if len(document.Content) == 0 {
		return nil, nil
	}
	root := document.Content[0]
	if _, empty := scalarText(root); empty && root.ShortTag() == "!!null" {
		return nil, nil
	}
	if root.Kind != yaml.MappingNode {
		return nil, at(root, "it must be lines of key: value")
	}
	var pairs []pair
	lines := map[string]int{}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, ok := scalarText(root.Content[i])
		if !ok {
			continue
		}
		if line, taken := lines[key]; taken {
			return nil, at(root.Content[i], "the key %q is already on line %d", clip(key), line)
		}
		lines[key] = root.Content[i].Line
		pairs = append(pairs, pair{key, root.Content[i], root.Content[i+1]})
	}
	return pairs, nil
}

// scalarText returns a scalar's characters, whatever YAML would make of them:
// the ID 007 is not the number 7. It reports whether node is a scalar.
func scalarText(node *yaml.Node) (text string, ok bool) {
	if node.Kind != yaml.ScalarNode {
		return "", false
	}
	if node.ShortTag() == "!!null" {
		return "", true
	}
	return node.Value, true
}

// yamlWords returns a value as one string: the parts of a list, and of a value
// that has fields of its own (an author with a homepage) the name.
func yamlWords(node *yaml.Node, list bool) string {
	switch node.Kind {
	case yaml.SequenceNode:
		var parts []string
		for _, part := range node.Content {
			if s := yamlWords(part, false); list && s != "" {
				parts = append(parts, s)
			}
		}
		return strings.Join(parts, ", ")
	case yaml.MappingNode:
		for i := 0; i+1 < len(node.Content); i += 2 {
			if key, _ := scalarText(node.Content[i]); key == "name" {
				text, _ := scalarText(node.Content[i+1])
				return strings.TrimSpace(text)
			}
		}
		return ""
	}
	text, _ := scalarText(node)
	return strings.TrimSpace(text)
}

// at returns an error with the position of node.
func at(node *yaml.Node, format string, values ...any) error {
	return fmt.Errorf("line %d, column %d: %s", node.Line, node.Column, fmt.Sprintf(format, values...))
}

// quoteHint is how to fix the usual cause of a syntax error: a headline with marks
// that mean something in YAML.
const quoteHint = `put a value that has punctuation in it in single quotation marks, and write an apostrophe in it twice: title: 'Live: the mayor''s vote'`

// yamlError words a syntax error with its line and how to fix it.
func yamlError(err error) error {
	var load *yaml.LoadError
	if !errors.As(err, &load) {
		return err
	}
	message := load.Message
	if load.ContextMsg != "" {
		message = fmt.Sprintf("%s %s from line %d", message, load.ContextMsg, load.ContextMark.Line)
	}
	if load.Mark.Line == 0 {
		return fmt.Errorf("%s; %s", message, quoteHint)
	}
	return fmt.Errorf("line %d, column %d: %s; %s", load.Mark.Line, load.Mark.Column, message, quoteHint)
}

// clip shortens what somebody wrote for a message.
func clip(s string) string {
	if r := []rune(s); len(r) > 60 {
		return string(r[:60]) + "…"
	}
	return s
}
