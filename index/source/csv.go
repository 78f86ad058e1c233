package source

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
)

// readCSV reads a table with an article a row. The first row names the columns, as
// the keys of JSON do; what separates them is a comma, a semicolon or a tab.
func readCSV(in Input, r *bufio.Reader, emit func(Item) bool) {
	in.ID = ""
	bounded := &recordReader{reader: r}
	table := csv.NewReader(bounded)
	table.Comma, table.FieldsPerRecord, table.LazyQuotes = separator(r), -1, true
	header, err := table.Read()
	if err != nil {
		emit(Item{Err: csvError(err)})
		return
	}
	header = slices.Clone(header)
	header[0] = strings.TrimPrefix(header[0], string(encodings.Mark))
	if !textColumn(header) {
		emit(Item{Err: errors.New(`its first row names no column "text", "content" or "body"`)})
		return
	}
	var found strays
	for {
		bounded.n = 0
		row, err := table.Read()
		if errors.Is(err, io.EOF) {
			return
		}
		it := Item{Err: csvError(err)}
		if err == nil {
			line, _ := table.FieldPos(0)
			it.Path = linePath(in, line)
			it.Article, it.Err = rowObject(header, row).article(in)
		}
		if !emit(it) || err != nil {
			return
		}
		if found.tooMany(it.Err == nil) {
			emit(found.item(in.Name))
			return
		}
	}
}

// separator returns the character that occurs most often in the first line.
func separator(r *bufio.Reader) rune {
	begin, _ := r.Peek(sniffed)
	line, _, _ := strings.Cut(string(begin), "\n")
	best, most := ',', strings.Count(line, ",")
	for _, c := range ";\t" {
		if n := strings.Count(line, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}

func textColumn(header []string) bool {
	return slices.ContainsFunc(header, func(name string) bool { return slices.Contains(jsonNames.text, plainKey(name)) })
}

// rowObject returns a row as the object that it would be in JSON. An empty cell is
// no value.
func rowObject(header, row []string) object {
	o := object{}
	for i, cell := range row {
		if i >= len(header) || strings.TrimSpace(cell) == "" {
			continue
		}
		value, err := json.Marshal(strings.ToValidUTF8(cell, "\x00")) // which finish refuses
		if err == nil {
			o[plainKey(header[i])] = value
		}
	}
	return o
}

// csvError words an error of a row; nil if err is.
func csvError(err error) error {
	wrong, ok := errors.AsType[*csv.ParseError](err)
	switch {
	case err == nil, errors.Is(err, errTooLong):
		return err
	case errors.Is(err, io.EOF):
		return errors.New("it is empty")
	case ok:
		return fmt.Errorf("broken CSV at column %d: %w; the rest was not read", wrong.Column, wrong.Err)
	}
	return broken(err)
}

// recordReader limits the bytes of one row: a mark that is never closed takes in
// the rest of the file.
type recordReader struct {
	reader *bufio.Reader
	n      int
}

// Read reads on, at most maxObject bytes a row.
func (r *recordReader) Read(p []byte) (int, error) {
	if r.n > maxObject {
		return 0, errTooLong
	}
	n, err := r.reader.Read(p)
	r.n += n
	return n, err
}
