package segment

import (
	"context"
	"fmt"
	"strconv"

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

// Write puts records into Bleve and the columns. A record replaces what there is of
// its ID; one that is Removed is taken out. What write returned nil for survives a
// crash.
func (s *Store) Write(ctx context.Context, records []article.Record) error {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	ready := make(chan documentBatch, 1)
	go buildDocuments(ctx, lastOfEach(records), s.next, ready)
	for p := range ready {
		if err := s.writeBatch(p); err != nil {
			cancel()
			for range ready { // let the other goroutine end
			}
			return err
		}
	}
	return s.acknowledge()
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
func buildDocuments(ctx context.Context, records []article.Record, slot uint32, ready chan<- documentBatch) {
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

// writeBatch puts one batch into Bleve, then into the columns.
func (s *Store) writeBatch(p documentBatch) error {
	batch := s.bleve.NewBatch()
	for _, r := range p.rows {
		s.deleteDocuments(r.id, batch.Delete)
	}
	for _, e := range p.documents {
		if err := addDocument(batch, e); err != nil {
			return fmt.Errorf("adding to the index: %w", err)
		}
	}
	s.sequence++
	batch.SetInternal(sequenceKey, []byte(strconv.Itoa(s.sequence)))
	if err := s.bleve.Batch(batch); err != nil {
		return fmt.Errorf("writing the index: %w", err)
	}
	for i, r := range p.rows {
		s.builder.remove(r.id)
		if len(r.group) > 0 {
			s.addRow(p.slots[i], r)
		}
	}
	return nil
}

// deleteDocuments calls remove with the name of every document of an article.
func (s *Store) deleteDocuments(id string, remove func(string)) {
	n, ok := s.builder.byID[id]
	if !ok {
		return
	}
	a := s.builder.Articles[n]
	remove(documentID(a.slot, 'a', 0))
	for _, kind := range []struct {
		letter byte
		units  Extent
	}{{'p', a.Passages}, {'s', a.Statements}, {'e', a.Events}} {
		for i := range kind.units.End - kind.units.First {
			remove(documentID(a.slot, kind.letter, int(i)))
		}
	}
}
