package archive

import (
	"encoding/binary"
	"maps"
	"runtime"
	"slices"
	"sync"

	"golang.org/x/sync/errgroup"

	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

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
func (r *rescue) writeUnfound(w *recordWriter) error {
	for _, key := range slices.Sorted(maps.Keys(r.unfound)) {
		packed, err := r.pack(findings{}, true)
		if err != nil {
			return err
		}
		raw := binary.BigEndian.AppendUint64(nil, key)
		w.put(findingsBucket, raw, seal(raw, packed))
	}
	return nil
}

// writeHead writes what is kept of an article beside its versions.
func (r *rescue) writeHead(w *recordWriter, n uint32, h head) error {
	if _, ok := r.heads[h.Founder]; !ok {
		h.Founder = n
		r.heads[n] = h
	}
	packed, err := r.pack(h, false)
	if err != nil {
		return err
	}
	key := numberKey(n)
	w.put(headsBucket, key, seal(key, packed))
	w.put(idsBucket, []byte(h.ID), idValue(h.ID, n, h.Removed))
	if h.Founder != n {
		key := groupKey(h.Founder, n)
		w.put(groupsBucket, key, sign(key, nil))
	}
	return nil
}

// bands returns the keys of the bands bucket: the old ones if all are intact,
// else worked out anew.
func (r *rescue) bands() ([][]byte, error) {
	var out [][]byte
	s := r.old
	if s.format == format && s.counted && s.badBands == 0 && s.bands == s.counts.Bands && len(s.problems) == 0 && len(r.lost) == 0 {
		r.reread(func(s *survey) {
			s.each(bandsBucket, func(e boltfile.Record) { out = append(out, slices.Clone(e.Key)) })
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
			bands := bandsOf(shinglesOf(text.Article))
			mu.Lock()
			defer mu.Unlock()
			for _, band := range bands {
				out = append(out, bandEntry(band, n))
			}
			return nil
		})
	})
	err := g.Wait()
	slices.SortFunc(out, slices.Compare)
	return out, err
}

// eachFounder calls f with every founder and the record of its current text.
func (r *rescue) eachFounder(f func(n uint32, raw []byte)) {
	give := func(key uint64, value []byte) {
		n := uint32(key >> 32)
		if h, ok := r.heads[n]; ok && h.Founder == n && h.Version == int(uint32(key)) {
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
