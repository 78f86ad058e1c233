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
			retracted[receipt] = "its article was corrected and does not say this any more"
		case v.State == archive.SourceRemoved:
			retracted[receipt] = "its article was removed from the briefing"
		case v.State == archive.Exact && !scope.Shows(v.Current.Source):
			retracted[receipt] = "its outlet is not shown here any more"
		}
	}
	return retracted, nil
}

func receiptParam() bot.Param {
	return bot.Param{Name: "receipt", Kind: bot.Source, Words: true, Required: true, Help: "the short code at the end of a row", Completes: bot.CompleteReceipt}
}

// lookUp finds what a receipt was given for; a place that may not see the
// outlet gets the same answer as a receipt that was never given.
func (c Commands) lookUp(ctx context.Context, r query.Request) (archive.Verdict, error) {
	v, err := c.Archive.Verify(ctx, query.Plain(r.Args["receipt"]))
	if errors.Is(err, archive.ErrDamaged) {
		return v, &bot.Error{Message: "This receipt cannot be verified now: the stored bytes of its article are damaged. Ask whoever runs this bot to restore the data folder from a copy."}
	}
	if err != nil {
		return v, fmt.Errorf("verify receipt: %w", err)
	}
	if v.State == archive.UnknownSource || !r.Scope.Shows(v.Current.Source) {
		return v, &bot.Error{Message: fmt.Sprintf("%q is not a receipt of this briefing. A receipt is the short code at the end of a row.", query.Plain(r.Args["receipt"]))}
	}
	return v, nil
}

func verdictText(v archive.Verdict) string {
	switch v.State {
	case archive.Exact:
		return "Exact: the article has the words as they were shown."
	case archive.SourceChanged:
		if v.Record.Version == 0 {
			return fmt.Sprintf("Source changed: version %d of the article does not have the words of this receipt, and older versions are not kept.", v.Current.Version)
		}
		return fmt.Sprintf("Source changed: the article had these words in version %d of %s; version %d no longer has them.",
			v.Record.Version, v.Record.Added.Format("2 Jan 2006 15:04"), v.Current.Version)
	}
	return "Source removed: the article is no longer part of the briefing, so its words are not shown."
}

// articleLine returns an article's particulars.
func articleLine(r article.Record) string {
	parts := []string{r.ID}
	for _, s := range []string{r.Source, r.Author, r.URL} {
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
