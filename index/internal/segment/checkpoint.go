package segment

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/briefing-bot/briefing-bot/index/internal/column"
)

// A checkpoint is a file with the columns, so that Open need not build them from
// all rows. It belongs to the documents that Bleve had when it was written. Those that
// are gone since are marked as removed, and the rows of new ones are added; both are
// told by slots, of which each names one article for ever. What a checkpoint says of
// the documents of a segment is taken only if the segment's checksum is the same.

// CheckpointPrefix begins the names of checkpoints in the folder of the index.
const CheckpointPrefix = "columns-"

// lineageKey is where Bleve has which checkpoints belong to it.
var lineageKey = []byte("lineage")

// lineage is a random name of an index: checkpoints of another one are refused.
type lineage [16]byte

// note returns what Bleve keeps beside each batch: the batch's number, the next slot,
// and the lineage. A batch without it was written by an older version of the
// program, which may use slots again.
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
	lists    int
	alive    Totals
}

// checkpointSegment is a segment whose documents a checkpoint knows: where its
// units and heads end.
type checkpointSegment struct {
	id           uint64
	sum          uint32
	units, heads uint32
}

// keptColumn is a part of the columns that a checkpoint keeps.
type keptColumn interface {
	Save(w *column.Writer, name string)
	Load(f *column.File, name string)
}

// kept returns what a checkpoint keeps of the columns, by name.
func (c *Columns) kept() map[string]keptColumn {
	return map[string]keptColumn{
		"articles": &c.Articles, "ids": &c.IDs, "passages": &c.Passages, "statements": &c.Statements, "speakers": &c.Speakers, "events": &c.Events,
		"roles": &c.Roles, "role-texts": &c.RoleTexts, "variants": &c.NameVariants, "cues": &c.Cues, "sources": &c.Sources,
		"groups": &c.Groups, "values": &c.Values, "kinds": &c.Kinds, "wordings": &c.wordings, "tokens": &c.tokens, "uses": &c.uses,
		"printed": &c.Printed, "flags": &c.flags, "printed.form": &c.form, "printed.stem": &c.stem, "printed.word": &c.folded,
		"forms": &c.forms, "stems": &c.Stems, "dull": &c.Dull, "words": &c.Words, "words.stem": &c.root,
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
	off      bool            // none can be written
	covered  int             // articles of the newest one
	dead     int             // of these, removed
	exact    bool            // nothing was added or removed after it, when it was restored
	segments map[uint64]bool // that the newest one knows
	file     *column.File    // that the columns are mapped from; nil if none
}

func (p *checkpoints) close() {
	if p.file != nil {
		p.file.Release()
	}
}

// ErrOtherBuild says that another build of the program wrote the checkpoint.
var ErrOtherBuild = errors.New("another build of the program wrote it")

// drop removes the checkpoints: the columns were built anew.
func (p *checkpoints) drop() error {
	p.covered, p.dead, p.segments, p.exact = 0, 0, nil, false
	if p.file != nil { // snapshots before may have it mapped yet
		if err := p.file.Release(); err != nil {
			return err
		}
		p.file = nil
	}
	for _, name := range p.files() {
		if err := os.Remove(name); err != nil && runtime.GOOS != "windows" { // which keeps files that are mapped; the next checkpoint removes them
			return err
		}
	}
	return nil
}

// ErrNoCheckpoint says that there is no checkpoint yet.
var ErrNoCheckpoint = errors.New("there is none")

// files returns the names of all checkpoints, newest last.
func (p *checkpoints) files() []string {
	found, _ := filepath.Glob(filepath.Join(p.dir, CheckpointPrefix+"*"))
	found = slices.DeleteFunc(found, func(name string) bool { return checkpointNumber(name) < 0 })
	slices.SortFunc(found, func(a, b string) int { return cmp.Compare(checkpointNumber(a), checkpointNumber(b)) })
	return found
}

// checkpointNumber is the number in the name of a checkpoint, -1 if it has none.
func checkpointNumber(path string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(path), CheckpointPrefix))
	if err != nil {
		return -1
	}
	return n
}

// restore returns the columns of the newest checkpoint with everything that a reader
// has beyond it, and the segments that it knows; or why it cannot be used.
func (p *checkpoints) restore(ctx context.Context, reader *scorch.IndexSnapshot, noted noted, last int) (*builder, map[uint64]segment, error) {
	all := p.files()
	if len(all) == 0 {
		return nil, nil, ErrNoCheckpoint
	}
	file, err := column.Open(all[len(all)-1])
	if err != nil {
		return nil, nil, err
	}
	b, known, err := readCheckpoint(file, noted, last)
	if err == nil {
		p.covered, p.dead = b.Articles.Len(), b.Articles.Len()-b.Alive.Articles
		err = b.catchUp(ctx, reader, known)
	}
	if err != nil {
		file.Release()
		return nil, nil, err
	}
	p.exact = p.covered == b.Articles.Len() && p.dead == b.Articles.Len()-b.Alive.Articles
	p.file, p.segments = file, map[uint64]bool{}
	for id := range known {
		p.segments[id] = true
	}
	return b, known, nil
}

// readCheckpoint returns what a checkpoint of this lineage holds.
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
	b.numbers.load(f, &b.Vocabulary)
	b.dead, b.lists = slices.Clone(column.Get[uint64](f, "dead")), state.lists
	b.liveIDs, b.baseWordings = column.Get[uint32](f, "live-ids.table"), column.Get[uint32](f, "wordings.table")
	b.next, b.Alive = max(state.next, noted.next), state.alive
	known := knownSegments(f)
	switch {
	case f.Err() != nil:
		return nil, nil, f.Err()
	case state.program != program():
		return nil, nil, ErrOtherBuild
	case noted.isNew || state.lineage != noted.lineage:
		return nil, nil, errors.New("it belongs to another index, or an older program wrote the last batch")
	case state.sequence > last:
		return nil, nil, fmt.Errorf("it is of batch %d, the index of batch %d", state.sequence, last)
	}
	return b, known, nil
}

// knownSegments returns the segments of a checkpoint by number.
func knownSegments(f *column.File) map[uint64]segment {
	units, heads := column.Get[uint32](f, "units"), column.Get[head](f, "heads")
	out := map[uint64]segment{}
	var before checkpointSegment
	for _, s := range column.Get[checkpointSegment](f, "segments") {
		if int(s.units) > len(units) || int(s.heads) > len(heads) {
			return nil
		}
		out[s.id] = segment{units: units[before.units:s.units], heads: heads[before.heads:s.heads], sum: s.sum}
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

// catchUp marks the articles that a reader has no longer as dead, and adds those that
// it has beyond the columns. Segments that are not the ones known are dropped from known.
func (b *builder) catchUp(ctx context.Context, reader *scorch.IndexSnapshot, known map[uint64]segment) error {
	found := make([]uint64, len(b.dead))
	var rows []stored
	var words []storedWords
	for _, part := range reader.Segments() {
		if err := ctx.Err(); err != nil {
			return err
		}
		s, ok := known[part.Id()]
		if ok && int64(len(s.units)) == part.FullSize() && s.sum == sumOf(part) && s.sum != 0 {
			live := part.DocNumbersLive()
			for _, h := range s.heads {
				if live.Contains(h.doc) {
					found[h.article/64] |= 1 << (h.article % 64)
				}
			}
			continue
		}
		delete(known, part.Id())
		more, list, old, err := rowsOf(part, &b.Columns)
		if err != nil {
			return fmt.Errorf("%w: %w", ErrDamaged, err)
		}
		for _, a := range old {
			found[a/64] |= 1 << (a % 64)
		}
		rows, words = append(rows, more...), append(words, list...)
	}
	var gone []uint32
	for n := range uint32(b.Articles.Len()) {
		has := found[n/64]>>(n%64)&1 == 1
		if has && b.IsDead(n) {
			return errors.New("it lacks an article that the index has")
		}
		if !has && !b.IsDead(n) {
			gone = append(gone, n)
		}
	}
	b.kill(gone...)
	if err := b.addAll(words, rows); err != nil {
		return err
	}
	return checkCount(reader, &b.Columns)
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
	if p.off || b.Articles.Len() == 0 {
		return false, nil
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
	if s.checkpoints.off {
		return nil
	}
	old := s.checkpoints.files()
	number := 1
	if n := len(old); n > 0 {
		number = checkpointNumber(old[n-1]) + 1
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

// Kept returns the checkpoint from which Open took the columns, nil if none, and
// whether it has everything that the index has.
func (s *Store) Kept() (f *column.File, exact bool) { return s.checkpoints.file, s.checkpoints.exact }

// Checkpointed tells the store that the checkpoint of a snapshot was written.
func (s *Store) Checkpointed(v *Snapshot) {
	p := &s.checkpoints
	p.covered, p.dead, p.segments = v.Articles.Len(), v.Articles.Len()-v.Alive.Articles, map[uint64]bool{}
	for _, part := range v.reader.Segments() {
		if sumOf(part) != 0 {
			p.segments[part.Id()] = true
		}
	}
}

// save writes everything that readCheckpoint reads.
func (v *Snapshot) save(w *column.Writer, l lineage) {
	column.Put(w, "state", []checkpointState{{program(), l, v.sequence, v.next, v.lists, v.Alive}})
	for name, c := range v.kept() {
		c.Save(w, name)
	}
	for name, i := range (&interners{}).interned(&v.Columns) {
		i.in.Save(w, name+".table", i.all)
	}
	v.Vocabulary.save(w)
	column.Put(w, "dead", v.dead)
	column.Put(w, "live-ids.table", column.MakeTable(v.IDs.Len(), func(n uint32) (uint64, bool) { return column.Hash(v.IDs.At(n)), !v.IsDead(n) }))
	column.Put(w, "wordings.table", column.MakeTable(v.wordings.Len(), func(n uint32) (uint64, bool) { return *v.wordings.At(n), true }))
	var segments []checkpointSegment
	var units [][]uint32
	var heads [][]head
	var at checkpointSegment
	for _, part := range v.reader.Segments() {
		s := v.segments[part.Id()]
		at.id, at.sum = part.Id(), sumOf(part)
		at.units, at.heads = at.units+uint32(len(s.units)), at.heads+uint32(len(s.heads))
		segments = append(segments, at)
		units, heads = append(units, s.units), append(heads, s.heads)
	}
	column.Put(w, "segments", segments)
	column.Put(w, "units", units...)
	column.Put(w, "heads", heads...)
}
