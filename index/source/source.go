// Package source turns bytes into articles: a file a format, and one table of
// them. Text is kept as it was given; what cannot be read is given back with its
// reason, and whatever stands beside it is read all the same.
package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
	"github.com/briefing-bot/briefing-bot/index/source/internal/regular"
)

// ErrNotRegular is wrapped by the error for a path that is no regular file.
var ErrNotRegular = regular.ErrNotRegular

// format is a kind of file that is read.
type format struct {
	endings string // of names
	types   string // media types
	begins  string // with which every file of it begins, "" if that tells nothing
	single  bool   // a file holds one article
	parse   parser
}

// formats are all formats that are read.
var formats = []format{
	{endings: ".txt .text", types: "text/plain", single: true, parse: readText},
	{endings: ".md .markdown", types: "text/markdown", single: true, parse: readMarkdown},
	{endings: ".html .htm .xhtml", types: "text/html application/xhtml+xml", single: true, parse: readHTML},
	{endings: ".json", types: "application/json", parse: readJSON},
	{endings: ".csv .tsv", types: "text/csv text/tab-separated-values", parse: readCSV},
	{endings: ".jsonl .ndjson", types: "application/jsonl application/x-ndjson application/ndjson application/x-jsonlines", parse: readLines},
	{endings: ".eml", types: "message/rfc822", parse: readMail},
	{endings: ".mht .mhtml", types: "multipart/related application/x-mimearchive", single: true, parse: readMail},
	{endings: ".docx", types: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", begins: "PK\x03\x04", single: true, parse: readDOCX},
	{endings: ".pdf", types: "application/pdf application/x-pdf", begins: "%PDF-", single: true, parse: readPDF},
}

// Supported reports whether a file of this name can be read.
func Supported(name string) bool { return byEnding(name) != nil }

// SupportedType reports whether a media type can be read.
func SupportedType(mediaType string) bool { return byType(mediaType) != nil }

// Single reports whether a file of this name holds one article.
func Single(name string) bool {
	f := byEnding(name)
	return f != nil && f.single
}

// IsDocument reports whether a file with this name or media type is a document of a word
// processor or a PDF file.
func IsDocument(name, mediaType string) bool {
	f := byType(mediaType)
	if f == nil {
		f = byEnding(name)
	}
	return f != nil && f.begins != ""
}

// Stem returns a file's name without folder and endings: "report" of "a/report.txt.gz".
func Stem(name string) string {
	base := trimGzip(filepath.Base(name))
	return strings.TrimSuffix(base, filepath.Ext(base))
}

func trimGzip(name string) string {
	if len(name) > 3 && strings.EqualFold(name[len(name)-3:], ".gz") {
		return name[:len(name)-3]
	}
	return name
}

func byEnding(name string) *format {
	ending := strings.ToLower(filepath.Ext(trimGzip(name)))
	return formatWith(func(f format) bool { return ending != "" && contains(f.endings, ending) })
}

func byType(mediaType string) *format {
	mediaType, _, _ = strings.Cut(strings.ToLower(mediaType), ";")
	return formatWith(func(f format) bool { return contains(f.types, strings.TrimSpace(mediaType)) })
}

// byBeginning returns the format whose files all begin as begin does.
func byBeginning(begin []byte) *format {
	return formatWith(func(f format) bool { return f.begins != "" && bytes.HasPrefix(begin, []byte(f.begins)) })
}

// formatWith returns the first format with a property, nil if none has it.
func formatWith(property func(format) bool) *format {
	if i := slices.IndexFunc(formats, property); i >= 0 {
		return &formats[i]
	}
	return nil
}

func contains(list, word string) bool {
	for w := range strings.FieldsSeq(list) {
		if w == word {
			return true
		}
	}
	return false
}

// Read returns the articles of an input one by one. It holds no more than one
// article of it.
func Read(in Input) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		counted := &counter{reader: in.Reader}
		emit := func(it Item) bool {
			it.Bytes = counted.n
			if it.Path == "" {
				it.Path = in.Name
			}
			return yield(it)
		}
		r, err := gunzip(counted)
		if err != nil {
			emit(Item{Err: err})
			return
		}
		r = encodings.UTF16(r)
		begin, _ := r.Peek(sniffed)
		if f := byBeginning(begin); f != nil {
			f.parse(in, r, emit)
			return
		}
		if err := refuseFormat(begin); err != nil {
			emit(Item{Err: err})
			return
		}
		choose(in, r)(in, r, emit)
	}
}

// choose finds the parser of an input: by the ending of its name, its media type,
// or how it begins.
func choose(in Input, r *bufio.Reader) parser {
	typed := byType(in.Type)
	if named := byEnding(in.Name); named != nil && (typed == nil || strings.HasPrefix(in.Type, "text/plain")) {
		return named.parse // servers call text/plain what they do not know
	}
	if typed != nil && !strings.HasPrefix(in.Type, "text/plain") {
		return typed.parse
	}
	begin, _ := r.Peek(sniffed)
	begin = bytes.TrimLeft(bytes.TrimPrefix(begin, encodings.Mark), " \t\r\n")
	line, _, whole := bytes.Cut(begin, []byte("\n"))
	inList := bytes.TrimLeft(bytes.TrimPrefix(begin, []byte("[")), " \t\r\n")
	lower := bytes.ToLower(begin[:min(len(begin), 64)])
	switch {
	case bytes.HasPrefix(begin, []byte("{")) && (!whole || bytes.HasSuffix(bytes.TrimSpace(line), []byte("}"))):
		return readLines
	case bytes.HasPrefix(inList, []byte("{")):
		return readJSON
	case bytes.HasPrefix(lower, []byte("<!doctype html")), bytes.HasPrefix(lower, []byte("<html")):
		return readHTML
	case bytes.Equal(bytes.TrimSpace(line), []byte("---")):
		return readMarkdown
	}
	return readText
}

// ReadFile is Read on a file, with the NAME.meta.yaml that stands beside it. The
// id is for an article that brings none.
func ReadFile(path, id string) iter.Seq[Item] {
	return func(yield func(Item) bool) {
		f, _, err := regular.Open(path)
		if err != nil {
			yield(Item{Path: path, Err: unopened(err)})
			return
		}
		defer f.Close()
		in := Input{Name: path, ID: id, Reader: f}
		if in.Meta, err = readMeta(path); err != nil {
			yield(Item{Path: path, Err: err})
			return
		}
		for it := range Read(in) {
			if !yield(it) {
				return
			}
		}
	}
}

// unopened returns the error for an article's file that cannot be opened, with the way
// to read a pipe.
func unopened(err error) error {
	if errors.Is(err, regular.ErrPipe) {
		return fmt.Errorf("%w: send it to standard input and name it -", err)
	}
	return plain(err)
}

// Stat describes the file at path, following links. The error for a link whose target
// is missing says so.
func Stat(path string) (fs.FileInfo, error) { return regular.Stat(path) }

// CheckRegular returns an error that wraps ErrNotRegular and says what a file is if it
// is not regular.
func CheckRegular(info fs.FileInfo) error { return regular.Check(info) }

// readMeta returns the content of the meta file that belongs to a text file, nil
// if it has no meta file. Its size is known before it is read.
func readMeta(path string) ([]byte, error) {
	path = trimGzip(path)
	if filepath.Ext(path) != ".txt" {
		return nil, nil
	}
	meta := strings.TrimSuffix(path, ".txt") + MetaSuffix
	if _, err := os.Lstat(meta); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	f, info, err := regular.Open(meta)
	if err != nil {
		return nil, fmt.Errorf("the file %s beside it: %w; make it a file that can be read, or delete it", filepath.Base(meta), plain(err))
	}
	defer f.Close()
	if info.Size() > maxMeta {
		return nil, errMetaTooLong(meta)
	}
	data, err := io.ReadAll(io.LimitReader(f, maxMeta+1)) // it may grow meanwhile
	switch {
	case err != nil:
		return nil, fmt.Errorf("reading %s: %w", filepath.Base(meta), plain(err))
	case len(data) > maxMeta:
		return nil, errMetaTooLong(meta)
	}
	return data, nil
}

func errMetaTooLong(path string) error {
	return fmt.Errorf("%s is larger than %d KiB, the limit of a meta file", filepath.Base(path), maxMeta>>10)
}
