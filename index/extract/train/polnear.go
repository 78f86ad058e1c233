package main

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/training"
)

// readPolnear reads a compartment of PolNeAR. Where several people marked an
// article, the alphabetically first file counts.
func readPolnear(folder string) ([]training.Example, error) {
	files, err := filepath.Glob(filepath.Join(folder, "text", "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no text/*.txt in %q (%w)", folder, err)
	}
	var out []training.Example
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading PolNeAR: %w", err)
		}
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		marks, _ := filepath.Glob(filepath.Join(folder, "attributions", name+"_*.ann"))
		if len(marks) == 0 {
			continue
		}
		standoff, err := os.ReadFile(marks[0])
		if err != nil {
			return nil, fmt.Errorf("reading PolNeAR: %w", err)
		}
		example := training.Example{ID: name, Text: string(text)}
		example.Attributions = readStandoff(string(standoff), byteOffsets(example.Text))
		out = append(out, example)
	}
	return out, nil
}

// byteOffsets returns the byte at which each code point begins, and the end.
func byteOffsets(text string) []int {
	var out []int
	for i := range text {
		out = append(out, i)
	}
	return append(out, len(text))
}

// readStandoff reads the attributions of a brat file; offsets maps its code points to bytes.
func readStandoff(standoff string, offsets []int) []training.Attribution {
	marks := map[string][]article.Span{}
	var out []training.Attribution
	for line := range strings.Lines(standoff) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(fields) > 1 && strings.HasPrefix(line, "T") {
			_, spans, _ := strings.Cut(fields[1], " ")
			marks[fields[0]] = readSpans(spans, offsets)
		}
	}
	for line := range strings.Lines(standoff) {
		fields := strings.Split(strings.TrimRight(line, "\n"), "\t")
		if len(fields) < 2 || !strings.HasPrefix(fields[1], "Attribution") {
			continue
		}
		if !strings.HasPrefix(line, "E") {
			continue
		}
		if a := readEvent(fields[1], marks); len(a.Content) > 0 {
			out = append(out, a)
		}
	}
	return out
}

func readEvent(event string, marks map[string][]article.Span) training.Attribution {
	var a training.Attribution
	for _, arg := range strings.Fields(event)[1:] {
		role, mark, _ := strings.Cut(arg, ":")
		switch strings.TrimRight(role, "0123456789") {
		case "Source":
			a.Source = append(a.Source, marks[mark]...)
		case "Cue":
			a.Cue = append(a.Cue, marks[mark]...)
		case "Content":
			a.Content = append(a.Content, marks[mark]...)
		}
	}
	for _, spans := range [][]article.Span{a.Source, a.Cue, a.Content} {
		slices.SortFunc(spans, func(a, b article.Span) int { return a.Start - b.Start })
	}
	return a
}

func readSpans(field string, offsets []int) []article.Span {
	var out []article.Span
	for part := range strings.SplitSeq(field, ";") {
		from, till, _ := strings.Cut(part, " ")
		a, _ := strconv.Atoi(from)
		b, _ := strconv.Atoi(till)
		if a < b && b < len(offsets) {
			out = append(out, article.Span{Start: offsets[a], End: offsets[b]})
		}
	}
	return out
}
