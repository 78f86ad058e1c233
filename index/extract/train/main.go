// Command train rebuilds the model that statements are found with, from
// PolNeAR's training articles, articles written for it, and the part-of-speech model of
// prose.
//
//	go run ./index/extract/train -polnear DIR -written index/extract/train/written -prose DIR -out index/extract/internal/attribution/model/statement.bin
//
// DIR of -polnear holds text/ and attributions/ in brat's standoff form; DIR
// of -prose is the module's folder (go mod download github.com/jdkato/prose/v2@v2.0.0).
package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/training"
)

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "train:", err)
		os.Exit(1)
	}
}

func run() error {
	polnear := flag.String("polnear", "", "folder of PolNeAR's training articles")
	written := flag.String("written", "", "folder of articles that were written to be learned from, marked; \"\" for none")
	prose := flag.String("prose", "", "folder of the module github.com/jdkato/prose/v2")
	more := flag.String("texts", "", "JSON Lines of articles that the part-of-speech tagger is taught on besides")
	tagger := flag.String("tagger", "", "take the part-of-speech tagger from this model file instead of -prose")
	out := flag.String("out", "", "the model file to write")
	skip := flag.Int("hold", 0, "leave every n-th article out; 0 leaves none")
	seed := flag.Uint64("seed", 5, "of the random numbers; the shipped model has the default")
	folds := flag.Int("folds", 4, "cross-fitting folds")
	eval := flag.String("eval", "", "score the stages of the model -out on the articles of this folder, PolNeAR's or written ones, and learn nothing")
	flag.Parse()
	if *eval != "" {
		return evaluate(*out, *eval)
	}
	trainer := training.Trainer{Folds: *folds, Seed: *seed, Report: func(line string) { fmt.Fprintln(os.Stderr, line) }}
	examples, err := readPolnear(*polnear)
	if err != nil {
		return err
	}
	if *written != "" {
		own, err := readWritten(*written)
		if err != nil {
			return err
		}
		examples = append(examples, own...)
	}
	for i, l := range examples {
		if *skip == 0 || i%*skip != 0 {
			trainer.Examples = append(trainer.Examples, l)
			trainer.Texts = append(trainer.Texts, l.Text)
		}
	}
	if err := teacher(&trainer, *tagger, *prose, *more); err != nil {
		return err
	}
	model, err := trainer.Train()
	if err != nil {
		return fmt.Errorf("learning: %w", err)
	}
	return os.WriteFile(*out, model, 0o644)
}

// evaluate prints how well each stage of a model does by itself.
func evaluate(model, folder string) error {
	data, err := os.ReadFile(model)
	if err != nil {
		return fmt.Errorf("reading the model: %w", err)
	}
	read := readPolnear
	if _, err := os.Stat(filepath.Join(folder, "text")); err != nil {
		read = readWritten
	}
	examples, err := read(folder)
	if err != nil {
		return err
	}
	table, err := training.Evaluate(data, examples)
	fmt.Print(table)
	return err
}

// teacher says where the part-of-speech tagger comes from.
func teacher(trainer *training.Trainer, tagger, prose, more string) error {
	if tagger != "" {
		old, err := os.ReadFile(tagger)
		trainer.Tagger = old
		return err
	}
	t, err := readProse(prose)
	if err != nil {
		return err
	}
	trainer.Tag = t.tag
	if more == "" {
		return nil
	}
	texts, err := readTexts(more)
	trainer.Texts = append(trainer.Texts, texts...)
	return err
}

func readTexts(path string) ([]string, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading texts: %w", err)
	}
	defer f.Close()
	var out []string
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var row struct{ Text string }
		if err := json.Unmarshal(lines.Bytes(), &row); err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		out = append(out, row.Text)
	}
	return out, lines.Err()
}
