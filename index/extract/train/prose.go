package main

import (
	"encoding/gob"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// proseTagger is the part-of-speech model of github.com/jdkato/prose/v2 (MIT),
// read from its module folder. It teaches the tagger of the product, which is
// smaller and faster.
type proseTagger struct {
	weights map[string]map[string]float64
	tags    map[string]string
}

func readProse(folder string) (*proseTagger, error) {
	t := &proseTagger{}
	for name, into := range map[string]any{"weights": &t.weights, "tags": &t.tags} {
		f, err := os.Open(filepath.Join(folder, "model", "AveragedPerceptron", name+".gob"))
		if err != nil {
			return nil, fmt.Errorf("reading prose's model: %w", err)
		}
		err = gob.NewDecoder(f).Decode(into)
		f.Close()
		if err != nil {
			return nil, fmt.Errorf("decoding prose's %s: %w", name, err)
		}
	}
	return t, nil
}

// tag returns each word of a sentence its Penn Treebank tag.
func (t *proseTagger) tag(words []string) []string {
	context := []string{"-START-", "-START2-"}
	for _, w := range words {
		context = append(context, normal(w))
	}
	context = append(context, "-END-", "-END2-")
	out := make([]string, len(words))
	p1, p2 := "-START-", "-START2-"
	for i, w := range words {
		tag, ok := t.tags[w]
		if !ok {
			tag = t.guess(w, context[i:i+5], p1, p2)
		}
		out[i] = tag
		p1, p2 = tag, p1
	}
	return out
}

// guess weighs the features of a word in the middle of its context of five.
func (t *proseTagger) guess(w string, c []string, p1, p2 string) string {
	scores := map[string]float64{}
	for _, f := range []string{"bias", "i suffix " + tail(w), "i pref1 " + w[:1], "i-1 tag " + p1, "i-2 tag " + p2,
		"i tag+i-2 tag " + p1 + " " + p2, "i word " + c[2], "i-1 tag+i word " + p1 + " " + c[2], "i-1 word " + c[1],
		"i-1 suffix " + tail(c[1]), "i-2 word " + c[0], "i+1 word " + c[3], "i+1 suffix " + tail(c[3]), "i+2 word " + c[4]} {
		for tag, weight := range t.weights[f] {
			scores[tag] += weight
		}
	}
	best := "NN"
	for tag, s := range scores {
		if s > scores[best] || s == scores[best] && tag < best {
			best = tag
		}
	}
	return best
}

func tail(w string) string { return w[max(0, len(w)-3):] }

func normal(w string) string {
	switch _, err := strconv.Atoi(w); {
	case strings.Contains(w, "-") && w[0] != '-':
		return "!HYPHEN"
	case err == nil && len(w) == 4:
		return "!YEAR"
	case w[0] >= '0' && w[0] <= '9':
		return "!DIGITS"
	}
	return strings.ToLower(w)
}
