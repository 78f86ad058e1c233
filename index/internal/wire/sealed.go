package wire

import (
	"encoding/binary"
	"hash/crc32"
)

// NewSealed returns a writer with room for a checksum before what it writes; see Sealed.
func NewSealed() Writer { return Writer{Bytes: make([]byte, crc32.Size, 512)} }

// Sealed returns what a writer of NewSealed has written, behind its CRC-32 in four bytes.
func (w *Writer) Sealed() []byte {
	binary.BigEndian.PutUint32(w.Bytes, crc32.ChecksumIEEE(w.Bytes[crc32.Size:]))
	return w.Bytes
}

// Unseal returns a reader of what was written before Sealed; ok is false if the bytes are
// too few or do not match their checksum.
func Unseal(data []byte) (r *Reader, ok bool) {
	if len(data) < crc32.Size || binary.BigEndian.Uint32(data) != crc32.ChecksumIEEE(data[crc32.Size:]) {
		return nil, false
	}
	return NewReader(data[crc32.Size:]), true
}
