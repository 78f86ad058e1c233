package segment

import (
	"context"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/journal"
	"github.com/briefing-bot/briefing-bot/index/internal/words"
)

// batchDocuments is how many documents are written at once: fewer are slower,
// more take memory and delay searches as much.
const batchDocuments = 1000

// documentBatch is a batch that is ready to be written.
type documentBatch struct {
	rows             []*journal.Row
	slots            []uint32
	documents        []document
	words.Vocabulary // after it
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
func buildDocuments(ctx context.Context, n *words.Numbers, records []article.Record, slot uint32, ready chan<- documentBatch) {
	defer close(ready)
	p := &documentBuilder{analyzer: n.Analyzer(), encoder: words.NewEncoder(n)}
	var out documentBatch
	for _, r := range records {
		if ctx.Err() != nil {
			return
		}
		if r.Removed {
			out.rows, out.slots = append(out.rows, &journal.Row{ID: r.ID}), append(out.slots, slot)
			continue
		}
		row, entries := p.build(r, slot)
		out.rows, out.slots = append(out.rows, row), append(out.slots, slot)
		out.documents = append(out.documents, entries...)
		slot++
		if len(out.documents) >= batchDocuments {
			out.Vocabulary = n.Vocabulary
			ready <- out
			out = documentBatch{}
		}
	}
	if len(out.rows) > 0 {
		out.Vocabulary = n.Vocabulary
		ready <- out
	}
}
