package source

import (
	"bufio"
	"bytes"
	"errors"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// readMarkdown reads a Markdown file: front matter between lines of --- (YAML) or
// +++ (TOML), if it begins with them; everything below is the text, unchanged.
func readMarkdown(in Input, r *bufio.Reader, emit func(Item) bool) {
	one(emit, func() (article.Article, error) {
		data, err := readAll(r, MaxText+maxMeta, errTextTooLong)
		if err != nil {
			return article.Article{}, err
		}
		front, body, isTOML, err := splitFrontMatter(data)
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
