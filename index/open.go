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

// ErrDamaged means that the index cannot be used and must be rebuilt from the
// archive: files are missing or altered, or another version of the program made
// it. Remove the folder, Open it again, and Add everything.
var ErrDamaged = errors.New("the index is damaged or of another version")

// schemaVersion is increased with every change of what is written to Bleve.
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
	pool     sync.Pool           // of *buffers
	grams    gramTable

	writing  sync.Mutex // guards what follows
	builder  *builder
	slots    map[uint32]uint32 // article of a slot
	next     uint32            // slot
	sequence int               // of the last batch

	resolveTime time.Duration // the last resolving of identities took
	renumbered  bool          // the columns were rebuilt since the last snapshot
	overridden  bool          // OverrideIdentities was called; identities must be resolved
	resolvedAt  time.Time     // when identities were last resolved
	debounce    *time.Timer   // until identities are resolved again

	reading sync.RWMutex // guards what follows
	current *snapshot    // nil when closed
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
	reader, err := bleveSnapshot(x.bleve)
	if err != nil {
		return err
	}
	err = checkSegments(ctx, reader)
	if err == nil {
		err = x.load(ctx, reader)
	}
	if err != nil {
		reader.Close()
		return err
	}
	return x.publish(reader)
}

// openError distinguishes damage from an index that is in use.
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
func checkSegments(ctx context.Context, reader *scorch.IndexSnapshot) error {
	for _, segment := range reader.Segments() {
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

// stored is an article's row as read from Bleve.
type stored struct {
	slot uint32
	row  *row
}

// load builds the columns from the rows of a snapshot, in the order in which
// they were added.
func (x *Index) load(ctx context.Context, reader *scorch.IndexSnapshot) error {
	var all []stored
	for _, segment := range reader.Segments() {
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
	return x.checkCount(reader)
}

// checkCount compares the number of Bleve's documents with that of the rows.
func (x *Index) checkCount(reader *scorch.IndexSnapshot) error {
	count, err := reader.DocCount()
	if err != nil {
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	t := x.builder.alive
	if want := t.articles + t.passages + t.statements + t.events; int(count) != want {
		return fmt.Errorf("%w: it has %d documents, its articles account for %d", ErrDamaged, count, want)
	}
	return nil
}

// rowsOf returns the rows of a segment's articles that are not removed.
func rowsOf(segment *scorch.SegmentSnapshot) ([]stored, error) {
	var out []stored
	live := segment.DocNumbersLive().Iterator()
	for live.HasNext() {
		n := uint64(live.Next())
		id, err := segment.DocID(n)
		if err != nil {
			return nil, err
		}
		slot, kind, _, err := parseDocumentID(id)
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

// addRow adds a row to the columns under a slot.
func (x *Index) addRow(slot uint32, r *row) {
	x.slots[slot] = uint32(len(x.builder.articles))
	x.builder.add(slot, r)
	x.next = max(x.next, slot+1)
}

// publish makes everything added so far visible to searches.
func (x *Index) publish(reader *scorch.IndexSnapshot) error {
	known := x.current
	if x.renumbered {
		known, x.overridden, x.renumbered = nil, true, false // the numbers of the old snapshot are invalid
	}
	v, err := newSnapshot(x.builder.columns, x.slots, reader, known)
	if err != nil {
		reader.Close()
		return fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	v.maxPostings = cmp.Or(x.opts.MaxPostings, defaultMaxPostings)
	x.resolveIdentities(v)
	v.generation = generation(v, x.opts)
	x.reading.Lock()
	before := x.current
	x.current = v
	x.reading.Unlock()
	if before != nil {
		return before.release()
	}
	return nil
}

// Resolving identities takes time that grows with all names. While articles
// stream in, it is debounced to one part in debounceShare of the time; it runs
// once more when they stop.
const (
	debounceShare = 20
	debounceFree  = 20 * time.Millisecond // what takes less is not debounced
)

// resolveIdentities resolves identities in a snapshot, now or after the debounce time.
func (x *Index) resolveIdentities(v *snapshot) {
	pause := x.resolveTime * debounceShare
	now := x.current == nil || x.resolveTime < debounceFree || time.Since(x.resolvedAt) > pause
	before := x.current
	if x.overridden {
		before, now, x.overridden = nil, true, false
	}
	start := time.Now()
	if v.takeIdentities(before, now, x.opts) {
		x.resolveTime, x.resolvedAt = time.Since(start), time.Now()
	}
	if v.resolved {
		return
	}
	if x.debounce != nil {
		x.debounce.Stop()
	}
	x.debounce = time.AfterFunc(pause, x.resolveLater)
}

// resolveLater publishes a snapshot with identities resolved.
func (x *Index) resolveLater() {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.current == nil || x.current.resolved {
		return
	}
	if err := x.refresh(); err != nil {
		x.log.Error("resolving identities failed", slog.Any("error", err))
	}
}

// ErrClosed is returned by all methods after Close.
var ErrClosed = errors.New("the index is closed")

// acquire returns the current snapshot; the caller releases it.
func (x *Index) acquire() (*snapshot, error) {
	x.reading.RLock()
	defer x.reading.RUnlock()
	if x.current == nil {
		return nil, ErrClosed
	}
	x.current.users.Add(1)
	return x.current, nil
}

// Close ends writing and searching. Answers under way are finished.
func (x *Index) Close() error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.debounce != nil {
		x.debounce.Stop()
	}
	x.reading.Lock()
	v := x.current
	x.current = nil
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
