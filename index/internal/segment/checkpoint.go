package segment

import (
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/briefing-bot/briefing-bot/index/durable"
	"github.com/briefing-bot/briefing-bot/index/internal/column"
	"github.com/briefing-bot/briefing-bot/index/internal/journal"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// A checkpoint is a file with the columns up to one batch; the journal has the batches after it.
// Together they are all that the columns are made of. What a checkpoint says of the documents
// of a segment is taken only if the segment's checksum is the same.

// CheckpointPrefix begins the names of checkpoints in the folder of the index.
const CheckpointPrefix = "columns-"

// lineageKey is where Bleve has which checkpoints belong to it.
var lineageKey = []byte("lineage")

// lineage is a random name of an index: checkpoints of another one are refused.
type lineage [16]byte

// note returns what Bleve keeps beside each batch: the batch's number, the next slot,
// and the lineage.
func (l lineage) note(sequence int, next uint32) []byte {
	return fmt.Appendf(nil, "%d %d %x", sequence, next, l[:])
}

// noted is what Bleve has kept of its lineage.
type noted struct {
	lineage
	next  uint32
	isNew bool // nothing was noted with the last batch
}

// readLineage returns what was noted with the last batch, or a new lineage.
func readLineage(index bleve.Index, sequence int) (noted, error) {
	out := noted{isNew: true}
	stored, err := index.GetInternal(lineageKey)
	if err != nil {
		return out, fmt.Errorf("%w: %w", ErrDamaged, err)
	}
	var at int
	var name []byte
	if n, _ := fmt.Sscanf(string(stored), "%d %d %x", &at, &out.next, &name); n == 3 && at == sequence && len(name) == len(out.lineage) {
		out.lineage, out.isNew = lineage(name), false
		return out, nil
	}
	_, err = rand.Read(out.lineage[:])
	return out, err
}

// checkpointState is what a checkpoint has beside the columns.
type checkpointState struct {
	program  uint64 // that computed the columns
	lineage  lineage
	sequence int
	next     uint32
	alive    Totals
}

// checkpointSegment is a segment whose documents a checkpoint knows: where its units end.
type checkpointSegment struct {
	id    uint64
	sum   uint32
	units uint32
}

// keptColumn is a part of the columns that a checkpoint keeps.
type keptColumn interface {
	Save(w *column.Writer, name string)
	Load(f *column.File, name string)
}

// kept returns what a checkpoint keeps of the columns beside the words, by name.
func (c *Columns) kept() map[string]keptColumn {
	return map[string]keptColumn{
		"articles": &c.Articles, "ids": &c.IDs, "passages": &c.Passages, "statements": &c.Statements, "speakers": &c.Speakers, "events": &c.Events,
		"roles": &c.Roles, "role-texts": &c.RoleTexts, "variants": &c.NameVariants, "cues": &c.Cues, "sources": &c.Sources,
		"groups": &c.Groups, "values": &c.Values, "dates": &c.dates, "kinds": &c.Kinds, "wordings": &c.wordings, "tokens": &c.tokens, "uses": &c.uses, "article-people": &c.people,
	}
}

// interned returns the interners with their strings, by name.
func (in *interners) interned(c *Columns) map[string]interned {
	return map[string]interned{
		"groups": {&in.groups, &c.Groups}, "cues": {&in.cues, &c.Cues}, "sources": {&in.sources, &c.Sources}, "values": {&in.values, &c.Values},
		"kinds": {&in.kinds, &c.Kinds}, "variants": {&in.variants, &c.NameVariants}, "role-texts": {&in.roles, &c.RoleTexts},
	}
}

type interned struct {
	in  *column.Interner
	all *column.Strings
}

// checkpoints are the checkpoint files of an index.
type checkpoints struct {
	dir      string
	covered  int             // articles of the newest one
	dead     int             // of these, removed
	exact    bool            // nothing was added or removed after it, when it was restored
	stale    bool            // another one is due: this build would write other words, or articles are numbered anew since
	segments map[uint64]bool // that the newest one knows
	file     *column.File    // that the columns are mapped from; nil if none
}

func (p *checkpoints) close() error {
	if p.file == nil {
		return nil
	}
	return p.file.Release()
}

// renumbered notes that the columns were built anew without what was removed: the newest checkpoint
// stays until the next one takes its place.
func (p *checkpoints) renumbered() {
	p.covered, p.dead, p.segments, p.exact, p.stale = 0, 0, nil, false, true
}

// ErrOtherBuild says that another build of the program wrote the checkpoint: what
// is said of its words was worked out again.
var ErrOtherBuild = errors.New("another build of the program wrote it")

// ErrNoCheckpoint says that there is no checkpoint yet.
var ErrNoCheckpoint = errors.New("there is none")

// restore returns the columns of the newest checkpoint and the segments that it knows, or
// columns without articles and why there are no others. After ErrOtherBuild the columns can be used.
func (p *checkpoints) restore(noted noted, last int) (*builder, map[uint64]segment, error) {
	all := durable.Numbered(p.dir, CheckpointPrefix)
	if len(all) == 0 {
		return newColumns(), nil, ErrNoCheckpoint
	}
	file, err := column.Open(all[len(all)-1])
	if err != nil {
		return newColumns(), nil, err
	}
	b, known, err := readCheckpoint(file, noted, last)
	if err != nil && !errors.Is(err, ErrOtherBuild) {
		return newColumns(), nil, errors.Join(err, file.Release())
	}
	p.covered, p.dead, p.stale = b.Articles.Len(), b.Articles.Len()-b.Alive.Articles, err != nil
	p.file, p.segments = file, map[uint64]bool{}
	for id := range known {
		p.segments[id] = true
	}
	return b, known, err
}

// readCheckpoint returns what a checkpoint of this lineage holds. After ErrOtherBuild, it can be used.
func readCheckpoint(f *column.File, noted noted, last int) (*builder, map[uint64]segment, error) {
	state := column.GetOne[checkpointState](f, "state")
	b := newColumns()
	b.file = f
	for name, c := range b.kept() {
		c.Load(f, name)
	}
	for name, i := range b.interned(&b.Columns) {
		i.in.Load(f, name+".table")
	}
	b.dead = slices.Clone(column.Get[uint64](f, "dead"))
	b.liveIDs, b.baseWordings = column.Get[uint32](f, "live-ids.table"), column.Get[uint32](f, "wordings.table")
	b.baseDates = column.Get[uint32](f, "dates.table")
	b.next, b.Alive, b.sequence = max(state.next, noted.next), state.alive, state.sequence
	known := knownSegments(f)
	if f.Err() == nil {
		b.numbers.Load(f)
		b.Vocabulary = b.numbers.Vocabulary
	}
	switch {
	case f.Err() != nil:
		return nil, nil, f.Err()
	case noted.isNew || state.lineage != noted.lineage:
		return nil, nil, errors.New("it belongs to another index")
	case state.sequence > last:
		return nil, nil, fmt.Errorf("it is of batch %d, the index of batch %d", state.sequence, last)
	case state.program != program():
		n, err := words.Renewed(&b.Vocabulary)
		if err != nil {
			return nil, nil, err
		}
		b.numbers, b.Vocabulary = n, n.Vocabulary
		return b, known, ErrOtherBuild
	}
	return b, known, nil
}

// knownSegments returns the segments of a checkpoint by number.
func knownSegments(f *column.File) map[uint64]segment {
	units := column.Get[uint32](f, "units")
	out := map[uint64]segment{}
	var before checkpointSegment
	for _, s := range column.Get[checkpointSegment](f, "segments") {
		if int(s.units) > len(units) {
			return nil
		}
		out[s.id] = segment{units: units[before.units:s.units], sum: s.sum}
		before = s
	}
	return out
}

// program is a hash of what names this build of the program: columns hold words as its
// code cuts and stems them.
func program() uint64 {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return executable()
	}
	names := []string{info.GoVersion, info.Main.Version, info.Main.Sum}
	clean := false
	for _, s := range info.Settings {
		switch s.Key {
		case "vcs.revision", "GOARCH", "-tags":
			names = append(names, s.Value)
		case "vcs.modified":
			clean = s.Value == "false"
		}
	}
	name := column.Hash(strings.Join(names, " "))
	if !clean {
		name ^= executable()
	}
	return name
}

// executable is a hash of the size and time of the program's file, for a build whose
// sources have no name.
func executable() uint64 {
	path, err := os.Executable()
	if err != nil {
		return 0
	}
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return column.Hash(fmt.Sprint(info.Size(), info.ModTime().UnixNano()))
}

// replayed applies a batch of the journal.
func (b *builder) replayed(batch journal.Batch) error {
	if batch.Many > 0 && (int(batch.First) != b.numbers.WordCount() || b.numbers.UnpackWords(batch.Words, batch.First, batch.Many) != nil) {
		return fmt.Errorf("batch %d: %d words from word %d on are not those after word %d", batch.Number, batch.Many, batch.First, b.numbers.WordCount()-1)
	}
	b.Vocabulary = b.numbers.Vocabulary
	for _, r := range batch.Rows {
		if words.Greatest(r.Row.Tokens) >= uint64(b.WordCount()) {
			return fmt.Errorf("batch %d: the row of article %s has a word without a number", batch.Number, r.Row.ID)
		}
		b.replace(r.Slot, r.Row)
	}
	b.sequence = batch.Number
	return nil
}

// checkCount compares the number of Bleve's documents with that of the columns.
func checkCount(reader *scorch.IndexSnapshot, c *Columns) error {
	count, err := reader.DocCount()
	if err != nil {
		return err
	}
	t := c.Alive
	if want := t.Articles + t.Passages + t.Statements + t.own; int(count) != want {
		return fmt.Errorf("it has %d documents, its articles account for %d", count, want)
	}
	return nil
}

// knownOf leaves out the segments that are not those of a reader.
func knownOf(reader *scorch.IndexSnapshot, known map[uint64]segment) map[uint64]segment {
	out := map[uint64]segment{}
	for _, part := range reader.Segments() {
		if s, ok := known[part.Id()]; ok && int64(len(s.units)) == part.FullSize() && s.sum == sumOf(part) && s.sum != 0 {
			out[part.Id()] = s
		}
	}
	return out
}

// sumOf is the checksum in the file of a segment, 0 if it has none.
func sumOf(part *scorch.SegmentSnapshot) uint32 {
	if file, ok := part.Segment().(interface{ CRC() uint32 }); ok {
		return file.CRC()
	}
	return 0
}

// CheckpointDue reports whether a new checkpoint would spare the next start much: the
// rows of what was added since the last one, and the documents of files that Bleve has
// merged since.
func (s *Store) CheckpointDue() (bool, error) {
	p, b := &s.checkpoints, s.builder
	if b.Articles.Len() == 0 || p.stale {
		return p.stale, nil
	}
	dead := b.Articles.Len() - b.Alive.Articles
	if changed := b.Articles.Len() - p.covered + dead - p.dead; changed > checkpointFree+p.covered/checkpointShare {
		return true, nil
	}
	reader, err := bleveSnapshot(s.bleve)
	if err != nil {
		return false, err
	}
	defer reader.Close()
	var all, unknown int64
	for _, part := range reader.Segments() {
		all += part.FullSize()
		if !p.segments[part.Id()] {
			unknown += part.FullSize()
		}
	}
	return unknown > checkpointFree*segmentShare+all/segmentShare, nil
}

// So many articles, and one for each checkpointShare of the checkpoint, may be added or
// removed without a new one, and one document for each segmentShare may be in files that
// it does not know.
const (
	checkpointFree  = 64
	checkpointShare = 64
	segmentShare    = 16
)

// Checkpoint writes a checkpoint of a snapshot, and more that belongs to it. It may run
// beside everything else but another Checkpoint; Checkpointed tells the store of it.
func (s *Store) Checkpoint(v *Snapshot, more func(w *column.Writer)) error {
	old := durable.Numbered(s.checkpoints.dir, CheckpointPrefix)
	number := 1
	if n := len(old); n > 0 {
		number = durable.Number(old[n-1], CheckpointPrefix) + 1
	}
	w, err := column.Create(filepath.Join(s.checkpoints.dir, CheckpointPrefix+strconv.Itoa(number)))
	if err != nil {
		return fmt.Errorf("keeping the columns: %w", err)
	}
	v.save(w, s.sequence.lineage)
	more(w)
	if err := w.Commit(); err != nil {
		return fmt.Errorf("keeping the columns: %w", err)
	}
	for _, name := range old {
		os.Remove(name) // one that is mapped stays on Windows, for the next time
	}
	return nil
}

// Kept returns the checkpoint from which Open took the columns, nil if this build of the program wrote
// none, and whether it has everything that the index has.
func (s *Store) Kept() (f *column.File, exact bool) {
	if s.checkpoints.stale {
		return nil, false
	}
	return s.checkpoints.file, s.checkpoints.exact
}

// Checkpointed tells the store that the checkpoint of a snapshot was written. The journal
// of what it holds goes.
func (s *Store) Checkpointed(v *Snapshot) error {
	if p := &s.checkpoints; v.numbering == s.builder.numbering {
		p.covered, p.dead, p.segments, p.stale = v.Articles.Len(), v.Articles.Len()-v.Alive.Articles, map[uint64]bool{}, false
		for _, part := range v.reader.Segments() {
			if sumOf(part) != 0 {
				p.segments[part.Id()] = true
			}
		}
	}
	return s.journal.Prune(v.sequence, s.sequence.last)
}

// heavyArticles is how many articles may be on the heap, where they take some 4 kB each, and half of those that are mapped.
const heavyArticles = 1 << 14

// Heavy reports whether so much of the columns is on the heap that a checkpoint is worth its time: once
// it is mapped, their memory is the operating system's.
func (s *Store) Heavy() bool {
	return s.OnHeap() > max(heavyArticles, s.builder.Articles.Mapped()/2)
}

// Remap maps the columns of the newest checkpoint, which is of a snapshot, in place of those on the heap. It reports
// false if more was written since, and the heap has to stay. Numbers stay as they are; the next snapshot has the mapped columns.
func (s *Store) Remap(v *Snapshot) (bool, error) {
	all := durable.Numbered(s.checkpoints.dir, CheckpointPrefix)
	if s.Failed || v.sequence != s.sequence.last || v.numbering != s.builder.numbering || s.outdated || len(all) == 0 {
		return false, nil
	}
	file, err := column.OpenWritten(all[len(all)-1])
	if err != nil {
		return false, fmt.Errorf("mapping the columns: %w", err)
	}
	b, known, err := readCheckpoint(file, noted{lineage: s.sequence.lineage, next: s.builder.next}, s.sequence.last)
	if err == nil && (b.sequence != v.sequence || b.Articles.Len() != v.Articles.Len()) {
		err = errors.New("it is of another batch")
	}
	if err != nil {
		return false, errors.Join(fmt.Errorf("mapping the columns: %w", err), file.Release())
	}
	b.numbering = s.builder.numbering
	err = s.checkpoints.close()
	s.builder, s.remapped = b, known
	s.checkpoints.file, s.checkpoints.exact = file, true
	return true, err
}

// save writes everything that readCheckpoint reads.
func (v *Snapshot) save(w *column.Writer, l lineage) {
	column.Put(w, "state", []checkpointState{{program(), l, v.sequence, v.next, v.Alive}})
	for name, c := range v.kept() {
		c.Save(w, name)
	}
	for name, i := range (&interners{}).interned(&v.Columns) {
		i.in.Save(w, name+".table", i.all)
	}
	v.SaveWords(w)
	column.Put(w, "dead", v.dead)
	column.Put(w, "live-ids.table", column.MakeTable(v.IDs.Len(), func(n uint32) (uint64, bool) { return column.Hash(v.IDs.At(n)), !v.IsDead(n) }))
	column.Put(w, "wordings.table", column.MakeTable(v.wordings.Len(), func(n uint32) (uint64, bool) { return *v.wordings.At(n), true }))
	column.Put(w, "dates.table", column.MakeTable(v.dates.Len(), func(n uint32) (uint64, bool) { return v.dates.At(n).hash(), true }))
	var segments []checkpointSegment
	var units [][]uint32
	var at checkpointSegment
	for _, part := range v.reader.Segments() {
		s := v.segments[part.Id()]
		at.id, at.sum = part.Id(), sumOf(part)
		at.units += uint32(len(s.units))
		segments = append(segments, at)
		units = append(units, s.units)
	}
	column.Put(w, "segments", segments)
	column.Put(w, "units", units...)
}
