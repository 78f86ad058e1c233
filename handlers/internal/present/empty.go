package present

import (
	"cmp"
	"errors"

	"github.com/briefing-bot/briefing-bot/bot"
)

// usualIngest is the command that adds articles.
const usualIngest = "briefing-bot ingest FOLDER"

// empty reports whether the briefing holds no article, and none is being indexed.
func (p Presenter) empty() bool {
	stats := p.Index.Stats()
	return stats.Articles == 0 && !stats.Partial
}

// emptyNotice returns the one next step of a briefing without articles.
func (p Presenter) emptyNotice(r bot.Request) string {
	command := usualIngest
	if r.Owner { // folders of this machine are not shown to others
		command = cmp.Or(p.IngestCommand, usualIngest)
	}
	return "The briefing holds no articles yet. Add some with: " + command
}

// WhileEmpty returns the answer of a command that searches: what it found, or, while
// the briefing holds no article, that alone and the next step. What was not understood
// is told all the same.
func (p Presenter) WhileEmpty(r bot.Request, card bot.Card, err error) (bot.Card, error) {
	if !p.empty() {
		return card, err
	}
	if wrong, ok := errors.AsType[*bot.Error](err); err != nil && (!ok || wrong.Usage) {
		return card, err
	}
	stats := p.Index.Stats()
	return bot.Card{
		Title: cmp.Or(card.Title, "The briefing is empty"), Reading: card.Reading, Read: card.Read, Verdict: card.Verdict,
		Searched: searched(stats), Generation: stats.Generation, Notice: p.emptyNotice(r),
		Actions: []bot.Action{bot.Ask("What can I ask?", "help"), bot.Ask("Status", "status")},
	}, nil
}
