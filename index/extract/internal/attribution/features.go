package attribution

import (
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// Features adds to the tokens what the likely cues say of the clauses around them.
type Features struct {
	TokenFeatures
	prefix       []counts // up to each token
	cueTokens    []bool   // likely part of a cue
	verbDistance []uint8  // how many tokens away the next finite verb is, one for the token itself; 0 if a comma or the like comes first
}

// NewFeatures returns the features of d, with the parts of speech that tagger gives and
// the clusters of table.
func NewFeatures(d *doc.Document, tagger *nn.Network, table Clusters) *Features {
	n := len(d.Tokens)
	v := &Features{TokenFeatures: TokenFeatures{Document: d, words: make([]uint32, n), stems: make([]uint32, n), suffixes: make([]uint32, n),
		shapes: make([]shape, n), Classes: make([]PartOfSpeech, n), clusters: make([]uint8, n), quoted: make([]int32, n), marks: make([]quoteBit, n),
		sentence: make([]int32, n), paragraph: make([]int32, len(d.Sentences))}}
	for i, t := range d.Tokens {
		if d.StoppedAt(i) {
			break
		}
		v.setWordFeatures(i, t)
		v.clusters[i] = table.of(v.words[i])
	}
	paragraph := 0
	for k, s := range d.Sentences {
		for d.Paragraphs[paragraph].Last <= s.First {
			paragraph++
		}
		v.paragraph[k] = int32(paragraph)
		for i := s.First; i < s.Last; i++ {
			v.sentence[i] = int32(k)
		}
	}
	v.setQuoteFeatures()
	v.Contexts = make([]uint32, len(d.Sentences))
	for k, s := range d.Sentences {
		v.Contexts[k] = v.sentenceContext(s)
	}
	v.tagWords(tagger)
	return v
}

// counts holds, up to a token, what distinguishes clauses.
type counts struct{ verbs, commas, marks, links, cues int32 }

// The accessors below answer for positions outside the document too.
