package extract

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/doc"
	"github.com/briefing-bot/briefing-bot/index/extract/internal/nn"
)

// Lesson is an article with its attributions as people marked them.
type Lesson struct {
	ID, Text     string
	Attributions []Attribution
}

// Attribution is one marked attribution: byte spans in the lesson's text, in
// order. Cue and Source may be empty.
type Attribution struct{ Cue, Source, Content []article.Span }

// Course is what Learn learns from.
type Course struct {
	Lessons []Lesson
	Texts   []string                      // further texts that the part-of-speech tagger is taught on
	Teach   func(words []string) []string // gives the Penn Treebank tags of a sentence's words
	Tagger  []byte                        // a model file whose tagger and clusters are kept instead of learning them; nil for none
	Folds   int                           // for the weigher and the calibration, which must see unseen readings
	Seed    uint64
	Report  func(line string)
}

// Learn makes the model file that statements are found with. The same course
// gives the same bytes.
func Learn(c Course) ([]byte, error) {
	m := &model{sure: make([]float32, calibrationBins)}
	if err := c.tagger(m); err != nil {
		return nil, err
	}
	pupils, gold := make([]*pupil, len(c.Lessons)), 0
	for i, lesson := range c.Lessons {
		pupils[i] = newPupil(lesson, m)
		gold += len(pupils[i].gold)
	}
	exercises := c.crossFit(m, pupils)
	c.calibrate(m, exercises, gold)
	m.weigher = c.weigher(exercises)
	c.finders(m, pupils)
	return m.encode(), nil
}

// crossFit makes the exercises of each fold with finders that learned from the
// other folds, all folds at the same time.
func (c Course) crossFit(m *model, pupils []*pupil) []exercise {
	found := make([][]exercise, c.Folds)
	var group sync.WaitGroup
	for fold := range c.Folds {
		group.Go(func() {
			part := &model{tagger: m.tagger, table: m.table}
			c.finders(part, copiesOf(pupilsOf(pupils, c.Folds, fold, false)))
			for _, p := range copiesOf(pupilsOf(pupils, c.Folds, fold, true)) {
				found[fold] = p.exercises(part, found[fold])
			}
		})
	}
	group.Wait()
	var exercises []exercise
	for fold, list := range found {
		for i := range list {
			list[i].pupil += len(exercises)
		}
		exercises = append(exercises, list...)
		c.Report(fmt.Sprintf("fold %d of %d: %d exercises", fold+1, c.Folds, len(exercises)))
	}
	return exercises
}

// copiesOf are pupils with views of their own: what was counted in them
// belongs to one fold.
func copiesOf(pupils []*pupil) []*pupil {
	out := make([]*pupil, len(pupils))
	for i, p := range pupils {
		view := *p.view
		out[i] = &pupil{view: &view, gold: p.gold}
	}
	return out
}

// pupilsOf is one fold, or all but it.
func pupilsOf(all []*pupil, folds, fold int, inside bool) []*pupil {
	var out []*pupil
	for i, p := range all {
		if (i%folds == fold) == inside {
			out = append(out, p)
		}
	}
	return out
}

// pupil is a lesson made ready: its view, and the gold in tokens.
type pupil struct {
	view *view
	gold []goldReading
	cues []cue // scratch
}

// goldReading is a marked attribution in tokens.
type goldReading struct {
	cue    doc.Range
	parts  [sides]doc.Range
	source doc.Range
	whole  []doc.Range // the content as marked
}

func newPupil(lesson Lesson, m *model) *pupil {
	d := doc.New(article.Article{Text: lesson.Text})
	d.Quotes = doc.FindQuotes(d)
	p := &pupil{view: newView(d, &m.tagger, m.table)}
	for _, a := range lesson.Attributions {
		if g, ok := p.read(a); ok {
			p.gold = append(p.gold, g)
		}
	}
	return p
}

// read turns spans into runs of tokens.
func (p *pupil) read(a Attribution) (goldReading, bool) {
	var g goldReading
	if len(a.Cue) == 0 || len(a.Content) == 0 {
		return g, false
	}
	g.cue = p.hull(a.Cue)
	g.source = p.trimmed(p.hull(a.Source))
	for _, s := range a.Content {
		part := p.hull([]article.Span{s})
		if part.Empty() {
			continue
		}
		g.whole = append(g.whole, part)
		on := right
		if part.First < g.cue.First {
			on = left
			part.Last = min(part.Last, g.cue.First)
		} else {
			part.First = max(part.First, g.cue.Last)
		}
		g.parts[on] = join(g.parts[on], part)
	}
	for on := range g.parts {
		g.parts[on] = p.trimmed(g.parts[on])
	}
	return g, !g.cue.Empty() && !(g.parts[left].Empty() && g.parts[right].Empty())
}

func join(a, b doc.Range) doc.Range {
	if a.Empty() {
		return b
	}
	return doc.Range{First: min(a.First, b.First), Last: max(a.Last, b.Last)}
}

func (p *pupil) trimmed(r doc.Range) doc.Range {
	if r.Empty() {
		return doc.Range{}
	}
	r.First, r.Last = p.view.trim(r)
	return r
}

// hull is the run of tokens from the first span's beginning to the last one's end.
func (p *pupil) hull(spans []article.Span) doc.Range {
	if len(spans) == 0 {
		return doc.Range{}
	}
	from, till := spans[0].Start, spans[len(spans)-1].End
	tokens := p.view.Tokens
	first, _ := slices.BinarySearchFunc(tokens, from, func(t doc.Token, at int) int { return t.End - at - 1 })
	last, _ := slices.BinarySearchFunc(tokens, till, func(t doc.Token, at int) int { return t.Start - at })
	return doc.Range{First: first, Last: last}
}

// tagger learns clusters and parts of speech from the teacher's, or takes those of an older model.
func (c Course) tagger(m *model) error {
	if c.Tagger != nil {
		old, err := readModel(string(c.Tagger))
		if err != nil {
			return fmt.Errorf("taking the tagger of an older model: %w", err)
		}
		m.tagger, m.table = old.tagger, old.table
		return nil
	}
	var views []*view
	var wanted [][]partOfSpeech
	for i, text := range c.Texts {
		if i >= len(c.Lessons) && i%taggerShare != 0 {
			continue
		}
		v := newView(doc.New(article.Article{Text: text}), &nn.Network{Outputs: classCount, Shift: 32,
			Scale: make([]float32, classCount), Bias: make([]float32, classCount), Rows: strings.Repeat("\x80", classCount)}, "")
		views = append(views, v)
		wanted = append(wanted, c.classes(v))
	}
	m.tagger = c.learnTagger(views, wanted)
	m.table = c.learnClusters()
	return nil
}

// classes are the teacher's classes of a view's tokens.
func (c Course) classes(v *view) []partOfSpeech {
	out := make([]partOfSpeech, len(v.Tokens))
	var words []string
	var at []int
	for _, s := range v.Sentences {
		words, at = words[:0], at[:0]
		for i := s.First; i < s.Last; i++ {
			for k, part := range teachable(v.Word(i)) {
				words = append(words, part)
				at = append(at, i)
				if k > 0 {
					at[len(at)-1] = -1
				}
			}
		}
		for k, tag := range c.Teach(words) {
			if at[k] >= 0 {
				out[at[k]] = pennClasses[tag]
				if out[at[k]] == outside {
					out[at[k]] = otherClass
				}
			}
		}
	}
	return out
}

// teachable writes a word as the teacher knows it: contractions in two, typewriter marks.
func teachable(word string) []string {
	word = strings.NewReplacer("’", "'", "“", "``", "”", "''").Replace(word)
	if n := len(word) - 3; n > 0 && strings.EqualFold(word[n:], "n't") {
		return []string{word[:n], word[n:]}
	}
	if n := strings.IndexByte(word, '\''); n > 0 && n < len(word)-1 {
		return []string{word[:n], word[n:]}
	}
	return []string{word}
}

// learnTagger trains the tagger greedily, each word after what the tagger
// itself made of the words before, so that it learns to live with its errors.
func (c Course) learnTagger(views []*view, wanted [][]partOfSpeech) nn.Network {
	l := newLearner(classCount, 0, taggerBits, 0.2, c.Seed)
	order := rand.New(rand.NewPCG(c.Seed, 2))
	var f nn.Features
	scores, hidden := make([]float32, classCount), []float32{}
	for k, v := range views {
		copy(v.classes, wanted[k])
		for i := range v.Tokens {
			v.classFeatures(&f, i)
			l.count(f.IDs)
		}
	}
	l.forget(leastSeen)
	for epoch := range taggerEpochs {
		right, all := 0, 0
		for _, k := range order.Perm(len(views)) {
			v := views[k]
			for i := range v.Tokens {
				if _, fixed := v.fixedClass(i); fixed {
					continue
				}
				v.classFeatures(&f, i)
				f.IDs = l.drop(f.IDs, 0)
				l.forward(f.IDs, scores, hidden)
				v.classes[i] = partOfSpeech(ArgMax(scores))
				all++
				if v.classes[i] == wanted[k][i] {
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
