package main

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/training"
)

// mark begins or ends the source (s), cue (c) or content (t) of the attribution of
// that number in its article.
var mark = regexp.MustCompile(`<(/?)([sct])(\d+)>`)

// readWritten reads articles that were written to be learned from. A file holds
// several, each after a line "== NAME"; <s1>, <c1> and <t1> enclose the source, cue
// and content of attribution 1. Attributions may are within each other.
func readWritten(folder string) ([]training.Example, error) {
	files, err := filepath.Glob(filepath.Join(folder, "*.txt"))
	if err != nil || len(files) == 0 {
		return nil, fmt.Errorf("no *.txt in %q (%w)", folder, err)
	}
	var out []training.Example
	for _, file := range files {
		raw, err := os.ReadFile(file)
		if err != nil {
			return nil, fmt.Errorf("reading written articles: %w", err)
		}
		for _, block := range strings.Split("\n"+string(raw), "\n== ")[1:] {
			name, marked, _ := strings.Cut(block, "\n")
			example, err := readMarked(marked)
			if err != nil {
				return nil, fmt.Errorf("%s: %s: %w", file, name, err)
			}
			example.ID = name
			out = append(out, example)
		}
	}
	return out, nil
}

// readMarked takes the marks out of an article.
func readMarked(marked string) (training.Example, error) {
	var text strings.Builder
	found := map[int]*training.Attribution{}
	var open []string // marks, innermost last
	var begun []int
	last := 0
	for _, m := range mark.FindAllStringSubmatchIndex(marked, -1) {
		text.WriteString(marked[last:m[0]])
		last = m[1]
		key := marked[m[4]:m[7]]
		if m[2] == m[3] {
			open, begun = append(open, key), append(begun, text.Len())
			continue
		}
		top := len(open) - 1
		if top < 0 || open[top] != key {
			return training.Example{}, fmt.Errorf("%s ends where it was not begun last", key)
		}
		span := article.Span{Start: begun[top], End: text.Len()}
		open, begun = open[:top], begun[:top]
		n, err := strconv.Atoi(key[1:])
		if err != nil {
			return training.Example{}, fmt.Errorf("%s: %w", key, err)
		}
		if found[n] == nil {
			found[n] = &training.Attribution{}
		}
		of := map[byte]*[]article.Span{'s': &found[n].Source, 'c': &found[n].Cue, 't': &found[n].Content}[key[0]]
		*of = append(*of, span)
	}
	if len(open) > 0 {
		return training.Example{}, fmt.Errorf("%s does not end", open[0])
	}
	text.WriteString(marked[last:])
	example := training.Example{Text: text.String()}
	for _, a := range found {
		example.Attributions = append(example.Attributions, *a)
	}
	slices.SortFunc(example.Attributions, func(a, b training.Attribution) int { return cmp.Compare(start(a), start(b)) })
	return example, nil
}

// start returns where an attribution's cue begins, or its content if it has none.
func start(a training.Attribution) int {
	for _, spans := range [][]article.Span{a.Cue, a.Content} {
		if len(spans) > 0 {
			return spans[0].Start
		}
	}
	return 0
}
