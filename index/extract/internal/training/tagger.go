package training

import (
	"fmt"
	"math/rand/v2"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// trainTagger learns clusters and parts of speech from the teacher's, or takes those of an older model.
func (c Trainer) trainTagger(m *attribution.Model) error {
	if c.Tagger != nil {
		old, err := attribution.ReadModel(string(c.Tagger))
		if err != nil {
			return fmt.Errorf("taking the tagger of an older model: %w", err)
		}
		m.Tagger, m.Table = old.Tagger, old.Table
		return nil
	}
	var views []*attribution.Features
	var wanted [][]attribution.PartOfSpeech
	for i, text := range c.Texts {
		if i >= len(c.Examples) && i%taggerShare != 0 {
			continue
		}
		v := attribution.NewFeatures(doc.New(article.Article{Text: text}), &nn.Network{Outputs: attribution.ClassCount, Shift: 32,
			Scale: make([]float32, attribution.ClassCount), Bias: make([]float32, attribution.ClassCount), Rows: strings.Repeat("\x80", attribution.ClassCount)}, "")
		views = append(views, v)
		wanted = append(wanted, c.classes(v))
	}
	m.Tagger = c.fitTagger(views, wanted)
	m.Table = c.cluster()
	return nil
}

// classes returns the teacher's classes of a features's tokens.
func (c Trainer) classes(v *attribution.Features) []attribution.PartOfSpeech {
	out := make([]attribution.PartOfSpeech, len(v.Tokens))
	var words []string
	var at []int
	for _, s := range v.Sentences {
		words, at = words[:0], at[:0]
		for i := s.First; i < s.Last; i++ {
			for k, part := range pennWords(v.Word(i)) {
				words = append(words, part)
				at = append(at, i)
				if k > 0 {
					at[len(at)-1] = -1
				}
			}
		}
		for k, tag := range c.Tag(words) {
			if at[k] >= 0 {
				out[at[k]] = attribution.PennClasses[tag]
				if out[at[k]] == attribution.Outside {
					out[at[k]] = attribution.OtherClass
				}
			}
		}
	}
	return out
}

// pennWords writes a word as the teacher knows it: contractions in two, typewriter marks.
func pennWords(word string) []string {
	word = strings.NewReplacer("’", "'", "“", "``", "”", "''").Replace(word)
	if n := len(word) - 3; n > 0 && strings.EqualFold(word[n:], "n't") {
		return []string{word[:n], word[n:]}
	}
	if n := strings.IndexByte(word, '\''); n > 0 && n < len(word)-1 {
		return []string{word[:n], word[n:]}
	}
	return []string{word}
}

// fitTagger trains the tagger greedily, each word after what the tagger
// itself made of the words before, so that it learns to live with its errors.
func (c Trainer) fitTagger(views []*attribution.Features, wanted [][]attribution.PartOfSpeech) nn.Network {
	l := newLearner(attribution.ClassCount, 0, attribution.TaggerBits, 0.2, c.Seed)
	order := rand.New(rand.NewPCG(c.Seed, 2))
	var f nn.Features
	scores, hidden := make([]float32, attribution.ClassCount), []float32{}
	for k, v := range views {
		copy(v.Classes, wanted[k])
		for i := range v.Tokens {
			v.ClassFeatures(&f, i)
			l.count(f.IDs)
		}
	}
	l.dropRare(minSeen)
	for epoch := range taggerEpochs {
		right, all := 0, 0
		for _, k := range order.Perm(len(views)) {
			v := views[k]
			for i := range v.Tokens {
				if _, fixed := v.FixedClass(i); fixed {
					continue
				}
				v.ClassFeatures(&f, i)
				f.IDs = l.drop(f.IDs, 0)
				l.forward(f.IDs, scores, hidden)
				v.Classes[i] = attribution.PartOfSpeech(attribution.ArgMax(scores))
				all++
				if v.Classes[i] == wanted[k][i] {
					right++
				}
				nn.Softmax(scores)
				scores[wanted[k][i]]--
				l.backward(f.IDs, hidden, scores)
			}
		}
		c.Report(fmt.Sprintf("tagger, epoch %d: %.2f %% as the teacher", epoch+1, 100*float64(right)/float64(max(1, all))))
	}
	return l.network()
}

// taggerShare: of the further texts, every so many-th teaches the tagger.
const (
	taggerEpochs = 3
	taggerShare  = 3
)
