package ingest

import (
	"context"
	"runtime"
	"strings"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// annotateRoom is the number of bytes of text annotated at a time: common
// articles on all cores, or two of the longest.
const annotateRoom = 2 * source.MaxText

// annotate makes records of articles, on all cores. It returns when ctx ends and
// does not wait for articles that are being annotated.
func (g *Ingester) annotate(ctx context.Context, articles []article.Article) ([]article.Record, error) {
	records := make([]article.Record, len(articles))
	workers, working := errgroup.WithContext(ctx)
	workers.SetLimit(runtime.GOMAXPROCS(0))
	room := semaphore.NewWeighted(annotateRoom)
	for i, a := range articles {
		weight := min(int64(len(a.Text)), annotateRoom) // articles from before the limit may be longer
		if room.Acquire(working, weight) != nil {
			break
		}
		workers.Go(func() error {
			defer room.Release(weight)
			record, err := g.record(working, a)
			records[i] = record
			return err
		})
	}
	if err := workers.Wait(); err != nil {
		return nil, err
	}
	return records, ctx.Err()
}

// record annotates one article. It returns when ctx ends, also if extraction is
// slow to notice.
func (g *Ingester) record(ctx context.Context, a article.Article) (article.Record, error) {
	return offload(ctx, func() (article.Record, error) {
		found, events, err := g.Extract(ctx, a)
		shortenSentences(a.Text, events)
		return article.Record{Article: a, Extraction: g.Version, Annotation: found, Events: events}, err
	})
}

// An article's events keep freeSentences bytes of sentences and sentencesPerText
// times the article's text. News needs less than its own length.
const (
	freeSentences    = 64 << 10
	sentencesPerText = 2
)

// shortenSentences cuts the sentences of events to whole words around their
// dates if all together are far longer than the text. A text without full stops
// is one sentence, which each of its thousand dates would bring into the index.
func shortenSentences(text string, events []article.Event) {
	total := 0
	for _, e := range events {
		total += e.Sentence.End - e.Sentence.Start
	}
	budget := freeSentences + sentencesPerText*len(text)
	if total <= budget {
		return
	}
	for i := range events {
		events[i].Sentence = shorten(text, events[i].Sentence, events[i].Date.Span, budget/len(events))
	}
}

// shorten cuts a sentence to about limit bytes around its date, and never cuts
// the date or a word.
func shorten(text string, sentence, date article.Span, limit int) article.Span {
	if sentence.End-sentence.Start <= limit || date.Start < sentence.Start || date.End > sentence.End {
		return sentence
	}
	around := max(0, limit-(date.End-date.Start)) / 2
	if from := date.Start - around; from > sentence.Start {
		sentence.Start = date.Start
		if space := strings.IndexAny(text[from:date.Start], " \t\n"); space >= 0 {
			sentence.Start = from + space + 1
		}
	}
	if to := date.End + around; to < sentence.End {
		sentence.End = date.End + max(0, strings.LastIndexAny(text[date.End:to], " \t\n"))
	}
	return sentence
}
