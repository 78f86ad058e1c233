package journal

import (
	"bufio"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"

	"github.com/briefing-bot/briefing-bot/index/durable"
)

// Prefix begins the names of the files of the journal in the folder of the index.
const Prefix = "rows-"

// Journal has the batches that no checkpoint has yet: the words that are new in each, and the
// rows of its articles. A batch is written here, and is on disk, before Bleve has it; what
// Bleve has not, because the process was killed between the two, is overwritten by the next.
//
// A file begins with magic and lineage. Behind them each batch has its length in four
// bytes and its checksum. Batches follow each other by number, from one file to the next too.
type Journal struct {
	dir  string
	path string // of the file that batches go to; "" if the next one begins a file
	end  int64  // of its last batch; what is beyond was never acknowledged
	file *os.File
}

// Lineage names an index at random; files of another one are left alone.
type Lineage = [16]byte

const (
	magic  = "bbrows01"
	header = len(magic) + len(Lineage{})
)

// In returns the journal in a folder. Replay must be called before Append, to find the end of it.
func In(dir string) *Journal { return &Journal{dir: dir} }

// Append writes a batch, which is on disk when it returns. After an error the next one takes its place.
func (j *Journal) Append(l Lineage, b *Batch) error {
	err := j.open(l, b.Number)
	if err == nil {
		data := b.pack()
		data = append(binary.LittleEndian.AppendUint32(nil, uint32(len(data))), data...)
		if _, err = j.file.Write(data); err == nil {
			err = j.file.Sync()
		}
		if err == nil {
			j.end += int64(len(data))
			return nil
		}
	}
	return errors.Join(fmt.Errorf("writing the journal of the index: %w", err), j.Close())
}

// open opens the file that a batch goes to.
func (j *Journal) open(l Lineage, batch int) (err error) {
	if j.file != nil {
		return nil
	}
	if j.path == "" || j.end < int64(header) {
		return j.create(l, batch)
	}
	if j.file, err = os.OpenFile(j.path, os.O_WRONLY, 0); err != nil {
		return err
	}
	if err = j.file.Truncate(j.end); err == nil {
		_, err = j.file.Seek(j.end, io.SeekStart)
	}
	return err
}

// create begins a file with a batch.
func (j *Journal) create(l Lineage, batch int) (err error) {
	j.path, j.end = filepath.Join(j.dir, Prefix+strconv.Itoa(batch)), 0
	if j.file, err = os.OpenFile(j.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
		return err
	}
	if _, err = j.file.Write(append([]byte(magic), l[:]...)); err != nil {
		return err
	}
	if err = (durable.Files{}).SyncFolder(j.dir); err == nil {
		j.end = int64(header)
	}
	return err
}

// Close closes the file that batches go to.
func (j *Journal) Close() (err error) {
	if j.file != nil {
		err, j.file = j.file.Close(), nil
	}
	return err
}

// Replay applies the batches after one up to another, which may be none. It fails if one of
// them is missing or damaged. The next batch is appended behind the last.
func (j *Journal) Replay(l Lineage, after, last int, apply func(b Batch) error) error {
	at := after
	for _, path := range durable.Numbered(j.dir, Prefix) {
		var err error
		if at, err = j.replayFile(path, l, at, last, apply); err != nil {
			return err
		}
	}
	if at < last {
		return fmt.Errorf("the journal has no whole batch %d, the last one is %d", at+1, last)
	}
	return nil
}

// replayFile applies the batches of a file that follow batch at, to the last one or the first that is
// not whole, and returns the number of the batch that came last.
func (j *Journal) replayFile(path string, l Lineage, at, last int, apply func(b Batch) error) (int, error) {
	j.path, j.end = path, 0
	f, err := os.Open(path)
	if err != nil {
		return at, err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return at, err
	}
	in, head := bufio.NewReaderSize(f, 1<<18), make([]byte, header)
	if _, err := io.ReadFull(in, head); err != nil || string(head) != magic+string(l[:]) {
		return at, nil
	}
	j.end = int64(header)
	for {
		var size [4]byte
		if _, err := io.ReadFull(in, size[:]); err != nil {
			return at, nil
		}
		n := int64(binary.LittleEndian.Uint32(size[:]))
		if n > info.Size()-j.end {
			return at, nil
		}
		data := make([]byte, n)
		if _, err := io.ReadFull(in, data); err != nil {
			return at, nil
		}
		b, err := unpackBatch(data, at)
		if err != nil || b.Number > last || b.Number > at+1 {
			return at, nil
		}
		if b.Number == at+1 {
			if err := apply(b); err != nil {
				return at, err
			}
			at++
		}
		j.end += int64(len(size)) + n
	}
}

// Prune removes the files whose batches are all in a checkpoint that goes up to one batch;
// last is the number of the last batch of all.
func (j *Journal) Prune(upTo, last int) error {
	err := j.Close()
	j.path = ""
	all := durable.Numbered(j.dir, Prefix)
	for i, path := range all {
		next := last + 1
		if i+1 < len(all) {
			next = durable.Number(all[i+1], Prefix)
		}
		if next <= upTo+1 {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}
