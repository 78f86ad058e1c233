package quotes

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/present"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Retracted returns those of receipts whose words may not be shown any more to a place
// with that scope, each with the reason for people.
func (c Commands) Retracted(ctx context.Context, scope index.Scope, receipts []string) (map[string]string, error) {
	retracted := map[string]string{}
	for _, receipt := range receipts {
		v, err := c.Archive.Verify(ctx, receipt)
		switch {
		case err != nil:
			return nil, fmt.Errorf("verify receipt: %w", err)
		case v.State == archive.SourceChanged:
			retracted[receipt] = "its article was corrected and no longer says this"
		case v.State == archive.SourceRemoved:
			retracted[receipt] = "its article was removed from the briefing"
		case v.State == archive.Exact && !scope.Shows(v.Current.Source):
			retracted[receipt] = "its outlet is no longer shown here"
		}
	}
	return retracted, nil
}

func receiptParam() bot.Param {
	return bot.Param{Name: "receipt", Kind: bot.Source, Words: true, Required: true, Help: "the short code at the end of a row", Completes: bot.CompleteReceipt}
}

// lookUp finds what a receipt was made from.
func (c Commands) lookUp(ctx context.Context, r query.Request) (archive.Verdict, error) {
	v, err := c.Archive.Verify(ctx, query.Plain(r.Args["receipt"]))
	if errors.Is(err, archive.ErrDamaged) {
		return v, &bot.Error{Message: "This receipt cannot be verified now: the stored bytes of its article are damaged. Ask whoever runs this bot to restore the data folder from a copy."}
	}
	if err != nil {
		return v, fmt.Errorf("verify receipt: %w", err)
	}
	switch {
	case v.State == archive.UnknownSource:
		return v, &bot.Error{Message: fmt.Sprintf("%q is not a receipt of this briefing. Check that it was copied whole: it is the short code at the end of a row. "+
			"One from another briefing can be verified here once its article is added: briefing-bot ingest FILE or ADDRESS.", query.Plain(r.Args["receipt"]))}
	case !r.Scope.Shows(v.Current.Source):
		return v, &bot.Error{Message: "The article of this receipt cannot be shown here: its outlet is hidden or not among those of this place."}
	}
	return v, nil
}

func verdictText(r query.Request, v archive.Verdict) string {
	switch v.State {
	case archive.Exact:
		return "Exact: the article has the words as they were shown."
	case archive.SourceChanged:
		if v.Record.Version == 0 {
			return "Source changed: the article as it is here does not have the words of this receipt. They were in another version, which this briefing does not have."
		}
		return fmt.Sprintf("Source changed: the article had these words in version %d of %s; version %d no longer has them.",
			v.Record.Version, r.TimeMention(v.Record.Added.In(r.In()), "2 Jan 2006 15:04 MST"), v.Current.Version)
	}
	return "Source removed: the article is no longer part of the briefing, so its words are not shown."
}

// articleLine returns an article's particulars, its ID first and its version last: programs read
// the line, too.
func articleLine(r article.Record) string {
	parts := []string{r.ID}
	for _, s := range []string{r.Source, r.Author} {
		if s != "" {
			parts = append(parts, s)
		}
	}
	if r.Published.IsZero() {
		parts = append(parts, "publication date unknown")
	} else {
		parts = append(parts, "published "+present.Published(r.Article).Text)
	}
	return strings.Join(append(parts, fmt.Sprintf("version %d", r.Version)), " · ")
}
