package admin

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Remover takes articles out of the briefing.
type Remover interface {
	// Find returns the IDs of the articles that a target names, removed ones too: an ID,
	// an address, a receipt, a file or folder, an outlet.
	Find(ctx context.Context, target string) ([]string, error)
	Remove(ctx context.Context, why article.Removal, ids ...string) error
	Restore(ctx context.Context, ids ...string) error
	Purge(ctx context.Context, ids ...string) error
}

// RemoveCommand returns the command that takes articles out of the briefing. Without
// confirm it shows what would go.
func RemoveCommand() bot.Command {
	c := ownerCommand("remove", "Take an article, an outlet or a folder out of the briefing", "{article}",
		bot.Param{Name: "article", Kind: bot.Source, Words: true, Required: true, Help: "an article's ID, address or receipt, an outlet, or a folder", Completes: bot.CompleteArticle},
		bot.Param{Name: "purge", Kind: bot.Choice, Choices: []string{"yes"}, Help: "delete the words from the data folder too; cannot be undone"},
		bot.Param{Name: "undo", Kind: bot.Choice, Choices: []string{"yes"}, Help: "take removed articles back"},
		bot.Param{Name: "confirm", Kind: bot.Number, Min: 1, Max: 1 << 30, Help: "how many articles, as the answer without it says"})
	c.Confirms, c.Patience = "confirm", purgePatience
	return c
}

// purgePatience is the time limit of a purge, which copies the archive's file.
const purgePatience = 10 * time.Minute

// removal is a request to remove something or to restore it.
type removal struct {
	target      string
	undo, purge bool
	found       []article.Record // what changes
	already     int              // what was named and is as asked
}

// AnswerRemove removes articles, takes them back, or shows what would be removed.
func (c Commands) AnswerRemove(ctx context.Context, r query.Request) (bot.Card, error) {
	if c.Remover == nil {
		return bot.Card{}, errNeedsServe()
	}
	w, err := c.readRemoval(ctx, r)
	if err != nil {
		return bot.Card{}, err
	}
	call := bot.Call{Command: "admin remove", Args: bot.Args{"article": w.target}}
	if w.undo {
		call.Args["undo"] = "yes"
	}
	if w.purge {
		call.Args["purge"] = "yes"
	}
	if r.Args.Int("confirm", 0) != len(w.found) {
		return c.previewRemoval(r, w, call), nil
	}
	return c.remove(ctx, r, w)
}

// readRemoval finds what is to be removed or taken back.
func (c Commands) readRemoval(ctx context.Context, r query.Request) (removal, error) {
	w := removal{target: query.Plain(r.Args["article"]), undo: r.Args["undo"] != "", purge: r.Args["purge"] != ""}
	if w.undo && w.purge {
		return w, &bot.Error{Message: "What was purged cannot be taken back: leave out purge or undo.", Usage: true}
	}
	ids, err := c.Remover.Find(ctx, w.target)
	if err != nil {
		return w, fmt.Errorf("find articles: %w", err)
	}
	records, err := c.Archive.GetMany(ctx, ids)
	if err != nil {
		return w, fmt.Errorf("read articles: %w", err)
	}
	for _, rec := range records {
		if w.changes(rec) {
			w.found = append(w.found, rec)
		} else {
			w.already++
		}
	}
	switch {
	case len(w.found) > 0:
		return w, nil
	case w.already == 0:
		return w, &bot.Error{Message: fmt.Sprintf("No article, outlet or folder %q in the briefing.", w.target), Actions: []bot.Action{bot.Ask("Outlets", "sources")}}
	case w.undo:
		return w, &bot.Error{Message: fmt.Sprintf("%s of %q: none is removed.", wording.Count(w.already, "article"), w.target)}
	}
	return w, &bot.Error{Message: fmt.Sprintf("%s of %q: removed already.", wording.Count(w.already, "article"), w.target),
		Actions: []bot.Action{bot.Ask("Take back", "admin remove", "article", w.target, "undo", "yes")}}
}

// changes reports whether what is asked changes anything of an article.
func (w removal) changes(r article.Record) bool {
	stays := r.Removed && r.Removal != article.SourceGone
	switch {
	case w.undo && r.Text == "": // purged: it may come in again
		return stays
	case w.undo:
		return r.Removed
	case w.purge:
		return !stays || r.Text != ""
	}
	return !stays
}

// previewRemoval returns the answer that shows what would change, with the button that
// does it.
func (c Commands) previewRemoval(r query.Request, w removal, call bot.Call) bot.Card {
	a := query.Parsed{Request: r}
	a.Query.Offset = r.Offset
	verb := "Remove"
	switch {
	case w.undo:
		verb = "Take back"
	case w.purge:
		verb = "Delete for good"
	}
	label := verb + " " + wording.Count(len(w.found), "article")
	card := c.Show.Card(a, label+"?")
	card.Read["article"] = w.target
	statements := 0
	var rows []bot.Item
	for _, rec := range w.found {
		shown := 0
		for _, s := range rec.Annotation.Statements {
			if s.Confidence >= index.Shown {
				shown++
			}
		}
		statements += shown
		row := c.Show.Headline(rec)
		row.Facts = append(row.Facts, wording.Count(shown, "statement"), rec.ID)
		rows = append(rows, row)
	}
	card = c.Show.List(a, card, rows, "article", "")
	card.Footer = wording.Count(len(w.found), "article") + " · " + wording.Count(statements, "statement")
	card.Text = w.consequences()
	call.Args["confirm"] = strconv.Itoa(len(w.found))
	card.Actions = append([]bot.Action{{Kind: bot.Run, Label: label, Call: call}}, pagesOnly(card.Actions)...)
	return card
}

// pagesOnly returns the buttons that turn pages: a list of what is to be removed is not
// shared.
func pagesOnly(actions []bot.Action) []bot.Action {
	var out []bot.Action
	for _, a := range actions {
		if a.Kind == bot.Page {
			out = append(out, a)
		}
	}
	return out
}

// consequences says what follows.
func (w removal) consequences() []string {
	switch {
	case w.undo:
		return []string{"What is taken back is in answers again, for everybody who asks this briefing."}
	case w.purge:
		return []string{
			"Removed articles leave every answer, their receipts say so, and earlier posts that quote them are edited. They stay removed when they come in again.",
			"Their words are deleted from the data folder, too. This cannot be undone. The files that they came from, and copies of the data folder, are yours to delete.",
		}
	}
	return []string{
		"Removed articles leave every answer, their receipts say so, and earlier posts that quote them are edited. They stay removed when they come in again.",
		"Their words stay in the data folder until they are purged, so that this can be undone.",
	}
}

// remove does what was confirmed, and writes it into the audit log.
func (c Commands) remove(ctx context.Context, r query.Request, w removal) (bot.Card, error) {
	ids := make([]string, len(w.found))
	for i, rec := range w.found {
		ids[i] = rec.ID
	}
	done := "removed"
	var err error
	switch {
	case w.undo:
		done, err = "taken back", c.Remover.Restore(ctx, ids...)
	case w.purge:
		done, err = "removed and deleted", c.Remover.Purge(ctx, ids...)
	default:
		err = c.Remover.Remove(ctx, article.ByHand, ids...)
	}
	if err != nil {
		return bot.Card{}, fmt.Errorf("remove articles: %w", err)
	}
	name := w.target
	if len(w.found) == 1 && !w.purge { // the log is to keep no word of what was purged
		name = cmp.Or(w.found[0].Title, w.target)
	}
	if w.undo && !slices.ContainsFunc(w.found, func(r article.Record) bool { return r.Text != "" }) {
		done = "may come in again"
	}
	text := fmt.Sprintf("%s: %s %s.", name, wording.Count(len(ids), "article"), done)
	card := bot.Card{Title: name, Read: map[string]string{"article": w.target}, Text: []string{text + " This holds for everybody who asks this briefing."}}
	if !w.undo && !w.purge {
		card.Actions = []bot.Action{bot.Ask("Undo", "admin remove", "article", w.target, "undo", "yes", "confirm", strconv.Itoa(len(ids)))}
	}
	return card, c.audit(ctx, r, text)
}
