package segment

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
	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

// JournalPrefix begins the names of the files of the journal in the folder of the index.
const JournalPrefix = "rows-"

// journal has the batches that no checkpoint has yet: the words that are new in each, and the
// rows of its articles. A batch is written here, and is on disk, before Bleve has it; what
// Bleve has not, because the process was killed between the two, is overwritten by the next.
//
// A file begins with magic and lineage. Behind them each batch has its length in four
// bytes and its checksum. Batches follow each other by number, from one file to the next too.
type journal struct {
	dir  string
	path string // of the file that batches go to; "" if the next one begins a file
	end  int64  // of its last batch; what is beyond was never acknowledged
	file *os.File
}

// journalBatch is a batch as the journal keeps it.
type journalBatch struct {
	number      int
	first, many uint32 // the number of the first word that is new, and how many are
	words       []byte // see packWords
	rows        []slotRow
}

// slotRow is the row of an article and its slot, which the IDs of its documents contain. A row
// without a group marks a removed article.
type slotRow struct {
	slot uint32
	row  *row
}

const (
	journalMagic  = "bbrows01"
	journalHeader = len(journalMagic) + len(lineage{})
)

// pack returns the bytes of a batch behind their checksum.
func (b *journalBatch) pack() []byte {
	p := wire.NewSealed()
	p.Int(b.number)
	p.Uint(uint64(b.first))
	p.Uint(uint64(b.many))
	p.String(string(b.words))
	wire.Count(&p, b.rows)
	for _, r := range b.rows {
		p.Uint(uint64(r.slot))
		p.String(string(r.row.pack()))
	}
	return p.Sealed()
}

// unpackBatch reads what pack wrote, of batches after the given one; of earlier ones it
// returns the number alone.
func unpackBatch(data []byte, after int) (b journalBatch, err error) {
	u, ok := wire.Unseal(data)
	if !ok {
		return b, errRow
	}
	if b.number = u.Int(); b.number <= after {
		return b, u.Err()
	}
	b.first, b.many, b.words = uint32(u.Uint()), uint32(u.Uint()), []byte(u.String())
	b.rows = wire.List[slotRow](u)
	for i := range b.rows {
		b.rows[i].slot = uint32(u.Uint())
		if b.rows[i].row, err = unpackRow([]byte(u.String())); err != nil {
			return b, err
		}
	}
	return b, u.End()
}

// append writes a batch. After an error the next one takes its place.
func (j *journal) append(l lineage, b *journalBatch) error {
	err := j.open(l, b.number)
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
	return errors.Join(fmt.Errorf("writing the journal of the index: %w", err), j.close())
}

// open opens the file that a batch goes to.
func (j *journal) open(l lineage, batch int) (err error) {
	if j.file != nil {
		return nil
	}
	if j.path == "" || j.end < int64(journalHeader) {
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
func (j *journal) create(l lineage, batch int) (err error) {
	j.path, j.end = filepath.Join(j.dir, JournalPrefix+strconv.Itoa(batch)), 0
	if j.file, err = os.OpenFile(j.path, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600); err != nil {
		return err
	}
	if _, err = j.file.Write(append([]byte(journalMagic), l[:]...)); err != nil {
		return err
	}
	if err = (durable.Files{}).SyncFolder(j.dir); err == nil {
		j.end = int64(journalHeader)
	}
	return err
}

// close closes the file that batches go to.
func (j *journal) close() (err error) {
	if j.file != nil {
		err, j.file = j.file.Close(), nil
	}
	return err
}

// replay applies the batches after one up to another, which may be none. It fails if one of
// them is missing or damaged.
func (j *journal) replay(l lineage, after, last int, apply func(b journalBatch) error) error {
	at := after
	for _, path := range numberedFiles(j.dir, JournalPrefix) {
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
func (j *journal) replayFile(path string, l lineage, at, last int, apply func(b journalBatch) error) (int, error) {
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
	in, head := bufio.NewReaderSize(f, 1<<18), make([]byte, journalHeader)
	if _, err := io.ReadFull(in, head); err != nil || string(head) != journalMagic+string(l[:]) {
		return at, nil
	}
	j.end = int64(journalHeader)
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
		if err != nil || b.number > last || b.number > at+1 {
			return at, nil
		}
		if b.number == at+1 {
			if err := apply(b); err != nil {
				return at, err
			}
			at++
		}
		j.end += int64(len(size)) + n
	}
}

// prune removes the files whose batches are all in a checkpoint that goes up to one batch;
// last is the number of the last batch of all.
func (j *journal) prune(upTo, last int) error {
	err := j.close()
	j.path = ""
	all := numberedFiles(j.dir, JournalPrefix)
	for i, path := range all {
		next := last + 1
		if i+1 < len(all) {
			next = fileNumber(all[i+1], JournalPrefix)
		}
		if next <= upTo+1 {
			err = errors.Join(err, os.Remove(path))
		}
	}
	return err
}
