package column

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"os"
	"sync/atomic"
	"unsafe"

	"github.com/blevesearch/mmap-go"
)

// A file is a header, the sections, and the directory of the sections.
//
//	header     magic, version, byte order; place, length and checksum of the directory; its own checksum
//	section    the bytes of an array as they lie in memory, from a multiple of alignment on
//	directory  of each section: name, layout, offset, values, bytes, checksum
const (
	magic      = "bbcolumn"
	version    = 1
	headerSize = 64
	alignment  = 64
)

// ErrUnusable means that a file is damaged, of another version, or of a machine that
// lays out values in another way. What it held must be computed again.
var ErrUnusable = errors.New("the file of columns cannot be used")

var errTooLarge = errors.New("more than four gigabytes of strings")

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// littleEndian reports whether this machine stores numbers as files have them.
func littleEndian() bool { return binary.NativeEndian.Uint16([]byte{1, 0}) == 1 }

// section is an entry of the directory.
type section struct {
	name   string
	layout uint64
	offset uint64
	values uint64
	bytes  uint64
	sum    uint32
}

// File is a mapped file. Who acquires it releases it; the last one unmaps it.
type File struct {
	path     string
	data     mmap.MMap
	sections map[string]section
	users    atomic.Int64
	err      error
}

// Open maps a file and verifies all its bytes. The error wraps ErrUnusable if the
// file must be made again.
func Open(path string) (*File, error) {
	f, err := OpenWritten(path)
	if err != nil {
		return nil, err
	}
	if err := f.Verify(); err != nil {
		return nil, errors.Join(err, f.Release())
	}
	return f, nil
}

// OpenWritten maps a file that this process has just written: of its bytes only the directory is verified, so
// that nothing is read that is not needed.
func OpenWritten(path string) (*File, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	f := &File{path: path}
	info, err := in.Stat()
	if err != nil {
		return nil, err
	}
	if info.Size() < headerSize || !littleEndian() {
		return nil, f.unusable("it is too short, or this machine orders bytes in another way")
	}
	if f.data, err = mmap.Map(in, mmap.RDONLY, 0); err != nil {
		return nil, fmt.Errorf("%w: mapping %s: %w", ErrUnusable, path, err)
	}
	f.users.Store(1)
	if err := f.readSections(); err != nil {
		return nil, errors.Join(err, f.Release())
	}
	return f, nil
}

func (f *File) unusable(why string) error { return fmt.Errorf("%w: %s: %s", ErrUnusable, f.path, why) }

// readSections reads the directory.
func (f *File) readSections() error {
	head := f.data[:headerSize]
	if string(head[:8]) != magic || binary.LittleEndian.Uint32(head[8:]) != version {
		return f.unusable("another version of the program made it")
	}
	if sum(head[:headerSize-4]) != binary.LittleEndian.Uint32(head[headerSize-4:]) {
		return f.unusable("its header does not match the checksum")
	}
	offset, size := binary.LittleEndian.Uint64(head[16:]), binary.LittleEndian.Uint64(head[24:])
	if offset > uint64(len(f.data)) || size > uint64(len(f.data))-offset || offset+size != uint64(len(f.data)) {
		return f.unusable("it is cut off")
	}
	directory := f.data[offset:]
	if sum(directory) != binary.LittleEndian.Uint32(head[32:]) {
		return f.unusable("its directory does not match the checksum")
	}
	var err error
	if f.sections, err = readDirectory(directory); err != nil {
		return f.unusable(err.Error())
	}
	for _, s := range f.sections {
		if s.offset > offset || s.bytes > offset-s.offset || s.offset%alignment != 0 {
			return f.unusable("section " + s.name + " lies outside")
		}
	}
	return nil
}

// Verify compares every section with its checksum. The error wraps ErrUnusable.
func (f *File) Verify() error {
	for _, s := range f.sections {
		if sum(f.data[s.offset:s.offset+s.bytes]) != s.sum {
			return f.unusable("section " + s.name + " does not match its checksum")
		}
	}
	return nil
}

func sum(data []byte) uint32 { return crc32.Checksum(data, castagnoli) }

// Acquire counts one more user, who must call Release.
func (f *File) Acquire() { f.users.Add(1) }

// Release counts one user less; after the last one the file is unmapped.
func (f *File) Release() error {
	if f.users.Add(-1) > 0 {
		return nil
	}
	return f.data.Unmap()
}

// Err returns the first error of Get and Load.
func (f *File) Err() error { return f.err }

func (f *File) fail(name, why string) {
	if f.err == nil {
		f.err = f.unusable("section " + name + ": " + why)
	}
}

// Has reports whether the file has a section.
func (f *File) Has(name string) bool {
	_, ok := f.sections[name]
	return ok
}

// Get returns the values of a section, which must not be changed, or read after the
// file is unmapped. After an error, which Err returns, there are none.
func Get[T any](f *File, name string) []T {
	s, ok := f.sections[name]
	size := uint64(unsafe.Sizeof(*new(T)))
	switch {
	case !ok:
		f.fail(name, "it is missing")
		return nil
	case s.layout != layoutOf[T]() || s.values > s.bytes || s.values*size != s.bytes:
		f.fail(name, "its values have another layout")
		return nil
	case s.values == 0:
		return nil
	}
	first := unsafe.Pointer(&f.data[s.offset])
	if uintptr(first)%unsafe.Alignof(*new(T)) != 0 {
		f.fail(name, "its values are not aligned")
		return nil
	}
	return unsafe.Slice((*T)(first), s.values)
}

// GetOne returns the value of a section that Put wrote with a single value.
func GetOne[T any](f *File, name string) (v T) {
	all := Get[T](f, name)
	if len(all) != 1 {
		f.fail(name, "it does not hold one value")
		return v
	}
	return all[0]
}
