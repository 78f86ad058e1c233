package admin

import (
	"context"
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// SplitCommand returns the command that makes two persons of one.
func SplitCommand() bot.Command {
	return ownerCommand("split", "Split one person into two, by two of the printed names", `"Hillary Clinton" from:"Bill Clinton"`,
		bot.Param{Name: "name", Kind: bot.Person, Words: true, Required: true, Help: "one of the names", Completes: bot.CompletePerson},
		bot.Param{Name: "from", Kind: bot.Person, Required: true, Help: "the other one, as who-is lists them"})
}

// AnswerSplit makes two persons of one, by two names that are printed of it.
func (c Commands) AnswerSplit(ctx context.Context, r query.Request) (bot.Card, error) {
	name, from := query.Plain(r.Args["name"]), query.Plain(r.Args["from"])
	p, err := c.Reader.OnePerson(ctx, r, name, func(full string) bot.Call { return r.With("name", full) })
	if err != nil {
		return bot.Card{}, err
	}
	for _, n := range []string{name, from} {
		if !bears(p, n) {
			return bot.Card{}, &bot.Error{Message: fmt.Sprintf("%s is printed as %s, and not as %q. Split by two of these.", p.Name, strings.Join(append([]string{p.Name}, p.Variants...), ", "), n)}
		}
	}
	if strings.EqualFold(name, from) {
		return bot.Card{}, &bot.Error{Message: "Two different names are needed: admin split NAME from:OTHER"}
	}
	name, from = printed(p, name), printed(p, from)
	err = c.override(ctx, name, from, false, func(o *Overrides) {
		o.Same = without(o.Same, name, from)
		o.Apart = append(without(o.Apart, name, from), [2]string{name, from})
	})
	if err != nil {
		return bot.Card{}, err
	}
	return c.overridden(ctx, r, name, fmt.Sprintf("%s and %s: one person → two", name, from))
}
