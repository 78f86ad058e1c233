package training

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// Example is an article with its attributions as people marked them.
type Example struct {
	ID, Text     string
	Attributions []Attribution
}

// Attribution is one marked attribution: byte spans in the lesson's text, in
// order. Cue and Source may be empty.
type Attribution struct{ Cue, Source, Content []article.Span }

// Trainer is what Learn learns from.
type Trainer struct {
	Examples []Example
	Texts    []string                      // further texts that the part-of-speech tagger is taught on
	Tag      func(words []string) []string // gives the Penn Treebank tags of a sentence's words
	Tagger   []byte                        // a model file whose tagger and clusters are kept instead of learning them; nil for none
	Folds    int                           // for the weigher and the calibration, which must see unseen readings
	Seed     uint64
	Report   func(line string)
}

// Train makes the model file that statements are found with. The same course
// gives the same bytes.
func (c Trainer) Train() ([]byte, error) {
	m := &attribution.Model{Calibration: make([]float32, attribution.CalibrationBins)}
	if err := c.trainTagger(m); err != nil {
		return nil, err
	}
	pupils, gold := make([]*prepared, len(c.Examples)), 0
	for i, lesson := range c.Examples {
		pupils[i] = prepare(lesson, m)
		gold += len(pupils[i].gold)
	}
	exercises := c.crossFit(m, pupils)
	c.calibrate(m, exercises, gold)
	m.Ranker = c.trainRanker(exercises)
	c.trainFinders(m, pupils)
	return m.Encode(), nil
}

// crossFit makes the exercises of each fold with finders that learned from the
// other folds, all folds at the same time.
func (c Trainer) crossFit(m *attribution.Model, pupils []*prepared) []cueTask {
	found := make([][]cueTask, c.Folds)
	var group sync.WaitGroup
	for fold := range c.Folds {
		group.Go(func() {
			part := &attribution.Model{Tagger: m.Tagger, Table: m.Table}
			c.trainFinders(part, copyViews(foldOf(pupils, c.Folds, fold, false)))
			for _, p := range copyViews(foldOf(pupils, c.Folds, fold, true)) {
				found[fold] = p.cueTasks(part, found[fold])
			}
		})
	}
	group.Wait()
	var exercises []cueTask
	for fold, list := range found {
		for i := range list {
			list[i].article += len(exercises)
		}
		exercises = append(exercises, list...)
		c.Report(fmt.Sprintf("fold %d of %d: %d exercises", fold+1, c.Folds, len(exercises)))
	}
	return exercises
}

// copyViews are pupils with views of their own: what was counted in them
// belongs to one fold.
func copyViews(pupils []*prepared) []*prepared {
	out := make([]*prepared, len(pupils))
	for i, p := range pupils {
		view := *p.features
		out[i] = &prepared{features: &view, gold: p.gold}
	}
	return out
}

// foldOf is one fold, or all but it.
func foldOf(all []*prepared, folds, fold int, inside bool) []*prepared {
	var out []*prepared
	for i, p := range all {
		if (i%folds == fold) == inside {
			out = append(out, p)
		}
	}
	return out
}

// prepared is a lesson made ready: its view, and the gold in tokens.
type prepared struct {
	features *attribution.TokenFeatures
	gold     []goldAnalysis
	cues     []attribution.Cue // scratch
}

// goldAnalysis is a marked attribution in tokens.
type goldAnalysis struct {
	cue    doc.Range
	parts  [attribution.Sides]doc.Range
	source doc.Range
	whole  []doc.Range // the content as marked
}

func prepare(lesson Example, m *attribution.Model) *prepared {
	d := doc.New(article.Article{Text: lesson.Text})
	d.Quotes = doc.FindQuotes(d)
	p := &prepared{features: attribution.NewTokenFeatures(d, &m.Tagger, m.Table)}
	for _, a := range lesson.Attributions {
		if g, ok := p.read(a); ok {
			p.gold = append(p.gold, g)
		}
	}
	return p
}

// read turns spans into runs of tokens.
func (p *prepared) read(a Attribution) (goldAnalysis, bool) {
	var g goldAnalysis
	if len(a.Cue) == 0 || len(a.Content) == 0 {
		return g, false
	}
	g.cue = p.tokensOf(a.Cue)
	g.source = p.trimmed(p.tokensOf(a.Source))
	for _, s := range a.Content {
		part := p.tokensOf([]article.Span{s})
		if part.Empty() {
			continue
		}
		g.whole = append(g.whole, part)
		on := attribution.Right
		if part.First < g.cue.First {
			on = attribution.Left
			part.Last = min(part.Last, g.cue.First)
		} else {
			part.First = max(part.First, g.cue.Last)
		}
		g.parts[on] = join(g.parts[on], part)
	}
	for on := range g.parts {
		g.parts[on] = p.trimmed(g.parts[on])
	}
	return g, !g.cue.Empty() && !(g.parts[attribution.Left].Empty() && g.parts[attribution.Right].Empty())
}

func join(a, b doc.Range) doc.Range {
	if a.Empty() {
		return b
	}
	return doc.Range{First: min(a.First, b.First), Last: max(a.Last, b.Last)}
}

func (p *prepared) trimmed(r doc.Range) doc.Range {
	if r.Empty() {
		return doc.Range{}
	}
	r.First, r.Last = p.features.Trim(r)
	return r
}

// tokensOf is the run of tokens from the first span's beginning to the last one's end.
func (p *prepared) tokensOf(spans []article.Span) doc.Range {
	if len(spans) == 0 {
		return doc.Range{}
	}
	from, till := spans[0].Start, spans[len(spans)-1].End
	tokens := p.features.Tokens
	first, _ := slices.BinarySearchFunc(tokens, from, func(t doc.Token, at int) int { return t.End - at - 1 })
	last, _ := slices.BinarySearchFunc(tokens, till, func(t doc.Token, at int) int { return t.Start - at })
	return doc.Range{First: first, Last: last}
}

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
	var views []*attribution.TokenFeatures
	var wanted [][]attribution.PartOfSpeech
	for i, text := range c.Texts {
		if i >= len(c.Examples) && i%taggerShare != 0 {
			continue
		}
		v := attribution.NewTokenFeatures(doc.New(article.Article{Text: text}), &nn.Network{Outputs: attribution.ClassCount, Shift: 32,
			Scale: make([]float32, attribution.ClassCount), Bias: make([]float32, attribution.ClassCount), Rows: strings.Repeat("\x80", attribution.ClassCount)}, "")
		views = append(views, v)
		wanted = append(wanted, c.classes(v))
	}
	m.Tagger = c.fitTagger(views, wanted)
	m.Table = c.cluster()
	return nil
}

// classes are the teacher's classes of a view's tokens.
func (c Trainer) classes(v *attribution.TokenFeatures) []attribution.PartOfSpeech {
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
func (c Trainer) fitTagger(views []*attribution.TokenFeatures, wanted [][]attribution.PartOfSpeech) nn.Network {
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
