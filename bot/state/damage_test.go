package state

import (
	"bytes"
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
	"github.com/briefing-bot/briefing-bot/index/boltfile"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

var (
	damageTime = time.Date(2031, 3, 4, 5, 6, 7, 0, time.UTC)
	damageKey  = bytes.Repeat([]byte{7}, KeySize)
)

func openDamaged(t *testing.T, dir string) (*Store, error) {
	t.Helper()
	s, err := Open(dir, Options{Key: damageKey, Now: func() time.Time { return damageTime }, Forgetful: true, Expected: true})
	if err == nil {
		t.Cleanup(func() { _ = s.Close() })
	}
	return s, err
}

func quoting(i int) bot.Posted {
	item := bot.Item{Receipt: fmt.Sprintf("r%d", i), Quote: bot.Excerpt{Text: strings.Repeat("The dam holds. ", 1+i%7)}}
	return bot.Posted{Place: bot.Place{Platform: "slack", Workspace: "T1", Channel: "C1"}, Message: fmt.Sprintf("m%d", i), Card: bot.Card{Items: []bot.Item{item}}}
}

func watchOf(i int) bot.Subscription {
	return bot.Subscription{ID: fmt.Sprintf("w%d", i), Kind: bot.Watch, Place: bot.Place{Platform: "slack", Workspace: "T1", Channel: "C1"}, Args: bot.Args{"topic": fmt.Sprint("dam ", i)}}
}

// filledState returns the bytes of a store with n records in every bucket.
func filledState(t *testing.T, n int) []byte {
	t.Helper()
	dir, ctx := t.TempDir(), t.Context()
	s, err := Open(dir, Options{Key: damageKey, Now: func() time.Time { return damageTime }, Forgetful: true})
	if err != nil {
		t.Fatal(err)
	}
	check := func(errs ...error) {
		t.Helper()
		if err := errors.Join(errs...); err != nil {
			t.Fatal(err)
		}
	}
	for i := range n {
		id, sub := fmt.Sprintf("e%d", i), watchOf(i)
		_, err1 := s.Begin(ctx, Pending{ID: id, Platform: "slack", Channel: "C1", Line: "/who-said dam"})
		_, err2 := s.Set(ctx, "slack", "T1", fmt.Sprintf("C%d", i), "sources", "The Courier")
		_, err3 := s.Keep(ctx, "slack/T1", []ButtonCall{{Part: i}})
		_, err4 := s.Left(ctx, "slack", fmt.Sprint("TX", i))
		check(err1, err2, err3, err4)
		check(s.Answered(ctx, Answer{Platform: "slack", Workspace: "T1", Channel: "C1", Asked: id, Message: "m" + id}),
			s.SaveFeedback(ctx, Feedback{Platform: "slack", Workspace: "T1", User: id, Helpful: true}),
			s.Install(ctx, Installation{Platform: "slack", Workspace: fmt.Sprint("T", i), Token: "xoxb-invented"}),
			s.Note(ctx, "slack", "T1", bot.Audit, bot.Entry{User: "U1", Text: "hidden: none → Tribune"}),
			s.Posted(ctx, quoting(i)), s.Subscribe(ctx, sub, nil),
			s.Found(ctx, uint32(i+1), map[string][]Alert{SubscriptionKey(sub): {{Statement: fmt.Sprint(i, ".1"), Words: "w"}, {Statement: fmt.Sprint(i, ".2"), Words: "v"}}}))
		_, err := s.Claim(ctx, sub, Post{Name: "2031-03-04", Through: uint32(i + 1)})
		check(err)
	}
	_, err = s.Set(ctx, "slack", "T1", "", "hidden", "The Tribune")
	check(err, s.file.Write(ctx, "fill", func(tx *sealed.Tx) error {
		return errors.Join(tx.Bucket(ticketsBucket).Put([]byte("ticket"), []byte(damageTime.Add(time.Hour).Format(time.RFC3339Nano))),
			sealed.Put(tx, []byte(sealed.LossesBucket), []byte{0, 0, 0, 0, 0, 0, 0, 1}, Loss{At: damageTime, Bucket: "seen", Key: "gone", Detail: "the record is damaged"}))
	}))
	check(s.Close())
	raw, err := os.ReadFile(filepath.Join(dir, FileName))
	check(err)
	return raw
}

// withoutFreePages writes a store anew, so that each record is in its file once.
func withoutFreePages(t *testing.T, raw []byte) []byte {
	t.Helper()
	from, to := filepath.Join(t.TempDir(), FileName), filepath.Join(t.TempDir(), FileName)
	err := os.WriteFile(from, raw, 0o600)
	if err != nil {
		t.Fatal(err)
	}
	old, err1 := bbolt.Open(from, 0o600, nil)
	compact, err2 := bbolt.Open(to, 0o600, nil)
	if err := errors.Join(err1, err2, bbolt.Compact(compact, old, 0), old.Close(), compact.Close()); err != nil {
		t.Fatal(err)
	}
	if raw, err = os.ReadFile(to); err != nil {
		t.Fatal(err)
	}
	return raw
}

// answersOf is all that a store answers, by what was asked. A setting that is
// refused is left out.
func answersOf(t *testing.T, s *Store, n int) map[string]string {
	t.Helper()
	ctx, out := t.Context(), map[string]string{}
	note := func(name string, value any, err error) {
		t.Helper()
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		raw, err := json.Marshal(value)
		if err != nil {
			t.Fatal(err)
		}
		if text := string(raw); text != "null" && text != "{}" && text != "[]" {
			out[name] = text
		}
	}
	for i := -1; i < n; i++ {
		channel := ""
		if i >= 0 {
			channel = fmt.Sprintf("C%d", i)
		}
		settings, err := s.Settings(ctx, "slack", "T1", channel)
		if errors.Is(err, bot.ErrSettingsLost) {
			continue
		}
		if len(settings) == 0 {
			t.Errorf("settings %q are gone, and nothing refuses them", channel)
		}
		note("settings "+channel, settings, err)
	}
	list := func(bucket string) {
		err := s.file.Read(ctx, "list", func(tx *sealed.Tx) error {
			return tx.Bucket([]byte(bucket)).ForEach(func(k, v []byte) error {
				note(bucket+" "+string(k), string(v), nil)
				return nil
			})
		})
		note(bucket, nil, err)
	}
	for b := range schema {
		if b != "settings" {
			list(b)
		}
	}
	installed, err := s.Installations(ctx, "slack")
	note("installations of slack", len(installed) > 0, err)
	_, err = s.Claimed(ctx)
	note("claimed", nil, err)
	return out
}

// holdToWhole fails unless everything is as it was, or is missing and told of.
func holdToWhole(t *testing.T, what string, whole, got map[string]string, losses []Loss) {
	t.Helper()
	for name, value := range got {
		if whole[name] != value && name != "installations of slack" {
			t.Errorf("%s: %q is %s, was %q", what, name, value, whole[name])
		}
	}
	for name := range whole {
		bucket, _, _ := strings.Cut(name, " ")
		told := slices.ContainsFunc(losses, func(l Loss) bool {
			return l.Bucket == "" || l.Bucket == bucket || l.Bucket == "losses" && bucket == "settings"
		})
		if _, there := got[name]; !there && !told {
			t.Errorf("%s: %q is gone without a word; told: %+v", what, name, losses)
		}
	}
}

// checkDamage opens a damaged file, compares, writes, and opens it again.
func checkDamage(t *testing.T, what string, raw []byte, whole map[string]string, n int) (told bool) {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	beforeOpen, err := ReadSettings(dir, true)
	if err != nil {
		t.Fatal(err)
	}
	s, err := openDamaged(t, dir)
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	losses, err := s.Losses(t.Context())
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
	holdToWhole(t, what, whole, answersOf(t, s, n), losses)
	for _, channel := range []string{"", "C0"} {
		got, err := beforeOpen.Settings(t.Context(), "slack", "T1", channel)
		if raw, _ := json.Marshal(got); err == nil && string(raw) != whole["settings "+channel] {
			t.Errorf("%s: settings %q read as %s", what, channel, raw)
		}
	}
	if _, err := s.First(t.Context(), "slack", "new"); err != nil {
		t.Errorf("%s: write: %v", what, err)
	}
	if err := errors.Join(s.Sweep(t.Context()), s.Close()); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	if faults, err := CheckFile(dir); err != nil || len(faults) > 0 {
		t.Errorf("%s: after the repair: %v, %v", what, faults, err)
	}
	return slices.ContainsFunc(losses, func(l Loss) bool { return l.Key != "gone" })
}

func wholeAnswers(t *testing.T, raw []byte, n int) map[string]string {
	t.Helper()
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, FileName), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := openDamaged(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	whole := answersOf(t, s, n)
	if faults, err := s.Check(t.Context()); err != nil || len(faults) != 1 {
		t.Fatalf("a whole store has %v, %v", faults, err)
	}
	return whole
}

// TestFlippedBits flips a bit in ten places of a record of every bucket.
func TestFlippedBits(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	raw := withoutFreePages(t, filledState(t, 3))
	whole := wholeAnswers(t, raw, 3)
	pages, err := boltfile.Open(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		t.Fatal(err)
	}
	tallies := []string{"tally", "tally copy"}
	for _, name := range append(slices.Sorted(maps.Keys(schema)), append(tallies, sealed.LossesBucket)...) {
		var bits []byte
		pages.Each(name, func(r boltfile.Record) {
			if bits == nil {
				bits = slices.Concat(r.Key, r.Value)
			}
		})
		if bits == nil {
			t.Fatalf("bucket %s is empty", name)
		}
		at := bytes.Index(raw, bits)
		for place := range 10 {
			broken, offset := bytes.Clone(raw), at+place*len(bits)/10
			broken[offset] ^= 1 << (place % 8)
			told := checkDamage(t, fmt.Sprintf("%s, place %d", name, place), broken, whole, 3)
			if !told && !slices.Contains(tallies, name) {
				t.Errorf("%s, place %d: nothing is told", name, place)
			}
		}
	}
}

// Of a page's header, and of the header of each of its entries, in bytes.
const (
	headerSize  = 16
	elementSize = 16
)

// TestDamagedPages harms random pages in several ways.
func TestDamagedPages(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	const n = 40
	raw := filledState(t, n)
	whole := wholeAnswers(t, raw, n)
	size := os.Getpagesize()
	told := 0
	for seed := range uint64(120) {
		rng := rand.New(rand.NewPCG(11, seed))
		broken := bytes.Clone(raw)
		page := broken[rng.IntN(len(raw)/size)*size:][:size]
		how := []string{"bit", "byte run", "zeros", "noise", "other page", "header"}[seed%6]
		switch how {
		case "bit":
			page[rng.IntN(size)] ^= 1 << rng.IntN(8)
		case "byte run":
			for i, at := 0, rng.IntN(size-16); i < 16; i++ {
				page[at+i] = byte(rng.Uint32())
			}
		case "zeros":
			clear(page)
		case "noise":
			for i := range page {
				page[i] = byte(rng.Uint32())
			}
		case "other page":
			copy(page, raw[rng.IntN(len(raw)/size)*size:][:size])
		case "header":
			page[rng.IntN(headerSize+3*elementSize)] ^= 1 << rng.IntN(8)
		}
		if checkDamage(t, fmt.Sprintf("seed %d, %s", seed, how), broken, whole, n) {
			told++
		}
	}
	if told < 20 {
		t.Errorf("only %d of 120 damages cost anything: they miss what is in use", told)
	}
}

// TestDamageIsToldOnce: a file of which nothing can be read has one fault.
func TestDamageIsToldOnce(t *testing.T) {
	for name, raw := range map[string][]byte{"empty": {}, "noise": bytes.Repeat([]byte{0x5a}, 40000)} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, FileName), raw, 0o600); err != nil {
			t.Fatal(err)
		}
		faults, err := CheckFile(dir)
		if err != nil || len(faults) != 1 || faults[0].Text != "records of any kind: both of its first pages are damaged" || !faults[0].Lost {
			t.Errorf("%s: %+v, %v", name, faults, err)
		}
	}
}

func TestFilesCutShort(t *testing.T) {
	raw := filledState(t, 10)
	whole := wholeAnswers(t, raw, 10)
	for _, size := range []int{0, 1, 100, 4096, 4200, 8192, 12288, len(raw) / 2, len(raw) - 4096, len(raw) - 1} {
		checkDamage(t, fmt.Sprintf("cut to %d bytes", size), raw[:size], whole, 10)
	}
	for what, garbage := range map[string]string{"garbage": strings.Repeat("no database ", 3000), "zeros": strings.Repeat("\x00", 32768), "text": "hello\n"} {
		checkDamage(t, what, []byte(garbage), whole, 10)
	}
}

// TestDamageWhileOpen harms the file of a store that is in use.
func TestDamageWhileOpen(t *testing.T) {
	raw := filledState(t, 40)
	whole := wholeAnswers(t, raw, 40)
	for seed := range uint64(40) {
		rng := rand.New(rand.NewPCG(12, seed))
		noise := make([]byte, []int{1, 64, 4096}[seed%3])
		for i := range noise {
			noise[i] = byte(rng.Uint32())
		}
		harmWhileOpen(t, fmt.Sprint("seed ", seed), raw, whole, noise, int64(2*4096+rng.IntN(len(raw)-3*4096)))
	}
}

// TestPagesThatClaimTooMuch writes to a store in use, one of whose pages says that four
// billion more belong to it.
func TestPagesThatClaimTooMuch(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	raw := filledState(t, 40)
	whole := wholeAnswers(t, raw, 40)
	const size, overflow = 4096, 12 // of a page, and where its header says how many more there are
	for page := 2; page < len(raw)/size; page++ {
		harmWhileOpen(t, fmt.Sprint("page ", page), raw, whole, []byte{0xff, 0xff, 0xff, 0xff}, int64(page*size+overflow))
	}
}

// TestALeafThatHidesRecords halves the number of records in the header of each page of a
// store in use: a setting is there, or refused as lost, also after a write to the page.
func TestALeafThatHidesRecords(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	raw := filledState(t, 40)
	whole := wholeAnswers(t, raw, 40)
	const size, count = 4096, 10 // of a page, and where its header has the number of records
	for page := 2; page < len(raw)/size; page++ {
		dir := t.TempDir()
		path := filepath.Join(dir, FileName)
		if err := os.WriteFile(path, raw, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := openDamaged(t, dir)
		if err != nil {
			t.Fatal(err)
		}
		half := binary.LittleEndian.Uint16(raw[page*size+count:]) / 2
		f, err := os.OpenFile(path, os.O_WRONLY, 0)
		if err == nil {
			_, err = f.WriteAt(binary.LittleEndian.AppendUint16(nil, half), int64(page*size+count))
		}
		_, set := s.Set(t.Context(), "discord", "G1", "", "zone", "UTC")
		if err := errors.Join(err, f.Close(), set); err != nil {
			t.Fatalf("page %d: %v", page, err)
		}
		for i := range 40 {
			channel := fmt.Sprintf("C%d", i)
			settings, err := s.Settings(t.Context(), "slack", "T1", channel)
			if got, _ := json.Marshal(settings); !errors.Is(err, bot.ErrSettingsLost) && string(got) != whole["settings "+channel] {
				t.Errorf("page %d: %s has %s, %v", page, channel, got, err)
			}
		}
	}
}

// harmWhileOpen opens a store, writes noise into its file, and writes and reads through the
// store: what is lost is told, and everything else is as it was.
func harmWhileOpen(t *testing.T, what string, raw []byte, whole map[string]string, noise []byte, at int64) {
	t.Helper()
	dir := t.TempDir()
	path := filepath.Join(dir, FileName)
	if err := os.WriteFile(path, raw, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := openDamaged(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY, 0)
	if err == nil {
		_, err = f.WriteAt(noise, at)
	}
	if err := errors.Join(err, f.Close()); err != nil {
		t.Fatal(err)
	}
	_, writeErr := s.Set(t.Context(), "discord", "G1", "", "zone", "UTC")
	got := answersOf(t, s, 40)
	losses, err := s.Losses(t.Context())
	if err := errors.Join(writeErr, err); err != nil {
		t.Errorf("%s: %v", what, err)
	}
	holdToWhole(t, what, whole, got, losses)
}

// TestUpgrade reads records as the first versions wrote them, and seals them.
func TestUpgrade(t *testing.T) {
	dir := t.TempDir()
	db, err := bbolt.Open(filepath.Join(dir, FileName), 0o600, nil)
	if err != nil {
		t.Fatal(err)
	}
	err = db.Update(func(tx *bbolt.Tx) error {
		for name, value := range map[string]string{"settings": `{"hidden":"The Tribune"}`, "seen": "2031-03-04T05:06:07Z", "outbox": "", "subscriptions": "{broken", "retired": "x"} {
			b, err := tx.CreateBucket([]byte(name))
			if err == nil {
				err = b.Put(sealed.KeyOf("slack", "T1", ""), []byte(value))
			}
			if err != nil {
				return err
			}
		}
		return tx.Bucket(settingsBucket).Put(watchedKey, []byte{0, 0, 0, 9})
	})
	if err := errors.Join(err, db.Close()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		s, err := openDamaged(t, dir)
		if err != nil {
			t.Fatal(err)
		}
		got, err := s.Settings(t.Context(), "slack", "T1", "")
		if err != nil || got["hidden"] != "The Tribune" {
			t.Errorf("settings %v, %v", got, err)
		}
		if n, err := s.Watched(t.Context()); n != 9 || err != nil {
			t.Errorf("watched %d, %v", n, err)
		}
		losses, err := s.Losses(t.Context())
		if err != nil || len(losses) != 1 || losses[0].What() != "digests and watches (slack T1)" {
			t.Errorf("losses %+v, %v", losses, err)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

// TestUpgradeOfAWholeFile opens a file without checksums that nothing is wrong
// with: it is upgraded in place, and told of no loss at this start or the next.
func TestUpgradeOfAWholeFile(t *testing.T) {
	for name, write := range map[string]func(b *bbolt.Bucket) error{
		"only a short value": func(b *bbolt.Bucket) error { return b.Put(watchedKey, []byte{0, 0, 0, 9}) },
		"a channel's settings": func(b *bbolt.Bucket) error {
			return errors.Join(b.Put(watchedKey, []byte{0, 0, 0, 9}), b.Put(sealed.KeyOf("slack", "T1", ""), []byte(`{"hidden":"The Tribune"}`)))
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			db, err := bbolt.Open(filepath.Join(dir, FileName), 0o600, nil)
			if err != nil {
				t.Fatal(err)
			}
			err = db.Update(func(tx *bbolt.Tx) error {
				b, err := tx.CreateBucket(settingsBucket)
				if err != nil {
					return err
				}
				return write(b)
			})
			if err := errors.Join(err, db.Close()); err != nil {
				t.Fatal(err)
			}
			for range 3 {
				s, err := Open(dir, Options{})
				if err != nil {
					t.Fatal(err)
				}
				if n, err := s.Watched(t.Context()); n != 9 || err != nil {
					t.Errorf("watched %d, %v", n, err)
				}
				if losses, err := s.Losses(t.Context()); err != nil || len(losses) > 0 {
					t.Errorf("losses %+v, %v", losses, err)
				}
				if err := s.Found(t.Context(), 9, nil); err != nil {
					t.Error(err)
				}
				if err := s.Close(); err != nil {
					t.Fatal(err)
				}
			}
			if aside, _ := filepath.Glob(filepath.Join(dir, FileName+".damaged-*")); len(aside) > 0 {
				t.Errorf("a whole file was set aside: %q", aside)
			}
		})
	}
}

// TestLostSettingsAreRefusedUntilAcknowledged covers the settings of one channel,
// and a file that is gone.
func TestLostSettingsAreRefusedUntilAcknowledged(t *testing.T) {
	ctx, dir := t.Context(), t.TempDir()
	raw := withoutFreePages(t, filledState(t, 3))
	at := bytes.Index(raw, []byte(`{"sources":"The Courier"}`))
	raw[at+3] ^= 4
	if err := os.WriteFile(filepath.Join(dir, FileName), raw, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := openDamaged(t, dir)
	if err != nil {
		t.Fatal(err)
	}
	refused := func() map[string]bool {
		out := map[string]bool{}
		for _, channel := range []string{"", "C0", "C1", "C2"} {
			_, err := s.Settings(ctx, "slack", "T1", channel)
			if out[channel] = errors.Is(err, bot.ErrSettingsLost); !out[channel] {
				delete(out, channel)
			}
		}
		return out
	}
	if got := refused(); len(got) != 1 || got[""] {
		t.Errorf("refused are %v, want the damaged channel alone", slices.Collect(maps.Keys(got)))
	}
	if n, err := s.Acknowledge(ctx, "slack", "T2"); n != 0 || err != nil {
		t.Errorf("another workspace acknowledged %d, %v", n, err)
	}
	if n, err := s.Acknowledge(ctx, "slack", "T1"); n != 1 || err != nil || len(refused()) > 0 {
		t.Errorf("acknowledged %d, %v; refused are %v", n, err, refused())
	}
	if err := errors.Join(s.Close(), os.Remove(filepath.Join(dir, FileName))); err != nil {
		t.Fatal(err)
	}
	if s, err = openDamaged(t, dir); err != nil {
		t.Fatal(err)
	}
	if got := refused(); len(got) != 4 {
		t.Errorf("the file is gone and only %v are refused", got)
	}
	if n, err := s.AcknowledgeAll(ctx); n != 1 || err != nil || len(refused()) > 0 {
		t.Errorf("acknowledged %d, %v", n, err)
	}
}

// TestOtherThingsInPlaceOfTheFile are refused and left alone.
func TestOtherThingsInPlaceOfTheFile(t *testing.T) {
	for what, put := range map[string]func(path string) error{
		"a folder":      func(path string) error { return os.Mkdir(path, 0o700) },
		"a link":        func(path string) error { return os.Symlink("elsewhere", path) },
		"a broken link": func(path string) error { return os.Symlink(path+"-none", path) },
	} {
		dir := t.TempDir()
		path := filepath.Join(dir, FileName)
		if err := put(path); err != nil {
			t.Fatal(err)
		}
		before, _ := os.Lstat(path)
		_, err := openDamaged(t, dir)
		after, statErr := os.Lstat(path)
		if err == nil || !strings.Contains(err.Error(), "not a regular file") || statErr != nil || after.Mode() != before.Mode() {
			t.Errorf("%s: %v, %v", what, err, statErr)
		}
		if _, err := ReadSettings(dir, false); err == nil {
			t.Errorf("%s: its settings were read", what)
		}
	}
}
