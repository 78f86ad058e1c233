package app

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/ingest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// sampleArticles is the folder of the sample briefing.
var sampleArticles = filepath.Join("..", "..", "sample")

// sample is the data folder of the sample briefing, made once and copied by each test
// that needs one.
var sample struct {
	once sync.Once
	dir  string
}

// waitingTests is how many tests run at a time: they wait for timers and for other
// processes, more than they use a processor.
const waitingTests = "8"

// TestMain removes the sample's folder at the end.
func TestMain(m *testing.M) {
	_ = flag.Set("test.parallel", waitingTests) // the command line overrides it
	status := m.Run()
	_ = os.RemoveAll(sample.dir)
	os.Exit(status)
}

// sampleFolder returns the configuration of a data folder with the sample briefing.
func sampleFolder(t *testing.T) config.Config {
	t.Helper()
	c := config.Default()
	c.Log.Level = "error"
	sample.once.Do(func() {
		dir, err := os.MkdirTemp("", "briefing-bot-sample-")
		if err != nil {
			t.Fatal(err)
		}
		sample.dir, c.Data = dir, filepath.Join(dir, "data")
		a, err := Open(t.Context(), c, c.Logger())
		if err != nil {
			t.Fatal(err)
		}
		_, err = a.ingester.Run(t.Context(), []string{sampleArticles}, ingest.Options{})
		if err := errors.Join(err, a.Close()); err != nil {
			t.Fatal(err)
		}
	})
	c.Data = filepath.Join(t.TempDir(), "data")
	if err := errors.Join(os.CopyFS(c.Data, os.DirFS(filepath.Join(sample.dir, "data"))), os.Chmod(c.Data, 0o700)); err != nil {
		t.Fatal(err)
	}
	return c
}

// answered opens the folder as a verb does and answers a line.
func answered(t *testing.T, c config.Config, line string) (bot.Card, error) {
	t.Helper()
	d, err := Connect(context.WithoutCancel(t.Context()), c)
	if err != nil {
		return bot.Card{}, err
	}
	defer d.Close()
	return d.Answer(t.Context(), control.Question{Line: line})
}

// TestAnIndexThatIsDamagedOrGoneIsBuiltAgain checks that the next verb answers
// as before, whatever happened to the index's files.
func TestAnIndexThatIsDamagedOrGoneIsBuiltAgain(t *testing.T) {
	t.Parallel()
	c := sampleFolder(t)
	dir := filepath.Join(c.Data, "index")
	before, err := answered(t, c, "/who-said dam")
	if err != nil || before.Total == 0 {
		t.Fatalf("%d statements, %v", before.Total, err)
	}
	for name, harm := range map[string]func() error{
		"gone":      func() error { return os.RemoveAll(dir) },
		"other":     func() error { return eachFile(dir, func(p string) error { return flip(p, 40, 400) }) },
		"cut short": func() error { return eachFile(dir, func(p string) error { return os.Truncate(p, 30) }) },
		"emptied":   func() error { return eachFile(dir, func(p string) error { return os.Truncate(p, 0) }) },
	} {
		if err := harm(); err != nil {
			t.Fatal(err)
		}
		after, err := answered(t, c, "/who-said dam")
		if err != nil || fmt.Sprint(after.Items) != fmt.Sprint(before.Items) || after.Total != before.Total {
			t.Errorf("%s: %d of %d statements, %v, %q", name, after.Total, before.Total, err, after.Notice)
		}
	}
}

// questions are asked of a damaged folder.
var questions = []string{"/who-said dam", "/who-said truce", "/timeline dam", "/ask who pays for the dam", "/people", "/sources", "/topics"}

// answers opens a folder and returns its answers to all questions, without their
// notices; told reports whether every notice says that it may be incomplete.
func answers(t *testing.T, c config.Config) (all string, told bool, err error) {
	t.Helper()
	a, err := Open(t.Context(), c, slog.New(slog.DiscardHandler))
	if err != nil {
		return "", false, err
	}
	defer a.Close()
	if err := a.Reload(t.Context()); err != nil {
		return "", false, err
	}
	told = true
	for _, line := range questions {
		card, err := desk{a}.answer(t.Context(), control.Question{Line: line})
		if err != nil {
			return "", false, err
		}
		told = told && strings.Contains(card.Notice, "may be incomplete")
		card.Notice = ""
		raw, err := json.Marshal(card)
		if err != nil {
			t.Fatal(err)
		}
		all += string(raw) + "\n"
	}
	return all, told, nil
}

// attack is a folder whose copies are damaged, with the answers that it gives.
type attack struct {
	config.Config
	whole    string // answers
	articles []byte // the archive's file
	outcomes map[string]int
}

func newAttack(t *testing.T) *attack {
	t.Helper()
	c := sampleFolder(t)
	whole, told, err := answers(t, c)
	if err != nil || told {
		t.Fatal(told, err)
	}
	data, err := os.ReadFile(filepath.Join(c.Data, archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return &attack{c, whole, data, map[string]int{}}
}

// try harms a copy of the folder. It accepts only the answers as they were,
// answers that say that they may be incomplete, and a refusal that says what to do.
func (a *attack) try(t *testing.T, name string, harm func(dir string) error) {
	t.Run(name, func(t *testing.T) {
		broken := a.Config
		broken.Data = t.TempDir()
		if err := errors.Join(os.CopyFS(broken.Data, os.DirFS(a.Data)), harm(broken.Data)); err != nil {
			t.Fatal(err)
		}
		got, told, err := answers(t, broken)
		switch {
		case err != nil:
			a.outcomes["refused"]++
			if text := err.Error(); !strings.Contains(text, "estore it from a copy") && !strings.Contains(text, "Put the right file back") || strings.Contains(text, "runtime error") {
				t.Errorf("refused without advice: %s", text)
			}
		case told:
			a.outcomes["told"]++
		case got == a.whole:
			a.outcomes["the same"]++
		default:
			t.Errorf("other answers, and nothing is told:\n%s\nwere\n%s", got, a.whole)
		}
	})
}

// rewrite returns a harm that changes the archive's file.
func (a *attack) rewrite(change func([]byte) []byte) func(dir string) error {
	return func(dir string) error {
		return os.WriteFile(filepath.Join(dir, archive.FileName), change(slices.Clone(a.articles)), 0o600)
	}
}

// TestDamageIsNeverAnAnswer flips bits and pages of articles.db and cuts it off.
func TestDamageIsNeverAnAnswer(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	a := newAttack(t)
	rng := rand.New(rand.NewPCG(11, 12))
	for i := range 120 {
		a.try(t, fmt.Sprintf("flipped/%d", i), a.rewrite(func(data []byte) []byte {
			for range 1 + i%5*5 {
				data[rng.IntN(len(data))] ^= byte(1 << rng.IntN(8))
			}
			return data
		}))
	}
	size := os.Getpagesize()
	for page := 0; page < len(a.articles)/size; page += 4 {
		a.try(t, fmt.Sprintf("page/%d", page), a.rewrite(func(data []byte) []byte {
			for i := range size {
				data[page*size+i] ^= 0x55
			}
			return data
		}))
	}
	for i := range 6 {
		a.try(t, fmt.Sprintf("cut/%d", i), a.rewrite(func(data []byte) []byte { return data[:len(data)*i/6+i*7] }))
	}
	for _, outcome := range []string{"the same", "told", "refused"} {
		if a.outcomes[outcome] == 0 {
			t.Errorf("outcomes are %v", a.outcomes)
		}
	}
}

// TestDamageIsNeverAnAnswerBeforeTheProof asks questions of a damaged folder that is
// opened without its proof, as a large one is: each answer is the one it was, or
// says that it may be incomplete, or is refused.
func TestDamageIsNeverAnAnswerBeforeTheProof(t *testing.T) {
	t.Parallel()
	a := newAttack(t)
	whole := map[string]string{}
	for i, line := range questions {
		whole[line] = strings.Split(a.whole, "\n")[i]
	}
	rng := rand.New(rand.NewPCG(13, 14))
	seen := map[string]int{}
	for i := range 60 / raced.Slowdown {
		broken := a.Config
		broken.Data = t.TempDir()
		harm := a.rewrite(func(data []byte) []byte {
			for range 1 + i%5*5 {
				data[rng.IntN(len(data))] ^= byte(1 << rng.IntN(8))
			}
			return data
		})
		if err := errors.Join(os.CopyFS(broken.Data, os.DirFS(a.Data)), harm(broken.Data)); err != nil {
			t.Fatal(err)
		}
		opened, err := openFolder(t.Context(), broken, slog.New(slog.DiscardHandler), opening{})
		if err != nil {
			seen["refused at once"]++
			continue
		}
		for _, line := range questions {
			card, err := desk{opened}.answer(t.Context(), control.Question{Line: line})
			refused := err != nil || card.Status != bot.Answered
			notice := card.Notice
			card.Notice = ""
			raw, _ := json.Marshal(card)
			switch {
			case string(raw) == whole[line]:
				seen["the same"]++
			case refused:
				seen["refused"]++
			case strings.Contains(notice, "may be incomplete"), strings.Contains(notice, "could not be read"):
				seen["told"]++
			default:
				t.Errorf("%d: %s: another answer, and nothing is told: %q\n%s\nwas\n%s", i, line, notice, raw, whole[line])
			}
		}
		if err := opened.prove(t.Context()); err != nil {
			seen["refused by the proof"]++
		}
		if err := opened.Close(); err != nil {
			t.Error(err)
		}
	}
	t.Log(seen)
	if seen["the same"] == 0 || seen["refused by the proof"]+seen["refused"] == 0 {
		t.Errorf("outcomes are %v", seen)
	}
}

// TestALostArchiveIsRefused removes, empties and exchanges articles.db, alone and
// with what else knows of it.
func TestALostArchiveIsRefused(t *testing.T) {
	raced.Sequential(t)
	t.Parallel()
	a := newAttack(t)
	remove := func(name string) func(string) error {
		return func(dir string) error { return os.RemoveAll(filepath.Join(dir, name)) }
	}
	nothing := func(string) error { return nil }
	other := otherArchive(t)
	for how, harm := range map[string]func(string) error{
		"missing":   remove(archive.FileName),
		"empty":     a.rewrite(func([]byte) []byte { return nil }),
		"exchanged": a.rewrite(func([]byte) []byte { return other }),
	} {
		for with, more := range map[string]func(string) error{"": nothing, " and the index": remove("index"), " and its identity": remove(archive.IdentityFile)} {
			before := a.outcomes["refused"]
			a.try(t, how+with, func(dir string) error { return errors.Join(harm(dir), more(dir)) })
			if a.outcomes["refused"] != before+1 {
				t.Errorf("%s%s: not refused", how, with)
			}
		}
	}
	for _, derived := range []string{archive.IdentityFile, "index"} {
		before := a.outcomes["the same"]
		a.try(t, derived+" missing", remove(derived))
		if a.outcomes["the same"] != before+1 {
			t.Errorf("%s is missing: not made again", derived)
		}
	}
}

// otherArchive is the file of an archive with other articles.
func otherArchive(t *testing.T) []byte {
	t.Helper()
	dir := t.TempDir()
	a, err := archive.Open(dir, archive.Options{})
	if err != nil {
		t.Fatal(err)
	}
	_, err = a.Put(t.Context(), []article.Record{{Article: article.Article{ID: "other", Text: "The dam is safe, said Ada Lind."}, Extraction: 1}})
	if err := errors.Join(err, a.Close()); err != nil {
		t.Fatal(err)
	}
	raw, err := os.ReadFile(filepath.Join(dir, archive.FileName))
	if err != nil {
		t.Fatal(err)
	}
	return raw
}

// flip changes n bytes of a file from a place on.
func flip(path string, from, n int) error {
	bytes, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	for i := from; i < min(from+n, len(bytes)); i++ {
		bytes[i] ^= 0x55
	}
	return os.WriteFile(path, bytes, 0o600)
}

func eachFile(dir string, do func(string) error) error {
	return filepath.WalkDir(dir, func(path string, entry os.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		return do(path)
	})
}
