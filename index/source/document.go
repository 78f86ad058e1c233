package source

import (
	"bufio"
	"errors"
	"fmt"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source/internal/docx"
)

var errDocumentTooLong = fmt.Errorf("the document is larger than %d MiB, the limit of a document: save it without its pictures", docx.MaxBytes>>20)

// readDOCX reads a document of Word.
func readDOCX(in Input, r *bufio.Reader, emit func(Item) bool) {
	one(emit, func() (article.Article, error) {
		data, err := readAll(r, docx.MaxBytes, errDocumentTooLong)
		if err != nil {
			return article.Article{}, err
		}
		d, err := docx.Read(data)
		if errors.Is(err, docx.ErrOther) {
			return article.Article{}, refuseFormat(data[:min(len(data), sniffed)])
		}
		if err != nil {
			return article.Article{}, err
		}
		return finish(article.Article{Title: d.Title, Author: d.Author, Text: tidy(d.Text)}, in)
	})
}
