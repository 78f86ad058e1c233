package journal

import "github.com/briefing-bot/briefing-bot/index/internal/wire"

// Batch is what is written to the index at once, as the journal keeps it.
type Batch struct {
	Number      int    // from 1 on
	First, Many uint32 // the number of the first word that is new, and how many are
	Words       []byte // those that are new; see words.Vocabulary.PackWords
	Rows        []SlotRow
}

// SlotRow is the row of an article and its slot, which the IDs of its documents contain.
type SlotRow struct {
	Slot uint32
	Row  *Row
}

// pack returns the bytes of a batch behind their checksum.
func (b *Batch) pack() []byte {
	p := wire.NewSealed()
	p.Int(b.Number)
	p.Uint(uint64(b.First))
	p.Uint(uint64(b.Many))
	p.String(string(b.Words))
	wire.Count(&p, b.Rows)
	for _, r := range b.Rows {
		p.Uint(uint64(r.Slot))
		p.String(string(r.Row.pack()))
	}
	return p.Sealed()
}

// unpackBatch reads what pack wrote, of batches after the given one; of earlier ones it
// returns the number alone.
func unpackBatch(data []byte, after int) (b Batch, err error) {
	u, ok := wire.Unseal(data)
	if !ok {
		return b, errRow
	}
	if b.Number = u.Int(); b.Number <= after {
		return b, u.Err()
	}
	b.First, b.Many, b.Words = uint32(u.Uint()), uint32(u.Uint()), []byte(u.String())
	b.Rows = wire.List[SlotRow](u)
	for i := range b.Rows {
		b.Rows[i].Slot = uint32(u.Uint())
		if b.Rows[i].Row, err = unpackRow([]byte(u.String())); err != nil {
			return b, err
		}
	}
	return b, u.End()
}
