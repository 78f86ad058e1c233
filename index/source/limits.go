package source

import (
	"bufio"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
)

// sniffed is how much of an input is looked at to tell its format.
const sniffed = 64 << 10

// Limits of what is read; docs/limits.md lists them for people. They keep the
// cost of one input below 256 MB and 10 s, whoever wrote it.
const (
	// MaxText is how many bytes the text of an article may have: some 65,000
	// words. Annotating as much takes 3 s and 250 MB at worst, its index included.
	MaxText = 384 << 10
	// MaxExport is how many bytes a text file may have that a press archive
	// exported with many articles in it.
	MaxExport = 32 << 20
	// MaxPage is how many bytes a web page may have, with what is embedded in it.
	MaxPage = 16 << 20
	// MaxDocument is how many bytes a document of a word processor or a PDF file may have.
	MaxDocument = 64 << 20
	// maxPageText is how many bytes of text a page may have in all, with its menus
	// and comments.
	maxPageText = 4 << 20
	// maxNodes is how many elements, texts, comments and attributes a page may
	// have. Parsing as many takes 1 s and 200 MB at worst; long live pages have
	// 50,000.
	maxNodes = 200_000
	// maxObject is how many bytes of JSON an article may have: MaxText when
	// every character is written as \u0000, and its fields.
	maxObject = 4 << 20
	// maxField is how many bytes an article's title, address, or another field
	// beside its text may have.
	maxField = 8 << 10

	// maxRatio is how many bytes one compressed byte may become on average, once
	// freeRatio bytes were unpacked. Articles come to 3–10; gzip reaches 1,030.
	maxRatio  = 100
	freeRatio = 4 << 20
	// MaxUnpacked is how many bytes a compressed input may have when unpacked.
	MaxUnpacked = 16 << 30

	// maxBetween is how many bytes may be between two objects of JSON.
	maxBetween = 16 << 20

	// An input is given up when it had at least maxStray things that are no
	// articles, and strayPerArticle times as many of them as articles.
	maxStray        = 1000
	strayPerArticle = 10
)

// errTooLong is the reason for JSON over maxObject.
var errTooLong = fmt.Errorf("it is longer than %d MiB, the limit of an article in JSON", maxObject>>20)

// errTextTooLong is the reason for a text over MaxText.
var errTextTooLong = fmt.Errorf("its text is longer than %d KiB, the limit of an article: split it into several", MaxText>>10)

// ErrGivenUp is wrapped by the last item of an input whose rest was not read.
var ErrGivenUp = errors.New("the rest was not read")

// gunzip unpacks what begins as gzip does and passes on everything else.
func gunzip(r io.Reader) (*bufio.Reader, error) {
	b := bufio.NewReaderSize(r, sniffed)
	if magic, _ := b.Peek(3); len(magic) < 3 || magic[0] != 0x1f || magic[1] != 0x8b || magic[2] != 8 {
		return b, nil
	}
	unpacked, err := Gunzip(b)
	if err != nil {
		return nil, err
	}
	return bufio.NewReaderSize(unpacked, sniffed), nil
}

// Gunzip unpacks the gzip stream r. It fails when that becomes larger than
// MaxUnpacked, or so much larger than r that it holds no real articles.
func Gunzip(r io.Reader) (io.Reader, error) {
	packed := &counter{reader: r}
	z, err := gzip.NewReader(bufio.NewReaderSize(packed, sniffed))
	if err != nil {
		return nil, fmt.Errorf("the compressed data is damaged: %w", err)
	}
	return &unpacker{packed: packed, unpacked: z}, nil
}

// unpacker is a decompressor with limits.
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
	case u.n > MaxUnpacked:
		return 0, fmt.Errorf("it has more than %d GiB unpacked", MaxUnpacked>>30)
	case u.n > freeRatio && u.n > maxRatio*u.packed.n:
		return 0, errBomb
	}
	return n, err
}

// errBomb is the reason for compressed data that only takes up room.
var errBomb = errors.New("its compressed data unpacks to more than 100 times its size, which articles never do")

// counter counts what is read through it.
type counter struct {
	reader io.Reader
	n      int64
}

// Read reads and counts.
func (c *counter) Read(p []byte) (int, error) {
	n, err := c.reader.Read(p)
	c.n += int64(n)
	return n, err
}
