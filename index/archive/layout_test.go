package archive

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	bolt "go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/index/archive/internal/dictionary"
	"github.com/briefing-bot/briefing-bot/index/archive/internal/near"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// packCBOR encodes a record as layouts 1 and 2 had it.
func packCBOR(t *testing.T, c *codec, value any, squeeze bool) []byte {
	t.Helper()
	payload, err := c.encode.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	out := make([]byte, sealLength)
	if !squeeze {
		return append(out, payload...)
	}
	out[4] = compressed
	return c.dictionaries.Load().Compress(dictionary.None, payload, out)
}

// thirdLayout rewrites an open archive as layout 3 had it.
func thirdLayout(t *testing.T, a *Archive) {
	t.Helper()
	err := a.update(t.Context(), func(tx *bolt.Tx) error {
		err := a.eachNumber(t.Context(), tx, 0, func(n uint32) bool {
			h, err := a.head(tx, n)
			if err != nil || h.Founder != n {
				return true
			}
			s, err := a.text(tx, n, h.Version)
			if err != nil {
				t.Fatal(err)
			}
			for _, band := range near.Of(s.Article).Bands() {
				key := bandEntry(band, n)
				_ = tx.Bucket(bandsBucket).Put(key, sign(key, nil))
			}
			return true
		})
		none, _ := dictionary.NewSet(nil)
		for _, name := range [][]byte{textsBucket, findingsBucket} {
			b, records := tx.Bucket(name), map[string][]byte{}
			_ = b.ForEach(func(k, v []byte) error { records[string(k)] = append([]byte{}, v...); return nil })
			for k, v := range records {
				if err := b.Put([]byte(k), a.renew(none, name, []byte(k), v)); err != nil {
					return err
				}
			}
		}
		return errors.Join(err, tx.DeleteBucket(slotsBucket), tx.DeleteBucket(dictsBucket), tx.DeleteBucket(sparesBucket),
			tx.Bucket(metaBucket).Put(formatKey, fmt.Appendf(nil, "3 %08x", crc32.Checksum([]byte("3"), castagnoli))))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// secondLayout rewrites an open archive as layout 2 had it.
func secondLayout(t *testing.T, a *Archive) {
	t.Helper()
	thirdLayout(t, a)
	err := a.update(t.Context(), func(tx *bolt.Tx) error {
		for name, record := range map[string]func() parser{
			"texts": func() parser { return new(stored) }, "findings": func() parser { return new(findings) }, "heads": func() parser { return new(head) },
		} {
			b := tx.Bucket([]byte(name))
			records := map[string][]byte{}
			_ = b.ForEach(func(k, v []byte) error { records[string(k)] = append([]byte{}, v...); return nil })
			for k, v := range records {
				into := record()
				if err := a.unpack([]byte(k), v, into); err != nil {
					return err
				}
				if err := b.Put([]byte(k), seal([]byte(k), packCBOR(t, a.codec, into, name != "heads"))); err != nil {
					return err
				}
			}
		}
		return tx.Bucket(metaBucket).Put(formatKey, fmt.Appendf(nil, "2 %08x", crc32.Checksum([]byte("2"), castagnoli)))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// firstLayout rewrites an archive as the first version of the program wrote it.
func firstLayout(t *testing.T, dir string) {
	t.Helper()
	a := open(t, dir)
	secondLayout(t, a)
	err := a.update(t.Context(), func(tx *bolt.Tx) error {
		groups := map[uint32][]uint32{}
		for _, name := range [][]byte{groupsBucket, bandsBucket, idsBucket, pendingBucket} {
			b := tx.Bucket(name)
			records := map[string][]byte{}
			_ = b.ForEach(func(k, v []byte) error { records[string(k)] = append([]byte{}, v...); return nil })
			for k, v := range records {
				switch {
				case string(name) == "groups":
					founder := binary.BigEndian.Uint32([]byte(k))
					groups[founder] = append(groups[founder], binary.BigEndian.Uint32([]byte(k)[4:]))
					_ = b.Delete([]byte(k))
				case string(name) == "bands":
					_ = b.Put([]byte(k), nil)
				case string(name) == "ids":
					_ = b.Put([]byte(k), v[:4])
				default:
					_ = b.Put([]byte(k), v[:8])
				}
			}
		}
		type member struct {
			Number    uint32
			Published int64
			Removed   bool
		}
		for founder, copies := range groups {
			all := []member{{Number: founder, Published: math.MaxInt64}}
			for _, n := range copies {
				all = append(all, member{Number: n, Published: math.MaxInt64})
			}
			key := numberKey(founder)
			_ = tx.Bucket(groupsBucket).Put(key, seal(key, packCBOR(t, a.codec, all, false)))
		}
		c, _ := readCounts(tx)
		meta := tx.Bucket(metaBucket)
		ruling := append([]byte{}, meta.Get([]byte(namedMeta+"rulings"))...)
		return errors.Join(meta.Delete(identityKey), meta.Put(formatKey, []byte("1")), meta.Put([]byte(namedMeta+"rulings"), ruling[:len(ruling)-4]),
			meta.Put(countsKey, fmt.Appendf(nil, "%d %d %d %d %d", c.Articles, c.Removed, c.Versions, c.Copies, c.Pending)))
	})
	if err := errors.Join(err, a.Close(), os.Remove(filepath.Join(dir, IdentityFile))); err != nil {
		t.Fatal(err)
	}
}

func TestAnArchiveOfTheFirstLayoutIsRewritten(t *testing.T) {
	t.Parallel()
	dir, whole := rich(t)
	firstLayout(t, dir)
	damaged := clone(t, dir)
	a, err := Open(dir, Options{})
	if err != nil {
		t.Fatal(err)
	}
	if got := observed(t, a); got != whole || len(a.Repairs()) != 1 {
		t.Errorf("%q; %s", a.Repairs(), firstDifference(whole, got))
	}
	if audit, err := a.Audit(t.Context()); err != nil || len(audit.Problems) > 0 {
		t.Errorf("%q, %v", audit.Problems, err)
	}
	if old, _ := filepath.Glob(filepath.Join(dir, "*.damaged-*")); len(old) > 0 {
		t.Errorf("a whole archive was kept as a damaged one: %v", old)
	}
	_ = a.Close()

	data, _ := os.ReadFile(filepath.Join(damaged, FileName))
	texts := places(t, data, textsBucket)
	change(t, damaged, func(data []byte) []byte { data[texts[3].value+40] ^= 1; return data })
	if word := outcome(t, damaged, whole); !strings.HasPrefix(word, "refused") && word != "repaired" {
		t.Errorf("with a damaged text: %s", word)
	}
}

// TestAnArchiveOfTheThirdLayoutKeepsItsGroups opens it, adds copies of articles that it
// has, changes founders, and compacts it: groups become what they would have been.
func TestAnArchiveOfTheThirdLayoutKeepsItsGroups(t *testing.T) {
	t.Parallel()
	dir, whole := rich(t)
	old := clone(t, dir)
	a := open(t, old)
	thirdLayout(t, a)
	_ = a.Close()
	entries := func(a *Archive) (bands, slots int) {
		_ = a.viewRaw(func(tx *bolt.Tx) error {
			bands = tx.Bucket(bandsBucket).Stats().KeyN
			if b := tx.Bucket(slotsBucket); b != nil {
				slots = b.Stats().KeyN
			}
			return nil
		})
		return bands, slots
	}
	a, fresh := open(t, old), open(t, dir)
	if got := observed(t, a); got != whole || len(a.Repairs()) != 0 {
		t.Errorf("%q; %s", a.Repairs(), firstDifference(whole, got))
	}
	if bands, slots := entries(a); bands == 0 || slots != 0 {
		t.Fatalf("%d bands, %d slots before a write", bands, slots)
	}
	for _, each := range []*Archive{a, fresh} {
		for i := range 30 {
			r := get(t, each, fmt.Sprint("article-", i))
			switch i % 3 {
			case 0: // a copy
				r.ID += "-copy"
			case 1: // a founder or copy that changes
				r.Text = fmt.Sprintf("Changed. %s", strings.Repeat(fmt.Sprint("other", i, " "), 200))
			}
			put(t, each, r.Article)
		}
	}
	want := observed(t, fresh)
	for _, step := range []string{"written", "compacted"} {
		if got := observed(t, a); got != want {
			t.Errorf("%s: %s", step, firstDifference(want, got))
		}
		if audit, err := a.Audit(t.Context()); err != nil || len(audit.Problems) > 0 {
			t.Errorf("%s: %q, %v", step, audit.Problems, err)
		}
		bands, slots := entries(a)
		if (bands == 0) != (step == "compacted") || slots == 0 {
			t.Errorf("%s: %d bands, %d slots", step, bands, slots)
		}
		if err := a.Compact(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// TestDamagedSlotsAreRebuilt damages a slot while the archive is open: a write finds it,
// and groups stay what they were.
func TestDamagedSlotsAreRebuilt(t *testing.T) {
	t.Parallel()
	dir, _ := rich(t)
	a := open(t, dir)
	if err := a.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	err := a.update(t.Context(), func(tx *bolt.Tx) error {
		b := tx.Bucket(slotsBucket)
		harmed := map[string][]byte{}
		_ = b.ForEach(func(k, v []byte) error { harmed[string(k)] = append([]byte{v[0] ^ 1}, v[1:]...); return nil })
		for k, v := range harmed {
			if err := b.Put([]byte(k), v); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r := get(t, a, "article-3")
	r.ID = "a copy"
	if out := put(t, a, r.Article); !out[0].Copy || len(a.Repairs()) != 1 {
		t.Errorf("%+v, %q", out, a.Repairs())
	}
	if audit, err := a.Audit(t.Context()); err != nil || len(audit.Problems) > 0 {
		t.Errorf("%q, %v", audit.Problems, err)
	}
}

// TestAnArchiveOfTheSecondLayoutIsReadAsItIs opens it, writes to it, and compacts it. It
// is left as it was until the first write, so that a reader harms no older program.
func TestAnArchiveOfTheSecondLayoutIsReadAsItIs(t *testing.T) {
	t.Parallel()
	dir, whole := rich(t)
	a := open(t, dir)
	secondLayout(t, a)
	_ = a.Close()
	layoutOf := func() (n int) {
		_ = a.viewRaw(func(tx *bolt.Tx) error { n = parseFormat(tx.Bucket(metaBucket).Get(formatKey)); return nil })
		return n
	}
	a = open(t, dir)
	if got := observed(t, a); got != whole || len(a.Repairs()) != 0 {
		t.Errorf("%q; %s", a.Repairs(), firstDifference(whole, got))
	}
	if n := layoutOf(); n != 2 {
		t.Errorf("after reading, its layout is %d", n)
	}
	before := tallyKinds(t, a)
	if before[plain] == 0 || before[compressed] == 0 || before[packed]+before[packedCompressed] > 0 {
		t.Fatalf("before: %v", before)
	}
	put(t, a, article.Article{ID: "a new one", Text: "More."})
	if n := layoutOf(); n != format {
		t.Errorf("after a write, its layout is %d", n)
	}
	whole = observed(t, a)
	if err := a.Compact(t.Context()); err != nil {
		t.Fatal(err)
	}
	if after := tallyKinds(t, a); after[plain]+after[compressed] > 0 {
		t.Errorf("compacted: %v", after)
	}
	if got := observed(t, a); got != whole {
		t.Errorf("compacted: %s", firstDifference(whole, got))
	}
	if audit, err := a.Audit(t.Context()); err != nil || len(audit.Problems) > 0 {
		t.Errorf("%q, %v", audit.Problems, err)
	}
}

// tallyKinds counts the records of an archive by their form.
func tallyKinds(t *testing.T, a *Archive) map[byte]int {
	t.Helper()
	out := map[byte]int{}
	err := a.viewRaw(func(tx *bolt.Tx) error {
		for _, name := range [][]byte{textsBucket, findingsBucket, headsBucket} {
			if err := tx.Bucket(name).ForEach(func(_, v []byte) error { out[v[4]]++; return nil }); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestSalvageKeepsWhatIsIntact(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	dir := filled(t, 300)
	data, _ := os.ReadFile(filepath.Join(dir, FileName))
	texts := places(t, data, textsBucket)
	change(t, dir, func(data []byte) []byte { data[texts[122].value+20] ^= 4; return data })
	a := open(t, dir)
	if err := a.Prove(t.Context()); err != nil {
		t.Fatal(err)
	}
	d := a.Damage()
	if len(d.Lost) != 1 || d.Lost[0] != (Lost{123, 1, "article-0122", true}) || !strings.Contains(d.String(), "article-0122 (version 1, the current one)") {
		t.Errorf("lost: %+v, %s", d.Lost, d)
	}
	if _, err := a.Get(t.Context(), "article-0122"); !errors.Is(err, ErrDamaged) {
		t.Errorf("Get: %v", err)
	}
	if whole, err := a.Check(t.Context()); whole != 299 || !errors.Is(err, ErrDamaged) {
		t.Errorf("Check = %d, %v", whole, err)
	}
	if _, err := Salvage(dir, 10*time.Millisecond); !errors.Is(err, ErrInUse) {
		t.Errorf("Salvage of an open archive: %v", err)
	}
	_ = a.Close()
	saved, err := Salvage(dir, time.Second)
	if err != nil || len(saved.Lost) != 1 || saved.Renamed == "" {
		t.Fatalf("Salvage = %+v, %v", saved, err)
	}
	a = open(t, dir)
	if err := a.Prove(t.Context()); err != nil || a.Damage().Any() || len(a.Earlier()) != 1 {
		t.Errorf("after a salvage: %+v, %+v", a.Damage(), a.Earlier())
	}
	if out := put(t, a, article.Article{ID: "article-0122", Text: "It is back."})[0]; out.Number != 123 || out.Version != 2 {
		t.Errorf("the lost article came back as %+v", out)
	}
	if r := get(t, a, "article-0299"); r.Number != 300 {
		t.Errorf("article-0299 has number %d now", r.Number)
	}
	_ = a.Close()
	if again, err := Salvage(dir, time.Second); err != nil || again.Renamed != "" {
		t.Errorf("a salvage of a whole archive: %+v, %v", again, err)
	}
}

func TestOldVersionsArePruned(t *testing.T) {
	dir := t.TempDir()
	var receipts []string
	a, err := Open(dir, Options{KeepVersions: 2})
	if err != nil {
		t.Fatal(err)
	}
	for v := range 5 {
		put(t, a, article.Article{ID: "a", Text: fmt.Sprintf("Word number %d.", v)})
		receipts = append(receipts, MakeReceipt(get(t, a, "a"), []article.Span{{Start: 0, End: 14}}))
	}
	for i, want := range []State{SourceChanged, SourceChanged, SourceChanged, SourceChanged, Exact} {
		v, err := a.Verify(t.Context(), receipts[i])
		if err != nil || v.State != want || (v.Record.Version == 0) != (i < 3) {
			t.Errorf("the receipt of version %d: %s, version %d, %v", i+1, v.State, v.Record.Version, err)
		}
	}
	if versions, err := a.Versions(t.Context(), "a"); err != nil || len(versions) != 2 || versions[0].Version != 4 {
		t.Errorf("%d versions, %v", len(versions), err)
	}
	if s, _ := a.Stats(t.Context()); s.Versions != 2 {
		t.Errorf("Stats counts %d versions", s.Versions)
	}
	_ = a.Close()
	a = open(t, dir)
	if audit, err := a.Audit(t.Context()); err != nil || len(audit.Problems) > 0 || len(a.Repairs()) > 0 {
		t.Errorf("%q, %q, %v", audit.Problems, a.Repairs(), err)
	}
}

// TestEqualArticlesCostNoMoreThanOthers adds, compares and updates equal articles
// and others: a group that is read or written as a whole for each of its members
// takes time that grows with the square of their number.
func TestEqualArticlesCostNoMoreThanOthers(t *testing.T) {
	raced.Sequential(t)
	const articles = 800
	took := map[bool]time.Duration{}
	for _, equal := range []bool{false, true} {
		a := open(t, t.TempDir())
		var all []article.Article
		for i := range articles {
			text := "Subscribe to read this article."
			if !equal {
				text = fmt.Sprintf("Subscribe%d to read%d this article.", i, i)
			}
			all = append(all, article.Article{ID: fmt.Sprint(i), Text: text})
		}
		start := time.Now()
		put(t, a, all...)
		if _, err := a.Reconcile(t.Context(), func(article.Record) bool { return true }); err != nil {
			t.Fatal(err)
		}
		for i := range all {
			all[i].Text += fmt.Sprintf(" Changed%d.", i)
		}
		put(t, a, all...)
		took[equal] = time.Since(start)
	}
	if took[true] > 4*took[false] {
		t.Errorf("%d equal articles took %v, others %v", articles, took[true], took[false])
	}
}

func TestOneDamagedFirstPageIsTold(t *testing.T) {
	raced.Sequential(t)
	dir, _ := rich(t)
	change(t, dir, func(data []byte) []byte { data[pageHeader+40] ^= 1; return data })
	for range 2 { // it stays told, also after the page was written again
		a := open(t, dir)
		if !strings.Contains(a.Damage().String(), "the last change may be missing") {
			t.Errorf("told: %s", a.Damage())
		}
		put(t, a, article.Article{ID: fmt.Sprint(time.Now()), Text: "More."})
		_ = a.Close()
	}
	if saved, err := Salvage(dir, time.Second); err != nil || len(saved.Lost) > 0 {
		t.Fatalf("%+v, %v", saved, err)
	}
	if a := open(t, dir); a.Damage().Any() {
		t.Errorf("after a salvage: %s", a.Damage())
	}
}
