package archive

import (
	"encoding/binary"
	"maps"
	"runtime"
	"slices"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
	"github.com/briefing-bot/briefing-bot/index/archive/internal/near"
	"github.com/briefing-bot/briefing-bot/index/boltfile"
	"golang.org/x/sync/errgroup"
)

// reread goes through the records of a bucket once more.
func (r *rescue) reread(f func(s *survey)) {
	if file, err := boltfile.Open(r.file, r.old.file.Size()); err == nil {
		f(&survey{file: file})
	}
}

// gather decodes the heads, ids and groups.
func (r *rescue) gather() {
	r.reread(func(s *survey) {
		s.each(headsBucket, func(e boltfile.Record) {
			var h head
			if len(e.Key) == 4 && r.unpack(e.Key, e.Value, &h) == nil {
				r.heads[binary.BigEndian.Uint32(e.Key)] = h
			}
		})
		if r.old.format == 1 {
			return
		}
		s.each(idsBucket, func(e boltfile.Record) {
			if n, removed, ok := parseID(e.Key, e.Value); ok {
				r.idOf[n], r.removed[n] = string(e.Key), removed
			}
		})
		s.each(groupsBucket, func(e boltfile.Record) {
			if _, ok := signed(e.Key, e.Value); ok && len(e.Key) == 8 {
				r.groups[binary.BigEndian.Uint32(e.Key[4:])] = binary.BigEndian.Uint32(e.Key)
			}
		})
	})
}

// gatherOrphans takes records from pages that the tree does not reach. Of
// several states of one, the latest is kept.
func (r *rescue) gatherOrphans() error {
	s := r.old
	wanted := r.wantedTexts()
	extraction := map[uint64]int{}
	if err := r.gatherDictionaries(); err != nil {
		return err
	}
	s.file.Orphans(func(e boltfile.Record) {
		if !intact(e.Key, e.Value) {
			return
		}
		switch len(e.Key) {
		case 4:
			r.orphanHead(e)
		case 8:
			key := binary.BigEndian.Uint64(e.Key)
			_, found := slices.BinarySearch(s.findings.whole, key)
			var text stored
			var f findings
			if wanted(key) && r.unpack(e.Key, e.Value, &text) == nil && text.ID != "" {
				r.texts[key] = slices.Clone(e.Value)
			} else if !found && r.unpack(e.Key, e.Value, &f) == nil && f.Extraction > extraction[key] {
				r.findings[key], extraction[key] = slices.Clone(e.Value), f.Extraction
			}
		}
	})
	return nil
}

// gatherDictionaries takes dictionaries from pages that a broken tree does not reach, so that
// records found there can be read.
func (r *rescue) gatherDictionaries() error {
	if len(r.old.problems) == 0 {
		return nil
	}
	found := map[uint32]dictionary.Dictionary{}
	r.old.file.Orphans(func(e boltfile.Record) {
		if d, ok := parseDictionary(e.Key, e.Value); ok {
			found[d.ID] = d
		}
	})
	return r.adopt(found)
}

// writeDictionaries writes all that are known.
func (r *rescue) writeDictionaries(w *recordWriter) {
	copyDictionaries(r.dictionaries.Load().All(), w)
}

// wantedTexts returns which texts are taken from outside the tree. Free pages
// also hold versions that were pruned, and those of a write that was never
// finished, so a text is wanted only if the tree knows of it or is broken.
func (r *rescue) wantedTexts() func(key uint64) bool {
	s := r.old
	broken := len(s.problems) > 0
	return func(key uint64) bool {
		if _, whole := slices.BinarySearch(s.texts.whole, key); whole {
			return false
		}
		if broken {
			return !s.counted || uint32(key>>32) <= s.counts.Last
		}
		_, found := slices.BinarySearch(s.findings.whole, key)
		return found || slices.Contains(s.texts.damaged, key)
	}
}

func (r *rescue) orphanHead(e boltfile.Record) {
	var h head
	if r.unpack(e.Key, e.Value, &h) != nil || h.ID == "" {
		return
	}
	n := binary.BigEndian.Uint32(e.Key)
	if have, ok := r.oldHeads[n]; !ok || have.Version < h.Version {
		r.oldHeads[n] = h
	}
}

// lookUp returns a record of the old file by going through its bucket.
func (r *rescue) lookUp(bucket, key []byte) (out []byte) {
	r.reread(func(s *survey) {
		s.each(bucket, func(e boltfile.Record) {
			if out == nil && string(e.Key) == string(key) && intact(e.Key, e.Value) {
				out = slices.Clone(e.Value)
			}
		})
	})
	return out
}

// storedText reads the text of one version, from the tree or from outside it.
func (r *rescue) storedText(n uint32, version int) (stored, error) {
	var s stored
	key := versionKey(n, version)
	raw := r.texts[binary.BigEndian.Uint64(key)]
	if raw == nil {
		raw = r.lookUp(textsBucket, key)
	}
	return s, r.unpack(key, raw, &s)
}

func (r *rescue) extractionOf(n uint32, version int) int {
	var f findings
	key := versionKey(n, version)
	raw := r.findings[binary.BigEndian.Uint64(key)]
	if raw == nil {
		raw = r.lookUp(findingsBucket, key)
	}
	if r.unpack(key, raw, &f) != nil {
		return 0
	}
	return f.Extraction
}

// copyVersions copies the intact records of a bucket and those found outside it.
func (r *rescue) copyVersions(w *recordWriter, bucket []byte, more map[uint64][]byte) {
	r.reread(func(s *survey) {
		s.each(bucket, func(e boltfile.Record) {
			if len(e.Key) == 8 && intact(e.Key, e.Value) && r.texted(binary.BigEndian.Uint64(e.Key)) {
				w.put(bucket, slices.Clone(e.Key), slices.Clone(e.Value))
			}
		})
	})
	for _, key := range slices.Sorted(maps.Keys(more)) {
		if r.texted(key) {
			w.put(bucket, binary.BigEndian.AppendUint64(nil, key), more[key])
		}
	}
}

// writeUnfound writes empty findings in place of lost ones; those of current
// versions are extracted again, since their heads say so.
func (r *rescue) writeUnfound(w *recordWriter) {
	for _, key := range slices.Sorted(maps.Keys(r.unfound)) {
		raw := binary.BigEndian.AppendUint64(nil, key)
		w.put(findingsBucket, raw, seal(raw, r.pack(dictionary.Findings, &findings{})))
	}
}

// writeHead writes what is kept of an article beside its versions.
func (r *rescue) writeHead(w *recordWriter, n uint32, h head) {
	if _, ok := r.heads[h.Founder]; !ok {
		h.Founder = n
		r.heads[n] = h
	}
	key := numberKey(n)
	w.put(headsBucket, key, seal(key, r.pack(dictionary.None, &h)))
	w.put(idsBucket, []byte(h.ID), idValue(h.ID, n, h.Removed))
	if h.Founder != n {
		key := groupKey(h.Founder, n)
		w.put(groupsBucket, key, sign(key, nil))
	}
}

// founders returns the table of founders: the old one if all of it is intact, else
// worked out anew.
func (r *rescue) founders() (table, error) {
	s, out := r.old, table{}
	if s.format > 1 && s.counted && s.badBands == 0 && s.bands == s.counts.Bands && len(s.problems) == 0 && len(r.lost) == 0 {
		r.reread(func(s *survey) {
			s.each(bandsBucket, func(e boltfile.Record) {
				out.add(e.Key[:near.BandSize], binary.BigEndian.Uint32(e.Key[near.BandSize:]))
			})
			s.each(slotsBucket, func(e boltfile.Record) {
				slot := binary.BigEndian.Uint16(e.Key)
				entries, _ := parseSlot(e.Key, e.Value)
				out[slot] = append(out[slot], entries...)
			})
		})
		return out, nil
	}
	var mu sync.Mutex
	var g errgroup.Group
	g.SetLimit(runtime.GOMAXPROCS(0))
	r.eachFounder(func(n uint32, raw []byte) {
		g.Go(func() error {
			var text stored
			if err := r.unpack(versionKey(n, r.heads[n].Version), raw, &text); err != nil {
				return err
			}
			bands := near.Of(text.Article).Bands()
			mu.Lock()
			defer mu.Unlock()
			for _, band := range bands {
				out.add(band, n)
			}
			return nil
		})
	})
	return out, g.Wait()
}

// eachFounder calls f with every founder and the record of its current text.
func (r *rescue) eachFounder(f func(n uint32, raw []byte)) {
	give := func(key uint64, value []byte) {
		n := uint32(key >> 32)
		if h, ok := r.heads[n]; ok && h.Founder == n && h.Version == int(uint32(key)) && r.texted(key) {
			f(n, slices.Clone(value))
		}
	}
	r.reread(func(s *survey) {
		s.each(textsBucket, func(e boltfile.Record) {
			if len(e.Key) == 8 && intact(e.Key, e.Value) {
				give(binary.BigEndian.Uint64(e.Key), e.Value)
			}
		})
	})
	for key, value := range r.texts {
		give(key, value)
	}
}

// copyPending copies the marks of articles that the index has yet to learn.
func (r *rescue) copyPending(w *recordWriter) int {
	if r.old.format == 1 {
		return 0 // every start compares the index with the archive
	}
	seen := map[uint32]bool{}
	r.reread(func(s *survey) {
		s.each(pendingBucket, func(e boltfile.Record) {
			if p, ok := parsePending(e.Key, e.Value); ok && !seen[p.Number] {
				if _, kept := r.heads[p.Number]; kept {
					w.put(pendingBucket, slices.Clone(e.Key), slices.Clone(e.Value))
					seen[p.Number] = true
				}
			}
		})
	})
	return len(seen)
}
