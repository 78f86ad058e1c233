package source

import (
	"bufio"
	"errors"
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

// next is the next object and the line on which it begins. What stands where an
// object should, an object over MaxArticle, and an end in the middle are errors;
// after the last one it returns io.EOF.
func (s *splitter) next() (data []byte, line int, err error) {
	stray := false
	for {
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
			data, err = s.object()
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

// object reads to the brace that closes the object just opened.
func (s *splitter) object() ([]byte, error) {
	data := []byte{'{'}
	tooLong, quoted, escaped := false, false, false
	for depth := 1; depth > 0; {
		b, err := s.read()
		if err != nil {
			s.ended = true
			if errors.Is(err, io.EOF) {
				return nil, errors.New("broken JSON: the article has no end, the file may be cut short")
			}
			return nil, broken(err)
		}
		if tooLong = tooLong || len(data) == MaxArticle; tooLong {
			data = nil
		} else {
			data = append(data, b)
		}
		switch {
		case escaped:
			escaped = false
		case quoted && b == '\\':
			escaped = true
		case b == '"':
			quoted = !quoted
		case !quoted && b == '{':
			depth++
		case !quoted && b == '}':
			depth--
		}
	}
	if tooLong {
		return nil, errTooLong
	}
	return data, nil
}

func (s *splitter) read() (byte, error) {
	b, err := s.reader.ReadByte()
	if b == '\n' && err == nil {
		s.line++
	}
	return b, err
}
