package column

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"path/filepath"
	"slices"
	"unsafe"

	"github.com/briefing-bot/briefing-bot/index/durable"
)

// Writer writes a file. Its methods and Put note the first error, which Commit
// returns.
type Writer struct {
	path     string
	out      *os.File
	buffer   *bufio.Writer
	at       uint64
	sections []section
	open     bool // the last section is being written
	err      error
}

// Create begins a file, which Commit puts in its place; until then it has another name.
func Create(path string) (*Writer, error) {
	if !littleEndian() {
		return nil, errors.ErrUnsupported
	}
	out, err := os.OpenFile(path+temporary, os.O_CREATE|os.O_TRUNC|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	w := &Writer{path: path, out: out, buffer: bufio.NewWriterSize(out, 1<<20)}
	w.write(make([]byte, headerSize)) // Commit fills it in
	return w, nil
}

// temporary is the ending of a file that is being written.
const temporary = ".new"

// Put writes an array as a section: the values of all parts, one after another.
func Put[T any](w *Writer, name string, parts ...[]T) {
	n := 0
	for _, p := range parts {
		n += len(p)
	}
	w.begin(name, layoutOf[T](), n)
	for _, p := range parts {
		if len(p) > 0 {
			w.write(unsafe.Slice((*byte)(unsafe.Pointer(&p[0])), len(p)*int(unsafe.Sizeof(p[0]))))
		}
	}
	w.end()
}

func (w *Writer) fail(err error) {
	if w.err == nil {
		w.err = err
	}
}

func (w *Writer) begin(name string, layout uint64, values int) {
	if rest := w.at % alignment; rest > 0 {
		w.write(make([]byte, alignment-rest))
	}
	if slices.ContainsFunc(w.sections, func(s section) bool { return s.name == name }) {
		w.fail(fmt.Errorf("two sections are called %s", name))
	}
	w.sections = append(w.sections, section{name: name, layout: layout, offset: w.at, values: uint64(values)})
	w.open = true
}

// end completes the last section.
func (w *Writer) end() {
	s := &w.sections[len(w.sections)-1]
	s.bytes, w.open = w.at-s.offset, false
}

func (w *Writer) write(data []byte) {
	if w.err != nil {
		return
	}
	if w.open {
		s := &w.sections[len(w.sections)-1]
		s.sum = crc32.Update(s.sum, castagnoli, data)
	}
	n, err := w.buffer.Write(data)
	w.at += uint64(n)
	w.fail(err)
}

func (w *Writer) writeString(s string) {
	if len(s) > 0 {
		w.write(unsafe.Slice(unsafe.StringData(s), len(s)))
	}
}

// Commit writes what is left, and puts the file in its place once it is on the disk.
func (w *Writer) Commit() error {
	directory := appendDirectory(nil, w.sections)
	offset := w.at
	w.write(directory)
	if w.err == nil {
		w.fail(w.buffer.Flush())
	}
	if w.err == nil {
		_, err := w.out.WriteAt(header(offset, directory), 0)
		w.fail(err)
	}
	if w.err == nil {
		w.fail(w.out.Sync())
	}
	w.fail(w.out.Close())
	if w.err == nil {
		w.fail(durable.Files{}.Rename(w.path+temporary, w.path))
	}
	if w.err != nil {
		os.Remove(w.path + temporary)
		return fmt.Errorf("writing %s: %w", filepath.Base(w.path), w.err)
	}
	return nil
}

// header returns the first bytes of a file.
func header(offset uint64, directory []byte) []byte {
	head := make([]byte, headerSize)
	copy(head, magic)
	binary.LittleEndian.PutUint32(head[8:], version)
	binary.LittleEndian.PutUint64(head[16:], offset)
	binary.LittleEndian.PutUint64(head[24:], uint64(len(directory)))
	binary.LittleEndian.PutUint32(head[32:], sum(directory))
	binary.LittleEndian.PutUint32(head[headerSize-4:], sum(head[:headerSize-4]))
	return head
}
