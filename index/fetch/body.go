package fetch

import (
	"bufio"
	"compress/flate"
	"compress/gzip"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"

	"github.com/klauspost/compress/zstd"
)

// Limits of compressed bodies.
const (
	// maxRatio is how many bytes one compressed byte may become on average, once
	// freeBytes were unpacked. Feeds come to 3–20; gzip reaches 1,030, twice gzip a
	// million.
	maxRatio  = 100
	freeBytes = 4 << 20
	// maxWindow is how many bytes back zstd may refer, as RFC 9659 asks of servers.
	maxWindow = 8 << 20
	// maxCodings is how often a body may be compressed.
	maxCodings = 2
)

// errBomb is the reason for compressed data that only takes up room.
var errBomb = fmt.Errorf("%w: its compressed data unpacks to more than %d times its size, which articles never do", ErrTooLarge, maxRatio)

// body is an answer's body, unpacked and limited.
type body struct {
	reader io.Reader
	done   func()
	err    error // the first one, which is told again: who peeks may miss it
}

// Read reads unpacked bytes.
func (b *body) Read(p []byte) (int, error) {
	if b.err != nil {
		return 0, b.err
	}
	n, err := b.reader.Read(p)
	b.err = err
	return n, err
}

// Close ends the request and lets the next one to its host begin.
func (b *body) Close() error {
	b.done()
	return nil
}

// noCodings are values of Content-Encoding that leave a body as it is: some servers write
// there what belongs elsewhere.
var noCodings = []string{"", "identity", "none", "utf-8", "utf8", "iso-8859-1", "binary", "8bit", "7bit"}

// unpack returns a body without its Content-Encodings.
func unpack(r io.Reader, encodings []string) (io.Reader, error) {
	var codings []string
	for coding := range strings.SplitSeq(strings.ToLower(strings.Join(encodings, ",")), ",") {
		if coding = strings.TrimSpace(coding); !slices.Contains(noCodings, coding) {
			codings = append(codings, coding)
		}
	}
	if len(codings) > maxCodings {
		return nil, fmt.Errorf("the server sent it compressed %d times over, which is not read", len(codings))
	}
	if len(codings) == 0 {
		return r, nil
	}
	packed := &counter{reader: r}
	out := io.Reader(bufio.NewReader(packed))
	for _, coding := range slices.Backward(codings) {
		decoded, err := decoder(out, coding)
		if err != nil {
			return nil, err
		}
		out = decoded
	}
	return &unpacker{packed: packed, unpacked: out}, nil
}

// decoder returns r without one Content-Encoding.
func decoder(r io.Reader, coding string) (out io.Reader, err error) {
	switch coding {
	case "gzip", "x-gzip":
		out, err = gzip.NewReader(r)
	case "deflate":
		out, err = inflate(r)
	case "zstd":
		out, err = zstd.NewReader(r, zstd.WithDecoderConcurrency(1), zstd.WithDecoderLowmem(true), zstd.WithDecoderMaxWindow(maxWindow))
	default:
		return nil, fmt.Errorf("the server sent it compressed as %q, which is not read", coding)
	}
	if err != nil {
		return nil, fmt.Errorf("the compressed data is damaged: %w", err)
	}
	return out, nil
}

// inflate reads what servers send as deflate: zlib's form, as the standard has
// it, or the bare one.
func inflate(r io.Reader) (io.Reader, error) {
	b := bufio.NewReader(r)
	if head, _ := b.Peek(2); len(head) == 2 && head[0]&0x0f == 8 && (int(head[0])<<8|int(head[1]))%31 == 0 {
		return zlib.NewReader(b)
	}
	return flate.NewReader(b), nil
}

// unpacker is a decompressor that limits how much becomes of little.
type unpacker struct {
	packed   *counter
	unpacked io.Reader
	n        int64
}

// Read reads unpacked bytes.
func (u *unpacker) Read(p []byte) (int, error) {
	n, err := u.unpacked.Read(p)
	u.n += int64(n)
	switch {
	case u.n > freeBytes && u.n > maxRatio*u.packed.n:
		return 0, errBomb
	case errors.Is(err, io.ErrUnexpectedEOF) && u.packed.ended:
		return n, fmt.Errorf("it ends in the middle: %w", err)
	}
	return n, err
}

// counter counts what is read through it.
type counter struct {
	reader io.Reader
	n      int64
	ended  bool
}

// Read reads and counts.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.n += int64(n)
	c.ended = errors.Is(err, io.EOF)
	return n, err
}

// limited is a reader that fails after left bytes, where io.LimitReader would end
// as if all had been read.
type limited struct {
	io.Reader
	left, limit int64
}

// Read reads until the limit is passed, which is an error.
func (l *limited) Read(p []byte) (int, error) {
	n, err := l.Reader.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return n, fmt.Errorf("%w: it has more than %s", ErrTooLarge, size(l.limit))
	}
	return n, err
}

// size words a limit.
func size(n int64) string {
	if n < 1<<20 {
		return fmt.Sprintf("%d KiB", n>>10)
	}
	return fmt.Sprintf("%d MiB", n>>20)
}

// stalling is a body whose server may not stop sending for longer than stallTime.
type stalling struct {
	body   io.ReadCloser
	ctx    context.Context
	cancel context.CancelCauseFunc
}

// Read reads what comes within stallTime.
func (s *stalling) Read(p []byte) (int, error) {
	timer := time.AfterFunc(stallTime, func() { s.cancel(errStalled) })
	defer timer.Stop()
	n, err := s.body.Read(p)
	// A server may end its answer properly when it sees that nobody waits for it
	// any more; it is cut off all the same.
	if cause := context.Cause(s.ctx); err != nil && cause != nil {
		err = cause
	}
	return n, err
}

// Close closes the body.
func (s *stalling) Close() error { return s.body.Close() }
