package index

import (
	"context"
	"fmt"
	"strconv"

	"github.com/blevesearch/bleve/v2/index/scorch"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/text"
)

// batchDocuments is how many documents are written at once: fewer are slower,
// more take memory and delay searches as much.
const batchDocuments = 1000

// documentBatch is a batch that is ready to be written.
type documentBatch struct {
	rows      []*row
	slots     []uint32
	documents []document
}

// Add puts records into the index. A record replaces what the index had of its
// ID; one that is Removed is taken out. What Add returned nil for survives a
// crash; after an error or a crash Has tells what is missing.
func (x *Index) Add(ctx context.Context, records []article.Record) error {
	x.writing.Lock()
	defer x.writing.Unlock()
	if x.current == nil {
		return ErrClosed
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ready := make(chan documentBatch, 1)
	go x.buildDocuments(ctx, lastOfEach(records), x.next, ready)
	for p := range ready {
		if err := x.write(p); err != nil {
			cancel()
			for range ready { // let the other goroutine end
			}
			return err
		}
	}
	if err := x.acknowledge(); err != nil {
		return err
	}
	if err := x.refresh(); err != nil {
		return err
	}
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("adding articles to the index: %w", err)
	}
	return nil
}

// lastOfEach returns records with the last of each ID alone.
func lastOfEach(records []article.Record) []article.Record {
	last := make(map[string]int, len(records))
	for i, r := range records {
		last[r.ID] = i
	}
	if len(last) == len(records) {
		return records
	}
	out := make([]article.Record, 0, len(last))
	for i, r := range records {
		if last[r.ID] == i {
			out = append(out, r)
		}
	}
	return out
}

// buildDocuments cuts up records while earlier ones are written. A removed
// record gives a row without documents.
func (x *Index) buildDocuments(ctx context.Context, records []article.Record, slot uint32, ready chan<- documentBatch) {
	defer close(ready)
	p := &documentBuilder{text.NewAnalyzer()}
	var out documentBatch
	for _, r := range records {
		if ctx.Err() != nil {
			return
		}
		if r.Removed {
			out.rows, out.slots = append(out.rows, &row{id: r.ID}), append(out.slots, slot)
			continue
		}
		row, entries := p.build(r, slot)
		out.rows, out.slots = append(out.rows, row), append(out.slots, slot)
		out.documents = append(out.documents, entries...)
		slot++
		if len(out.documents) >= batchDocuments {
			ready <- out
			out = documentBatch{}
		}
	}
	if len(out.rows) > 0 {
		ready <- out
	}
}

// write puts one batch into Bleve, then into the columns.
func (x *Index) write(p documentBatch) error {
	batch := x.bleve.NewBatch()
	for _, r := range p.rows {
		x.deleteDocuments(r.id, batch.Delete)
	}
	for _, e := range p.documents {
		if err := addDocument(batch, e); err != nil {
			return fmt.Errorf("adding to the index: %w", err)
		}
	}
	x.sequence++
	batch.SetInternal(sequenceKey, []byte(strconv.Itoa(x.sequence)))
	if err := x.bleve.Batch(batch); err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	for i, r := range p.rows {
		x.builder.remove(r.id)
		if len(r.group) > 0 {
			x.addRow(p.slots[i], r)
		}
	}
	return nil
}

// deleteDocuments calls remove with the name of every document of an article.
func (x *Index) deleteDocuments(id string, remove func(string)) {
	n, ok := x.builder.byID[id]
	if !ok {
		return
	}
	a := x.builder.articles[n]
	remove(documentID(a.slot, 'a', 0))
	for _, kind := range []struct {
		letter byte
		units  extent
	}{{'p', a.passages}, {'s', a.statements}, {'e', a.events}} {
		for i := range kind.units.end - kind.units.first {
			remove(documentID(a.slot, kind.letter, int(i)))
		}
	}
}

// refresh makes everything written so far visible to searches.
func (x *Index) refresh() error {
	reader, err := bleveSnapshot(x.bleve)
	if err != nil {
		return fmt.Errorf("reading the index after writing: %w", err)
	}
	if x.builder.wasteful() {
		if err := x.compact(reader); err != nil {
			reader.Close()
			return fmt.Errorf("compacting the index: %w", err)
		}
	}
	return x.publish(reader)
}

// minDead is the minimum of dead articles for the columns to be rebuilt.
const minDead = 256

// wasteful reports whether more articles of the columns are dead than live.
// Columns only grow, so each update of an article leaves its old rows behind.
func (b *builder) wasteful() bool {
	dead := len(b.articles) - b.alive.articles
	return dead >= minDead && dead > b.alive.articles
}

// compact rebuilds the columns from the live rows of Bleve. The snapshot that is
// being read keeps the old ones until it is released.
func (x *Index) compact(reader *scorch.IndexSnapshot) error {
	old, slots := x.builder, x.slots
	x.builder, x.slots = newBuilder(), map[uint32]uint32{}
	if err := x.load(context.Background(), reader); err != nil {
		x.builder, x.slots = old, slots
		return err
	}
	x.renumbered = true
	return nil
}

// Remove takes articles out of the index. Unknown IDs are ignored.
func (x *Index) Remove(ctx context.Context, ids []string) error {
	records := make([]article.Record, len(ids))
	for i, id := range ids {
		records[i] = article.Record{Article: article.Article{ID: id}, Removed: true}
	}
	return x.Add(ctx, records)
}

// Has reports whether the index holds that version of an article.
func (x *Index) Has(id string, version int) bool {
	a, ok := x.article(id)
	return ok && a.version == version
}

// Versions returns the version of every article that the index holds.
func (x *Index) Versions() map[string]int {
	x.writing.Lock()
	defer x.writing.Unlock()
	out := make(map[string]int, len(x.builder.byID))
	for id, n := range x.builder.byID {
		out[id] = x.builder.articles[n].version
	}
	return out
}

// Holds reports whether the index has the record as it is: its version, the
// extraction that annotated it, and its group; for a removed record, whether
// it is gone.
func (x *Index) Holds(r article.Record) bool {
	a, ok := x.article(r.ID)
	if r.Removed {
		return !ok
	}
	group := r.Group
	if group == "" {
		group = r.ID
	}
	return ok && a.version == r.Version && a.extraction == r.Extraction && x.groupName(a.group) == group
}

func (x *Index) groupName(n uint32) string {
	x.writing.Lock()
	defer x.writing.Unlock()
	return x.builder.groups[n]
}

func (x *Index) article(id string) (articleColumn, bool) {
	x.writing.Lock()
	defer x.writing.Unlock()
	n, ok := x.builder.byID[id]
	if !ok {
		return articleColumn{}, false
	}
	return x.builder.articles[n], true
}

// SetPartial reports whether the index is still being built, for Stats.
func (x *Index) SetPartial(partial bool) {
	x.reading.Lock()
	defer x.reading.Unlock()
	x.partial = partial
}
