package admin

import (
	"context"
	"fmt"
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// MergeCommand returns the command that makes one person of two.
func MergeCommand() bot.Command {
	return ownerCommand("merge", "Merge two persons who are one", "Zelensky with:Zelenskyy",
		bot.Param{Name: "name", Kind: bot.Person, Words: true, Required: true, Help: "the name to show", Completes: bot.CompletePerson},
		bot.Param{Name: "with", Kind: bot.Person, Required: true, Help: "the other person", Completes: bot.CompletePerson})
}

// AnswerMerge makes one person of two.
func (c Commands) AnswerMerge(ctx context.Context, r query.Request) (bot.Card, error) {
	p, err := c.Reader.OnePerson(ctx, r, query.Plain(r.Args["name"]), func(full string) bot.Call { return r.With("name", full) })
	if err != nil {
		return bot.Card{}, err
	}
	other, err := c.Reader.OnePerson(ctx, r, query.Plain(r.Args["with"]), func(full string) bot.Call { return r.With("with", full) })
	if err != nil {
		return bot.Card{}, err
	}
	if p.Key == other.Key {
		return bot.Card{}, &bot.Error{Message: fmt.Sprintf("%s and %s are one person already.", query.Plain(r.Args["name"]), query.Plain(r.Args["with"]))}
	}
	err = c.override(ctx, p.Name, other.Name, true, func(o *Overrides) {
		o.Same = append(without(o.Same, p.Name, other.Name), [2]string{p.Name, other.Name})
		o.Apart = slices.DeleteFunc(o.Apart, func(pair [2]string) bool {
			return bears(p, pair[0]) && bears(other, pair[1]) || bears(p, pair[1]) && bears(other, pair[0])
		})
	})
	if err != nil {
		return bot.Card{}, err
	}
	return c.overridden(ctx, r, p.Name, fmt.Sprintf("%s and %s: two persons → one, shown as %s", p.Name, other.Name, p.Name))
}
