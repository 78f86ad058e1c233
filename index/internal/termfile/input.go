package termfile

import "encoding/binary"

// input is read value by value. After a value that cannot be read, rest is nil, and all
// further values are 0.
type input struct{ rest []byte }

// uint reads a number.
func (in *input) uint() uint64 {
	if len(in.rest) > 0 && in.rest[0] < 0x80 {
		v := in.rest[0]
		in.rest = in.rest[1:]
		return uint64(v)
	}
	v, n := binary.Uvarint(in.rest)
	if n <= 0 {
		in.rest = nil
		return 0
	}
	in.rest = in.rest[n:]
	return v
}

// bytes reads so many bytes.
func (in *input) bytes(n uint64) []byte {
	if n > uint64(len(in.rest)) {
		in.rest = nil
		return nil
	}
	out := in.rest[:n:n]
	in.rest = in.rest[n:]
	return out
}
