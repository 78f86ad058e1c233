package training

import "github.com/briefing-bot/briefing-bot/index/article"

// Example is an article with its attributions as people marked them.
type Example struct {
	ID, Text     string
	Attributions []Attribution
}

// Attribution is one marked attribution: byte spans in the example's text, in
// order. Cue and Source may be empty.
type Attribution struct{ Cue, Source, Content []article.Span }

// Trainer is what Learn learns from.
type Trainer struct {
	Examples []Example
	Texts    []string                      // further texts that the part-of-speech tagger is taught on
	Tag      func(words []string) []string // gives the Penn Treebank tags of a sentence's words
	Tagger   []byte                        // a model file whose tagger and clusters are kept instead of learning them; nil for none
	Folds    int                           // for the ranker and the calibration, which must see unseen analyses
	Seed     uint64
	Report   func(line string)
}
