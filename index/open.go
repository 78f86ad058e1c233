package index

import (
	"cmp"
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"log/slog"
	"os"
	"slices"
	"strconv"
	"sync"
	"time"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	segmentapi "github.com/blevesearch/scorch_segment_api/v2"
)

// ErrDamaged says that the index cannot be used and must be built again from
// the archive: files are missing or altered, or another version of the program
// made it. Remove the folder, Open it anew, and Add everything.
var ErrDamaged = errors.New("the index is damaged or of another version")

// schemaVersion grows with every change of what is written to Bleve.
const schemaVersion = 4

var schemaKey = []byte("schema")

// Index is an open index. It may be used by many goroutines; one writes at a
// time.
type Index struct {
	dir      string
	opts     Options
	log      *slog.Logger
	bleve    bleve.Index
	synonyms map[string][]string // of a stem: stems
	pool     sync.Pool           // of *scratch
	grams    gramTable

	writing  sync.Mutex // guards what follows
	builder  *builder
	slots    map[uint32]uint32 // article of a slot
	next     uint32            // slot
	sequence int               // of the last batch

	settling   time.Duration // what working out who is who took
	renumbered bool          // the columns were built anew since the last view
	ruled      bool          // Rule was called: who is who is worked out anew
	settled    time.Time     // when it was done
	later      *time.Timer   // until it is done again

	reading sync.RWMutex // guards what follows
	now     *view        // nil when closed
	partial bool
}

// Open opens the index in dir, or makes an empty one where dir is missing or
// empty. The error wraps ErrDamaged where only building it again helps.
func Open(ctx context.Context, dir string, opts Options) (*Index, error) {
	x := &Index{dir: dir, opts: opts, log: opts.Log, builder: newBuilder(), slots: map[uint32]uint32{}}
	if x.log == nil {
		x.log = slog.New(slog.DiscardHandler)
	}
	x.synonyms = synonymStems(opts.Synonyms)
	if err := x.open(ctx); err != nil {
		if x.bleve != nil {
			x.bleve.Close()
		}
		return nil, fmt.Errorf("opening the index in %s: %w", dir, err)
	}
	return x, nil
}

// open opens Bleve and builds the columns. A panic of Bleve means damage.
func (x *Index) open(ctx context.Context) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", ErrDamaged, p)
		}
	}()
	opened, err := openBleve(x.dir)
	if err != nil {
		return openError(err)
	}
	x.bleve = opened
	if err := x.checkSchema(); err != nil {
		return err
	}
	if err := x.checkSequence(); err != nil {
		return err
	}
	snapshot, err := snapshotOf(x.bleve)
	if err != nil {
		return err
	}
	err = checkSegments(ctx, snapshot)
	if err == nil {
		err = x.load(ctx, snapshot)
	}
	if err != nil {
		snapshot.Close()
		return err
	}
	return x.publish(snapshot)
}

// openError tells damage from an index that is in use.
func openError(err error) error {
	if err.Error() == "timeout" || errors.Is(err, os.ErrPermission) {
		return err
	}
	return fmt.Errorf("%w: %w", ErrDamaged, err)
}

// checkSchema refuses an index that another version made and marks a new one.
func (x *Index) checkSchema() error {
	found, err := x.bleve.GetInternal(schemaKey)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	want := strconv.Itoa(schemaVersion)
	count, err := x.bleve.DocCount()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	if found == nil && count == 0 {
		return x.bleve.SetInternal(schemaKey, []byte(want))
	}
	if string(found) != want {
		return fmt.Errorf("%w: its schema is %q, this program writes %q", ErrDamaged, found, want)
	}
	return nil
}

// checkSegments compares each segment file of a snapshot with the checksum at
// its end. Other files are left from a crash and do not matter.
func checkSegments(ctx context.Context, snapshot *scorch.IndexSnapshot) error {
	for _, segment := range snapshot.Segments() {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		file, ok := segment.Segment().(interface{ Path() string })
		if !ok {
			continue // not on disk yet
		}
		if err := checkSegment(file.Path()); err != nil {
			return fmt.Errorf("%w: %s: %w", ErrDamaged, file.Path(), err)
		}
	}
	return nil
}

func checkSegment(path string) error {
	f, err := os.Open(path)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	if info.Size() < crc32.Size {
		return io.ErrUnexpectedEOF
	}
	sum := crc32.NewIEEE()
	if _, err := io.CopyBuffer(sum, io.LimitReader(f, info.Size()-crc32.Size), make([]byte, 1<<20)); err != nil {
		return err
	}
	var written [crc32.Size]byte
	if _, err := io.ReadFull(f, written[:]); err != nil {
		return err
	}
	if binary.BigEndian.Uint32(written[:]) != sum.Sum32() {
		return errors.New("its bytes do not match their checksum")
	}
	return nil
}

// stored is an article's entry on its way into the columns.
type stored struct {
	slot uint32
	row  *row
}

// load builds the columns from the rows of a snapshot, in the order in which
// they were added.
func (x *Index) load(ctx context.Context, snapshot *scorch.IndexSnapshot) error {
	var all []stored
	for _, segment := range snapshot.Segments() {
		if err := ctx.Err(); err != nil {
			return err
		}
		found, err := rowsOf(segment)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		all = append(all, found...)
	}
	slices.SortFunc(all, func(a, b stored) int { return int(a.slot) - int(b.slot) })
	for _, s := range all {
		x.addRow(s.slot, s.row)
	}
	return x.checkCount(snapshot)
}

// checkCount compares Bleve's entries with those that the rows tell of.
func (x *Index) checkCount(snapshot *scorch.IndexSnapshot) error {
	count, err := snapshot.DocCount()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	t := x.builder.alive
	if want := t.articles + t.passages + t.statements + t.events; int(count) != want {
		return fmt.Errorf("%w: it has %d entries, its articles tell of %d", ErrDamaged, count, want)
	}
	return nil
}

// rowsOf are the rows of a segment's articles that are not removed.
func rowsOf(segment *scorch.SegmentSnapshot) ([]stored, error) {
	var out []stored
	live := segment.DocNumbersLive().Iterator()
	for live.HasNext() {
		n := uint64(live.Next())
		id, err := segment.DocID(n)
		if err != nil {
			return nil, err
		}
		slot, kind, _, err := parseEntryID(id)
		if err != nil {
			return nil, err
		}
		if kind != 'a' {
			continue
		}
		r, err := rowOf(segment, n)
		if err != nil {
			return nil, err
		}
		out = append(out, stored{slot, r})
	}
	return out, nil
}

func rowOf(segment *scorch.SegmentSnapshot, n uint64) (*row, error) {
	var r *row
	var bad error
	visit := segmentapi.StoredFieldValueVisitor(func(field string, _ byte, value []byte, _ []uint64) bool {
		if field == fieldRow {
			r, bad = unpackRow(value)
		}
		return r == nil && bad == nil
	})
	if err := segment.VisitDocument(n, visit); err != nil {
		return nil, err
	}
	if r == nil && bad == nil {
		bad = errRow
	}
	return r, bad
}

// addRow puts a row into the columns under a slot.
func (x *Index) addRow(slot uint32, r *row) {
	x.slots[slot] = uint32(len(x.builder.articles))
	x.builder.add(slot, r)
	x.next = max(x.next, slot+1)
}

// publish makes what was added visible.
func (x *Index) publish(snapshot *scorch.IndexSnapshot) error {
	known := x.now
	if x.renumbered {
		known, x.ruled, x.renumbered = nil, true, false // nothing of the old view's numbers holds
	}
	v, err := newView(x.builder.columns, x.slots, snapshot, known)
	if err != nil {
		snapshot.Close()
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	v.most = cmp.Or(x.opts.MostPlaces, mostPlaces)
	x.settle(v)
	v.generation = generation(v, x.opts)
	x.reading.Lock()
	before := x.now
	x.now = v
	x.reading.Unlock()
	if before != nil {
		return before.release()
	}
	return nil
}

// Working out who is who takes time that grows with all names. While articles
// stream in it may take a settleShare-th of the time; the rest of it follows
// once they stop.
const (
	settleShare = 20
	settleSoon  = 20 * time.Millisecond // less is no matter
)

// settle works out who is who in a view, now or a little later.
func (x *Index) settle(v *view) {
	pause := x.settling * settleShare
	now := x.now == nil || x.settling < settleSoon || time.Since(x.settled) > pause
	before := x.now
	if x.ruled {
		before, now, x.ruled = nil, true, false
	}
	start := time.Now()
	if v.takePeople(before, now, x.opts) {
		x.settling, x.settled = time.Since(start), time.Now()
	}
	if v.settled {
		return
	}
	if x.later != nil {
		x.later.Stop()
	}
	x.later = time.AfterFunc(pause, x.settleLater)
}

// settleLater publishes what is there once more.
func (x *Index) settleLater() {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.now == nil || x.now.settled {
		return
	}
	if err := x.refresh(); err != nil {
		x.log.Error("working out who is who failed", slog.Any("error", err))
	}
}

// ErrClosed says that the index was closed.
var ErrClosed = errors.New("the index is closed")

// view is the index as it is now; release it.
func (x *Index) view() (*view, error) {
	x.reading.RLock()
	defer x.reading.RUnlock()
	if x.now == nil {
		return nil, ErrClosed
	}
	x.now.users.Add(1)
	return x.now, nil
}

// Close ends writing and searching. Answers under way are finished.
func (x *Index) Close() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.later != nil {
		x.later.Stop()
	}
	x.reading.Lock()
	v := x.now
	x.now = nil
	x.reading.Unlock()
	if v == nil {
		return nil
	}
	if err := v.release(); err != nil {
		return fmt.Errorf("closing the index: %w", err)
	}
	if err := x.bleve.Close(); err != nil {
		return fmt.Errorf("closing the index: %w", err)
	}
	return nil
}
