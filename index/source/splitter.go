package source

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"
)

// splitter cuts JSON into its objects, at the outermost braces, without
// understanding what stands between them.
type splitter struct {
	reader *bufio.Reader
	line   int  // of the next byte, from 1
	list   bool // inside the brackets of a list
	ended  bool // nothing more can be read after an error
}

// next returns the next object and the line on which it begins. What stands where an
// object should, an object over maxObject, and an end in the middle are errors;
// after the last one it returns io.EOF.
func (s *splitter) next() (data []byte, line int, err error) {
	stray := false
	for between := 0; ; between++ {
		if between > maxBetween {
			s.ended = true
			return nil, s.line, fmt.Errorf("broken JSON: no article in %d MiB, the rest was not read", maxBetween>>20)
		}
		b, err := s.read()
		if err != nil {
			return nil, s.line, s.end(err, stray)
		}
		switch b {
		case ' ', '\t', '\r', '\n', ',':
		case '[':
			stray = stray || s.list
			s.list = true
		case ']':
			stray = stray || !s.list
			s.list = false
		case '{':
			if stray {
				_ = s.reader.UnreadByte()
				return nil, s.line, errStray
			}
			line = s.line
			data, err = s.wholeObject()
			return data, line, err
		default:
			stray = true
		}
	}
}

// errStray is the reason for what stands between articles.
var errStray = errors.New("broken JSON: something here is neither an article nor a list of articles")

// end is the error for an input that ends between objects.
func (s *splitter) end(err error, stray bool) error {
	switch {
	case !errors.Is(err, io.EOF):
		s.ended = true
		return broken(err)
	case stray:
		s.list = false
		return errStray
	case s.list:
		s.ended = true
		return errors.New("broken JSON: the list of articles has no end, the file may be cut short")
	}
	return io.EOF
}

// wholeObject reads to the brace that closes the object just opened.
func (s *splitter) wholeObject() ([]byte, error) {
	data := []byte{'{'}
	tooLong := false
	at := braces{depth: 1}
	for at.depth > 0 {
		if _, err := s.reader.Peek(1); err != nil {
			s.ended = true
			if errors.Is(err, io.EOF) {
				return nil, errors.New("broken JSON: the article has no end, the file may be cut short")
			}
			return nil, broken(err)
		}
		part, _ := s.reader.Peek(s.reader.Buffered())
		part = part[:at.scan(part)]
		s.line += bytes.Count(part, []byte{'\n'})
		if tooLong = tooLong || len(data)+len(part) > maxObject; tooLong {
			data = nil
		} else {
			data = append(data, part...)
		}
		_, _ = s.reader.Discard(len(part))
	}
	if tooLong {
		return nil, errTooLong
	}
	return data, nil
}

// braces is how deep in braces a scan of JSON stands.
type braces struct {
	depth           int
	quoted, escaped bool
}

// scan reads on to the brace that ends the outermost object, or to the end of
// data, and says how many bytes that is.
func (b *braces) scan(data []byte) int {
	for i, c := range data {
		switch {
		case b.escaped:
			b.escaped = false
		case b.quoted && c == '\\':
			b.escaped = true
		case c == '"':
			b.quoted = !b.quoted
		case !b.quoted && c == '{':
			b.depth++
		case !b.quoted && c == '}':
			if b.depth--; b.depth == 0 {
				return i + 1
			}
		}
	}
	return len(data)
}

func (s *splitter) read() (byte, error) {
	b, err := s.reader.ReadByte()
	if b == '\n' && err == nil {
		s.line++
	}
	return b, err
}
