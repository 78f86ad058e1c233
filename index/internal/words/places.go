package words

import (
	"sync"

	"github.com/briefing-bot/briefing-bot/index/internal/column"
)

// places are the numbers of forms, stems and topic words. Snapshots look them up while more
// are added.
type places struct {
	mu   sync.RWMutex
	each [3]column.Interner
	last []uint32 // of each stem: the last word with it
	next []uint32 // of each word: the one before it with its stem, or 0
}

const (
	ofForms = iota
	ofStems
	ofWords
)

// find returns the place of a string among those of a kind.
func (p *places) find(kind int, s string, all *column.Strings) (uint32, bool) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	return p.each[kind].Find(s, all)
}

// withStem returns those of the first words that have a stem.
func (p *places) withStem(stem uint32, words int) (out []uint32) {
	p.mu.RLock()
	defer p.mu.RUnlock()
	if int(stem) >= len(p.last) {
		return nil
	}
	for w := p.last[stem]; w > 0; w = p.next[w] {
		if int(w) < words {
			out = append(out, w)
		}
	}
	return out
}

// link adds a word, which is the last one, to those with a stem.
func (p *places) link(word, stem uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for int(stem) >= len(p.last) {
		p.last = append(p.last, 0)
	}
	p.next, p.last[stem] = append(p.next, p.last[stem]), word
}

// unlink takes out the last word, which has a stem.
func (p *places) unlink(stem uint32) {
	p.mu.Lock()
	defer p.mu.Unlock()
	end := len(p.next) - 1
	p.next, p.last[stem] = p.next[:end], p.next[end]
}

// add returns the place of a string, a new one if it has none.
func (p *places) add(kind int, s string, all *column.Strings) (n uint32, added bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.each[kind].Number(s, all)
}

// forget takes out the strings from the n-th on.
func (p *places) forget(kind, n int, all *column.Strings) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.each[kind].Forget(n, all)
}
