package source

import (
	"bufio"
	"fmt"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// readText reads a plain-text file: one article, or what a press archive exported.
func readText(in Input, r *bufio.Reader, emit func(Item) bool) {
	limit := int64(MaxText)
	if begin, _ := r.Peek(sniffed); documentMark.Match(begin) || documentEnd.Match(begin) {
		limit = MaxExport
	}
	text, err := readAll(r, limit, errTextTooLong)
	if err != nil {
		emit(Item{Err: err})
		return
	}
	if all := documents(string(text)); len(all) > 0 && in.Meta == nil {
		for i, document := range all {
			it := Item{Path: fmt.Sprintf("%s[%d]", in.Name, i+1)}
			it.Article, it.Err = readDocument(document, in)
			if !emit(it) {
				return
			}
		}
		return
	}
	one(emit, func() (article.Article, error) { return textArticle(in, text) })
}

// textArticle returns the article of a plain-text file.
func textArticle(in Input, text []byte) (article.Article, error) {
	if in.Meta != nil {
		a, err := parseMeta(in.Meta)
		if err != nil {
			return a, err
		}
		a.Text = string(text)
		return finish(a, in)
	}
	if err := refuseSeveral(string(text)); err != nil {
		return article.Article{}, err
	}
	a, isMail, err := readMail(text)
	if err != nil {
		return a, err
	}
	if !isMail {
		a.Text = string(text)
	}
	return finish(a, in)
}
