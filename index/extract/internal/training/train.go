package training

import (
	"fmt"
	"sync"

	"github.com/briefing-bot/briefing-bot/index/extract/internal/attribution"
)

// Train returns the model file that statements are found with.
func (c Trainer) Train() ([]byte, error) {
	m := &attribution.Model{Calibration: make([]float32, attribution.CalibrationBins)}
	if err := c.trainTagger(m); err != nil {
		return nil, err
	}
	articles, gold := make([]*prepared, len(c.Examples)), 0
	for i, example := range c.Examples {
		articles[i] = prepare(example, m)
		gold += len(articles[i].gold)
	}
	tasks := c.crossFit(m, articles)
	c.calibrate(m, tasks, gold)
	m.Ranker = c.trainRanker(tasks)
	c.trainFinders(m, articles)
	return m.Encode(), nil
}

// crossFit makes the tasks of each fold with finders that learned from the
// other folds, all folds at the same time.
func (c Trainer) crossFit(m *attribution.Model, articles []*prepared) []cueTask {
	found := make([][]cueTask, c.Folds)
	var group sync.WaitGroup
	for fold := range c.Folds {
		group.Go(func() {
			part := &attribution.Model{Tagger: m.Tagger, Table: m.Table}
			c.trainFinders(part, copyViews(foldOf(articles, c.Folds, fold, false)))
			for _, p := range copyViews(foldOf(articles, c.Folds, fold, true)) {
				found[fold] = p.cueTasks(part, found[fold])
			}
		})
	}
	group.Wait()
	var tasks []cueTask
	for fold, list := range found {
		for i := range list {
			list[i].article += len(tasks)
		}
		tasks = append(tasks, list...)
		c.Report(fmt.Sprintf("fold %d of %d: %d cues", fold+1, c.Folds, len(tasks)))
	}
	return tasks
}
