//go:build unix

package main

import (
	"bufio"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"testing"
	"time"
)

// benchArticles returns a file of the load articles: as they are, or as often as
// BENCH_COPIES says, each time with other days, outlets, words and names in place of
// some, so that none is another's repeat. Eight copies are 1.1 million passages.
func benchArticles(b *testing.B) string {
	copies, err := strconv.Atoi(os.Getenv("BENCH_COPIES"))
	if err != nil || copies < 2 {
		return loadArticles
	}
	name := filepath.Join(b.TempDir(), "varied.jsonl.gz")
	if err := writeVaried(name, copies); err != nil {
		b.Fatal(err)
	}
	return name
}

// writeVaried writes copies of the load articles, compressed.
func writeVaried(name string, copies int) error {
	out, err := os.Create(name)
	if err != nil {
		return err
	}
	defer out.Close()
	zipped, err := gzip.NewWriterLevel(out, gzip.BestSpeed)
	if err != nil {
		return err
	}
	for i := range copies {
		if err := copyVaried(zipped, i); err != nil {
			return err
		}
	}
	if err := zipped.Close(); err != nil {
		return err
	}
	return out.Close()
}

// copyVaried writes the load articles once: copy 0 is they themselves.
func copyVaried(out io.Writer, number int) error {
	in, err := os.Open(loadArticles)
	if err != nil {
		return err
	}
	defer in.Close()
	unzipped, err := gzip.NewReader(in)
	if err != nil {
		return err
	}
	rows, lines := bufio.NewScanner(unzipped), json.NewEncoder(out)
	rows.Buffer(nil, 1<<26)
	for rows.Scan() {
		var row map[string]any
		if err := json.Unmarshal(rows.Bytes(), &row); err != nil {
			return err
		}
		if number > 0 {
			vary(row, number)
		}
		if err := lines.Encode(row); err != nil {
			return err
		}
	}
	return rows.Err()
}

// vary makes another article of a row.
func vary(row map[string]any, number int) {
	text := fmt.Sprint(row["text"])
	row["id"] = fmt.Sprint(row["id"], "-", number)
	row["source"] = fmt.Sprint(row["source"], " ", (len(text)+number)%20)
	random := rand.New(rand.NewPCG(uint64(number), uint64(len(text)))) //nolint:gosec // the same articles each time
	row["text"] = otherWords(text, random)
	row["title"] = otherWords(fmt.Sprint(row["title"]), random)
	if at, err := time.Parse("2006-01-02T15:04:05", fmt.Sprint(row["published"])); err == nil {
		row["published"] = at.AddDate(0, 0, 230*number).Format("2006-01-02T15:04:05")
	}
}

var longWord = regexp.MustCompile(`\b[A-Za-z][a-z]{4,}\b`)

// otherWords turns one long word in twelve round, a name's first letter large as before.
func otherWords(text string, random *rand.Rand) string {
	return longWord.ReplaceAllStringFunc(text, func(word string) string {
		if random.IntN(12) > 0 {
			return word
		}
		turned := []byte(word)
		slices.Reverse(turned)
		if first := word[0]; first < 'a' {
			turned[len(turned)-1] += 'a' - 'A'
			turned[0] -= 'a' - 'A'
		}
		return string(turned)
	})
}
