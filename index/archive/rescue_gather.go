package archive

import (
	"encoding/binary"
	"slices"

	"github.com/briefing-bot/briefing-bot/index/boltfile"
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
func (r *rescue) gatherOrphans() {
	s := r.old
	wanted := r.wantedTexts()
	extraction := map[uint64]int{}
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
