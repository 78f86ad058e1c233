package training

import (
	"fmt"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
)

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
