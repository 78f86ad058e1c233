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

// Corpus is what a model is trained on.
type Corpus struct {
	Examples []Example
	Texts    []string // further texts, which the part-of-speech tagger and the word clusters are trained on
}

// Trainer trains a model. The same corpus and settings give the same bytes.
type Trainer struct {
	Corpus
	Tag    func(words []string) []string // returns the Penn Treebank tags of a sentence's words
	Tagger []byte                        // a model file whose tagger and clusters are kept instead of training them; nil for none
	Folds  int                           // for the ranker and the calibration, which must see analyses of unseen articles
	Seed   uint64
	Report func(line string) // is called with a line on progress now and then
}
