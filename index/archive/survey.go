package archive

import (
	"context"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
	"github.com/briefing-bot/briefing-bot/index/archive/internal/near"
	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

// survey is the content of a file, read apart from bbolt. Numbers of versions are
// those of versionKey as one integer.
type survey struct {
	file     *boltfile.File
	problems []string // of its pages and buckets
	format   int      // 0 if it cannot be read
	identity []byte
	counts   counts
	counted  bool // the counts are intact

	firstCounts counts // of a file of the first layout: text without a checksum
	values      map[string][]byte
	doubt       string
	lost        []Lost // what an earlier salvage could not save

	heads, texts, findings           tally
	ids, bands, groups, pending      int      // intact records
	badMeta                          []string // names of damaged records of the meta bucket
	badIDs, badBands, badGroups, bad int      // bad: damaged records of pending
	dictionaries                     map[uint32]dictionary.Dictionary
	badDictionaries                  int // damaged copies, and copies that are missing
}

// tally lists the records of a bucket.
type tally struct {
	whole   []uint64 // in order
	damaged []uint64 // whose value is damaged
}

// surveyFile reads a whole file. An error means that nothing can be read.
func (c *codec) surveyFile(file io.ReaderAt, size int64) (*survey, error) {
	s, err := c.surveyMeta(file, size)
	if err != nil {
		return s, err
	}
	s.each(headsBucket, func(e boltfile.Record) { s.heads.add(e, 4, nil) })
	s.each(textsBucket, func(e boltfile.Record) { s.texts.add(e, 8, s.dictionaries) })
	s.each(findingsBucket, func(e boltfile.Record) { s.findings.add(e, 8, s.dictionaries) })
	if s.format != 1 {
		s.readDerived()
	} else {
		for _, name := range [][]byte{idsBucket, bandsBucket, groupsBucket, pendingBucket} {
			s.each(name, func(boltfile.Record) {})
		}
	}
	s.file.CheckPages()
	s.noteProblems()
	return s, nil
}

// surveyMeta reads what leads to everything else: the roots of a file, its list of
// buckets, and the meta bucket.
func (c *codec) surveyMeta(file io.ReaderAt, size int64) (*survey, error) {
	s := &survey{values: map[string][]byte{}, dictionaries: map[uint32]dictionary.Dictionary{}}
	var err error
	if s.file, err = boltfile.Open(file, size); err != nil {
		return s, err
	}
	s.each(metaBucket, func(e boltfile.Record) { s.readMeta(c, e) })
	s.readDictionaries()
	if s.format == 0 && (s.identity != nil || s.counted) {
		s.format = format // older files have neither
		s.badMeta = append(s.badMeta, string(formatKey))
	}
	return s, nil
}

// missingBuckets returns the names of the buckets that the file lacks.
func (s *survey) missingBuckets() []string {
	var missing []string
	present := s.file.Buckets()
	for _, name := range bucketsOf(s.format) {
		if !slices.Contains(present, string(name)) {
			missing = append(missing, string(name))
		}
	}
	return missing
}

// bucketsOf returns the buckets of a layout.
func bucketsOf(layout int) [][]byte {
	if layout > 0 && layout < 4 {
		return buckets[:8]
	}
	return buckets
}

// noteProblems gathers what is wrong with the pages. Then records may come out of
// order and more than once.
func (s *survey) noteProblems() {
	for _, p := range s.file.Problems() {
		s.problems = append(s.problems, p.String())
	}
	for _, name := range s.missingBuckets() {
		s.problems = append(s.problems, fmt.Sprintf("the bucket %s is missing", name))
	}
	if len(s.problems) == 0 {
		return
	}
	for _, t := range []*tally{&s.heads, &s.texts, &s.findings} {
		slices.Sort(t.whole)
		t.whole = slices.Compact(t.whole)
		slices.Sort(t.damaged)
		t.damaged = slices.Compact(t.damaged)
	}
}

// each calls f with the records of a bucket.
func (s *survey) each(name []byte, f func(boltfile.Record)) { s.file.Each(string(name), f) }

// add notes a record whose key has the given length. It is damaged too if the dictionary
// that it was compressed with is lost.
func (t *tally) add(e boltfile.Record, keyLength int, known map[uint32]dictionary.Dictionary) {
	if len(e.Key) != keyLength {
		t.damaged = append(t.damaged, 0)
		return
	}
	n := uint64(binary.BigEndian.Uint32(e.Key))
	if keyLength == 8 {
		n = binary.BigEndian.Uint64(e.Key)
	}
	readable := intact(e.Key, e.Value)
	if readable && e.Value[4] == packedDictionary {
		_, readable = known[dictionary.ID(e.Value[sealLength:])]
	}
	if readable {
		t.whole = append(t.whole, n)
	} else {
		t.damaged = append(t.damaged, n)
	}
}

// readMeta takes a record of the meta bucket.
func (s *survey) readMeta(c *codec, e boltfile.Record) {
	name := string(e.Key)
	if name == string(formatKey) {
		s.format = parseFormat(e.Value)
		return
	}
	if s.format == 1 { // its counts are text, its values have no checksum
		if strings.HasPrefix(name, namedMeta) {
			s.values[name] = slices.Clone(e.Value)
		}
		return
	}
	payload, ok := signed(e.Key, e.Value)
	switch {
	case !ok && name == string(countsKey):
		c := &s.firstCounts
		_, _ = fmt.Sscan(string(e.Value), &c.Articles, &c.Removed, &c.Versions, &c.Copies, &c.Pending) // damaged counts match nothing
		s.badMeta = append(s.badMeta, name)
	case !ok:
		s.badMeta = append(s.badMeta, name)
	case name == string(countsKey):
		s.counts, s.counted = parseCounts(e.Value)
	case name == string(identityKey):
		s.identity = slices.Clone(payload)
	case name == string(doubtKey):
		s.doubt = string(payload)
	case name == string(lostKey):
		if c.decode.Unmarshal(payload, &s.lost) != nil {
			s.badMeta = append(s.badMeta, name)
		}
	default:
		s.values[name] = slices.Clone(payload)
	}
}

// readDictionaries reads both copies of every dictionary.
func (s *survey) readDictionaries() {
	copies := map[uint32]int{}
	for _, name := range [][]byte{dictsBucket, sparesBucket} {
		s.each(name, func(e boltfile.Record) {
			d, ok := parseDictionary(e.Key, e.Value)
			if !ok {
				s.badDictionaries++
				return
			}
			s.dictionaries[d.ID] = d
			copies[d.ID]++
		})
	}
	for _, n := range copies {
		if n != 2 {
			s.badDictionaries++
		}
	}
}

// parseFormat reads the layout's version, 0 if it cannot be read.
func parseFormat(value []byte) int {
	if string(value) == "1" {
		return 1
	}
	text, sum, _ := strings.Cut(string(value), " ")
	n, err := strconv.Atoi(text)
	if err != nil || sum != fmt.Sprintf("%08x", crc32.Checksum([]byte(text), castagnoli)) {
		return 0
	}
	return n
}

// readDerived counts the records of the buckets that can be rebuilt.
func (s *survey) readDerived() {
	count := func(name []byte, whole, damaged *int, ok func(boltfile.Record) bool) {
		s.each(name, func(e boltfile.Record) {
			if ok(e) {
				*whole++
			} else {
				*damaged++
			}
		})
	}
	empty := func(length int) func(boltfile.Record) bool {
		return func(e boltfile.Record) bool {
			payload, ok := signed(e.Key, e.Value)
			return ok && len(payload) == 0 && len(e.Key) == length
		}
	}
	count(idsBucket, &s.ids, &s.badIDs, func(e boltfile.Record) bool { _, _, ok := parseID(e.Key, e.Value); return ok })
	count(bandsBucket, &s.bands, &s.badBands, empty(near.BandSize+4))
	s.each(slotsBucket, func(e boltfile.Record) {
		entries, ok := parseSlot(e.Key, e.Value)
		if s.bands += len(entries); !ok {
			s.badBands++
		}
	})
	count(groupsBucket, &s.groups, &s.badGroups, empty(8))
	count(pendingBucket, &s.pending, &s.bad, func(e boltfile.Record) bool { _, ok := parsePending(e.Key, e.Value); return ok })
}

// derivedWhole reports whether everything that can be rebuilt is as it should be.
func (s *survey) derivedWhole() bool {
	c := s.counts
	return s.format > 1 && s.counted && s.identity != nil && len(s.badMeta) == 0 &&
		s.badIDs+s.badBands+s.badGroups+s.bad+s.badDictionaries == 0 && s.ids == len(s.heads.whole) &&
		s.bands == c.Bands && s.groups == c.Copies && s.pending == c.Pending && len(s.values) == c.Values
}

// clean reports whether nothing is damaged or missing.
func (s *survey) clean() bool { return s.usable() && len(s.texts.damaged) == 0 }

// usable reports whether nothing but texts is damaged, so that the file can be
// used as it is.
func (s *survey) usable() bool {
	if len(s.problems) > 0 || !s.derivedWhole() || len(s.heads.damaged)+len(s.findings.damaged) > 0 {
		return false
	}
	texts := s.texts.whole
	if len(s.texts.damaged) > 0 {
		texts = slices.Sorted(slices.Values(slices.Concat(s.texts.whole, s.texts.damaged)))
	}
	return slices.Equal(texts, s.findings.whole) && len(texts) == s.counts.Versions && s.contiguous(texts)
}

// contiguous reports whether every article has its head and every version up to
// its last one, except for what is known to be lost.
func (s *survey) contiguous(texts []uint64) bool {
	lost := map[uint64]bool{}
	for _, l := range s.lost {
		lost[l.key()] = true
	}
	at, gap := 0, 0
	for n := uint32(1); n <= s.counts.Last; n++ {
		if i := int(n) - 1 - gap; i >= len(s.heads.whole) || s.heads.whole[i] != uint64(n) {
			if gap++; !lost[uint64(n)<<32] {
				return false
			}
			continue
		}
		first := at
		for ; at < len(texts) && texts[at]>>32 == uint64(n); at++ {
			for v := texts[at] - 1; at > first && v > texts[at-1]; v-- {
				if !lost[v] {
					return false
				}
			}
		}
		if at == first && !slices.ContainsFunc(s.lost, func(l Lost) bool { return l.Number == n }) {
			return false
		}
	}
	return at == len(texts) && len(s.heads.whole) == int(s.counts.Last)-gap
}

// problem returns what is wrong with the file, in a few words.
func (s *survey) problem() string {
	var out []string
	note := func(n int, one, many string) {
		switch {
		case n == 1:
			out = append(out, "1 damaged "+one)
		case n > 1:
			out = append(out, fmt.Sprintf("%d damaged %s", n, many))
		}
	}
	if len(s.problems) > 0 {
		out = append(out, s.problems[0])
	}
	note(len(s.texts.damaged), "text", "texts")
	note(len(s.heads.damaged), "head", "heads")
	note(len(s.findings.damaged), "set of findings", "sets of findings")
	note(s.badIDs+s.badBands+s.badGroups+s.bad+len(s.badMeta)+s.badDictionaries, "entry", "entries")
	if len(out) == 0 {
		out = append(out, "records are missing")
	}
	return strings.Join(out, ", ")
}

// soundSoFar reports whether what surveyMeta read is whole and of a layout that needs no rewriting.
func (s *survey) soundSoFar() bool {
	return len(s.file.Problems())+len(s.missingBuckets())+len(s.badMeta)+s.badDictionaries == 0 && !s.file.Roots().Damaged &&
		s.format > 1 && s.format <= format && s.identity != nil && s.counted && len(s.values) == s.counts.Values
}

// survey reads a whole file, until ctx is done.
func (c *codec) survey(ctx context.Context, file *os.File) (*survey, error) {
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	s, err := c.surveyFile(untilRead{ctx, file}, info.Size())
	if err != nil {
		return s, fmt.Errorf("is damaged: %w", err)
	}
	return s, nil
}

// fresh reports whether bbolt has just made the file.
func (s *survey) fresh() bool {
	return s.file.Fresh()
}

// untilRead reads until its context is done.
type untilRead struct {
	ctx context.Context
	io.ReaderAt
}

// ReadAt reads unless the context is done.
func (r untilRead) ReadAt(p []byte, at int64) (int, error) {
	if err := r.ctx.Err(); err != nil {
		return 0, err
	}
	return r.ReaderAt.ReadAt(p, at)
}
