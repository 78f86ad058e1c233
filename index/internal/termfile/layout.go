package termfile

import (
	"encoding/binary"
	"hash/crc32"
	"io"
	"math"
)

const (
	magic      = "bbterms1"
	footerSize = 8 + crc32.Size
)

// writer writes a file from its beginning to its end: names in their order, then each field's terms in theirs, then close.
type writer struct {
	out    io.Writer
	at     uint64
	sum    uint32
	err    error
	names  nameWriter
	fields []*fieldWriter
	packed []byte
}

// fieldWriter has what the directory tells of a field.
type fieldWriter struct {
	name string
	dictionaryWriter
}

// newWriter begins a file.
func newWriter(out io.Writer) *writer {
	w := &writer{out: out}
	w.write([]byte(magic))
	return w
}

func (w *writer) write(data []byte) {
	if w.err != nil {
		return
	}
	w.sum = crc32.Update(w.sum, crc32.IEEETable, data)
	w.at += uint64(len(data))
	_, w.err = w.out.Write(data)
}

// field begins a field.
func (w *writer) field(name string) { w.fields = append(w.fields, &fieldWriter{name: name}) }

// term adds a term of the last field with its documents, which ascend. One without documents is left out.
func (w *writer) term(term []byte, docs []uint32) {
	f := w.fields[len(w.fields)-1]
	switch len(docs) {
	case 0:
	case 1:
		f.add(term, 1, w.at, 0, docs[0])
	default:
		w.packed = appendPostings(w.packed[:0], docs)
		f.add(term, uint32(len(docs)), w.at, len(w.packed), 0)
		w.write(w.packed)
	}
}

// close writes what is left.
func (w *writer) close() error {
	w.names.flush()
	var directory []byte
	add := func(data []byte) {
		directory = binary.AppendUvarint(directory, w.at)
		directory = binary.AppendUvarint(directory, uint64(len(data)))
		w.write(data)
	}
	for _, n := range []uint32{w.names.docs, w.names.least, w.names.most} {
		directory = binary.AppendUvarint(directory, uint64(n))
	}
	add(w.names.index)
	add(w.names.data)
	directory = binary.AppendUvarint(directory, uint64(len(w.fields)))
	for _, f := range w.fields {
		directory = binary.AppendUvarint(directory, uint64(len(f.name)))
		directory = append(directory, f.name...)
		directory = binary.AppendUvarint(directory, uint64(f.terms))
		add(f.index)
		add(f.data)
		if len(f.data) > math.MaxUint32 && w.err == nil {
			w.err = ErrMalformed
		}
	}
	at := w.at
	w.write(directory)
	w.write(binary.LittleEndian.AppendUint64(nil, at))
	if w.err == nil {
		_, w.err = w.out.Write(binary.BigEndian.AppendUint32(nil, w.sum))
		w.at += crc32.Size
	}
	return w.err
}

// file is the parts of a file.
type file struct {
	data   []byte
	names  names
	fields []string
	terms  map[string]*dictionary
}

// sum returns the checksum at the end of the file.
func (f *file) sum() uint32 { return binary.BigEndian.Uint32(f.data[len(f.data)-crc32.Size:]) }

// readFile returns the parts of a file. It does not compare the checksum.
func readFile(data []byte) (*file, error) {
	f := &file{data: data, terms: map[string]*dictionary{}}
	if len(data) < len(magic)+footerSize || string(data[:len(magic)]) != magic {
		return nil, ErrMalformed
	}
	end := uint64(len(data) - footerSize)
	at := binary.LittleEndian.Uint64(data[end:])
	if at > end {
		return nil, ErrMalformed
	}
	in := input{data[at:end]}
	part := func(unit int) []byte {
		from, size := in.uint(), in.uint()
		if in.rest == nil || from > end || size > end-from || size%uint64(unit) != 0 {
			in.rest = nil
			return nil
		}
		return data[from : from+size]
	}
	docs := in.uint()
	f.names = names{docs: uint32(docs), least: uint32(in.uint()), most: uint32(in.uint())}
	f.names.index, f.names.data = part(headSize), part(1)
	if docs > math.MaxInt32 {
		return nil, ErrMalformed
	}
	for range in.uint() {
		name := string(in.bytes(in.uint()))
		d := &dictionary{file: data, terms: int(in.uint() & math.MaxInt32)}
		d.index, d.data = part(termHeadSize), part(1)
		if in.rest == nil || (d.terms+blockTerms-1)/blockTerms != d.blocks() {
			return nil, ErrMalformed
		}
		f.fields, f.terms[name] = append(f.fields, name), d
	}
	if in.rest == nil || len(in.rest) > 0 {
		return nil, ErrMalformed
	}
	return f, nil
}
