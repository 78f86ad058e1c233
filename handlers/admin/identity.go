package admin

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
)

// override changes the overrides and has the index follow them, one change at a time.
// If one and other then are not one person, or two, as wanted, everything is put
// back, and the error says so.
func (c Commands) override(ctx context.Context, one, other string, same bool, change func(*Overrides)) error {
	c.Identity.Lock()
	defer c.Identity.Unlock()
	old, err := ReadOverrides(ctx, c.Archive)
	if err != nil {
		return err
	}
	next := Overrides{Same: slices.Clone(old.Same), Apart: slices.Clone(old.Apart)}
	change(&next)
	if err := c.setOverrides(ctx, next); err != nil {
		return err
	}
	first, err := c.Index.KeyOf(ctx, one)
	if err != nil {
		return fmt.Errorf("find person: %w", err)
	}
	second, err := c.Index.KeyOf(ctx, other)
	if err != nil {
		return fmt.Errorf("find person: %w", err)
	}
	if (first == second) == same {
		return nil
	}
	if err := c.setOverrides(ctx, old); err != nil {
		return err
	}
	return &bot.Error{Message: fmt.Sprintf("%s and %s cannot be ruled on: an article, an earlier ruling or the names file says otherwise. Nothing was changed.", one, other)}
}

// setOverrides keeps overrides and has the index follow them.
func (c Commands) setOverrides(ctx context.Context, o Overrides) error {
	raw, err := json.Marshal(o)
	if err != nil {
		return fmt.Errorf("encode which names are one person's: %w", err)
	}
	if err := c.Archive.SetMeta(ctx, overridesName, raw); err != nil {
		return fmt.Errorf("store which names are one person's: %w", err)
	}
	if err := c.Index.OverrideIdentities(o.Groups(), o.Apart); err != nil {
		return fmt.Errorf("work out who is who: %w", err)
	}
	return nil
}

// overridden answers with a change of overrides, and writes it into the audit log.
func (c Commands) overridden(ctx context.Context, r query.Request, name, change string) (bot.Card, error) {
	card := bot.Card{Title: name, Read: map[string]string{"name": name}, Text: []string{change + ". This holds for everybody who asks this briefing."},
		Actions: []bot.Action{bot.Ask("Who is this?", "who-is", "name", name)}}
	return card, c.audit(ctx, r, change)
}

// Overrides holds administrators' decisions about names. It is kept in the archive and
// holds for everybody who asks it.
type Overrides struct {
	Same  [][2]string `json:"same"`  // names of one person, the one to show first
	Apart [][2]string `json:"apart"` // names of two persons
}

// overridesName is the name of the overrides in the archive.
const overridesName = "rulings"

// ReadOverrides returns what administrators decided, the zero Overrides if nothing.
func ReadOverrides(ctx context.Context, m Metadata) (o Overrides, err error) {
	raw, err := m.Meta(ctx, overridesName)
	if err != nil || len(raw) == 0 {
		return o, err
	}
	if err := json.Unmarshal(raw, &o); err != nil {
		return o, fmt.Errorf("read which names are one person's: %w", err)
	}
	return o, nil
}

// Groups returns Same as the index takes it: pairs that share a name are one group,
// with the name first that the newest of them shows.
func (o Overrides) Groups() [][]string {
	var out [][]string
	for _, pair := range slices.Backward(o.Same) {
		group := pair[:]
		var others [][]string
		for _, newer := range out {
			if slices.Contains(newer, pair[0]) || slices.Contains(newer, pair[1]) {
				group = append(slices.Clone(newer), group...)
			} else {
				others = append(others, newer)
			}
		}
		out = append(others, group)
	}
	return out
}

// without returns a list without a pair in either order.
func without(pairs [][2]string, a, b string) [][2]string {
	return slices.DeleteFunc(pairs, func(p [2]string) bool { return p == [2]string{a, b} || p == [2]string{b, a} })
}

// printed returns a name of a person as printed.
func printed(p index.Person, name string) string {
	for _, form := range append([]string{p.Name}, p.Variants...) {
		if strings.EqualFold(form, name) {
			return form
		}
	}
	return name
}

// bears reports whether a person goes by a name.
func bears(p index.Person, name string) bool {
	return strings.EqualFold(p.Name, name) || slices.ContainsFunc(p.Variants, func(v string) bool { return strings.EqualFold(v, name) })
}
