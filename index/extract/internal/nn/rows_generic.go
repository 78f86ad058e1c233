//go:build !amd64

package nn

// addRows adds the first sixteen bytes of the row of each feature to words, of which two hold
// the columns of eight bytes, as in Sums.
func addRows(words *[4]uint64, rows string, ids []uint32, shift, stride uint) {
	a, b, c, d := words[0], words[1], words[2], words[3]
	for _, id := range ids {
		at := uint(id>>shift) * stride
		row := rows[at : at+2*lanes]
		v, w := eight(row[:lanes]), eight(row[lanes:])
		a += v & even
		b += v >> 8 & even
		c += w & even
		d += w >> 8 & even
	}
	words[0], words[1], words[2], words[3] = a, b, c, d
}
