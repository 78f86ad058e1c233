package handlers

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/access"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// Rulings are what administrators decided about names. They stand in the archive,
// and hold for everybody who asks it.
type Rulings struct {
	Same  [][2]string `json:"same"`  // names of one person, the one to show first
	Apart [][2]string `json:"apart"` // names of two persons
}

// rulingsName is where the archive keeps them.
const rulingsName = "rulings"

// ReadRulings reads what was decided, nothing where nothing was.
func ReadRulings(ctx context.Context, a *archive.Archive) (r Rulings, err error) {
	raw, err := a.Meta(ctx, rulingsName)
	if err != nil || len(raw) == 0 {
		return r, err
	}
	if err := json.Unmarshal(raw, &r); err != nil {
		return r, fmt.Errorf("read which names are one person's: %w", err)
	}
	return r, nil
}

// Groups is Same as the index takes it: pairs that share a name are one group,
// with the name first that the newest of them shows.
func (r Rulings) Groups() [][]string {
	var out [][]string
	for _, pair := range slices.Backward(r.Same) {
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

// removed is a list without a pair in either order.
func removed(pairs [][2]string, a, b string) [][2]string {
	return slices.DeleteFunc(pairs, func(p [2]string) bool { return p == [2]string{a, b} || p == [2]string{b, a} })
}

// rule changes the rulings and has the index follow them, one change at a time.
// Where one and other are then not one person, or two, as wanted, all is put
// back, and the error says so.
func (b *Briefing) rule(ctx context.Context, one, other string, same bool, change func(*Rulings)) error {
	b.ruling.Lock()
	defer b.ruling.Unlock()
	old, err := ReadRulings(ctx, b.Archive)
	if err != nil {
		return err
	}
	next := Rulings{Same: slices.Clone(old.Same), Apart: slices.Clone(old.Apart)}
	change(&next)
	if err := b.keepRulings(ctx, next); err != nil {
		return err
	}
	first, err := b.Index.KeyOf(ctx, one)
	if err != nil {
		return fmt.Errorf("find person: %w", err)
	}
	second, err := b.Index.KeyOf(ctx, other)
	if err != nil {
		return fmt.Errorf("find person: %w", err)
	}
	if (first == second) == same {
		return nil
	}
	if err := b.keepRulings(ctx, old); err != nil {
		return err
	}
	return &bot.Error{Message: fmt.Sprintf("%s and %s cannot be ruled on: an article, an earlier ruling or the names file says otherwise. Nothing was changed.", one, other)}
}

// keepRulings keeps rulings and has the index follow them.
func (b *Briefing) keepRulings(ctx context.Context, r Rulings) error {
	raw, err := json.Marshal(r)
	if err != nil {
		return fmt.Errorf("write down which names are one person's: %w", err)
	}
	if err := b.Archive.SetMeta(ctx, rulingsName, raw); err != nil {
		return fmt.Errorf("write down which names are one person's: %w", err)
	}
	if err := b.Index.OverrideIdentities(r.Groups(), r.Apart); err != nil {
		return fmt.Errorf("work out who is who: %w", err)
	}
	return nil
}

// answerMerge makes one person of two.
func (b *Briefing) answerMerge(ctx context.Context, r query.Request) (bot.Card, error) {
	p, err := b.reader().OnePerson(ctx, r, query.Plain(r.Args["name"]), func(full string) bot.Call { return r.With("name", full) })
	if err != nil {
		return bot.Card{}, err
	}
	other, err := b.reader().OnePerson(ctx, r, query.Plain(r.Args["with"]), func(full string) bot.Call { return r.With("with", full) })
	if err != nil {
		return bot.Card{}, err
	}
	if p.Key == other.Key {
		return bot.Card{}, &bot.Error{Message: fmt.Sprintf("%s and %s are one person already.", query.Plain(r.Args["name"]), query.Plain(r.Args["with"]))}
	}
	err = b.rule(ctx, p.Name, other.Name, true, func(rulings *Rulings) {
		rulings.Same = append(removed(rulings.Same, p.Name, other.Name), [2]string{p.Name, other.Name})
		rulings.Apart = slices.DeleteFunc(rulings.Apart, func(pair [2]string) bool {
			return bears(p, pair[0]) && bears(other, pair[1]) || bears(p, pair[1]) && bears(other, pair[0])
		})
	})
	if err != nil {
		return bot.Card{}, err
	}
	return b.ruled(ctx, r, p.Name, fmt.Sprintf("%s and %s: two persons → one, shown as %s", p.Name, other.Name, p.Name))
}

// answerSplit makes two persons of one, by two names that are printed of it.
func (b *Briefing) answerSplit(ctx context.Context, r query.Request) (bot.Card, error) {
	name, from := query.Plain(r.Args["name"]), query.Plain(r.Args["from"])
	p, err := b.reader().OnePerson(ctx, r, name, func(full string) bot.Call { return r.With("name", full) })
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
	err = b.rule(ctx, name, from, false, func(rulings *Rulings) {
		rulings.Same = removed(rulings.Same, name, from)
		rulings.Apart = append(removed(rulings.Apart, name, from), [2]string{name, from})
	})
	if err != nil {
		return bot.Card{}, err
	}
	return b.ruled(ctx, r, name, fmt.Sprintf("%s and %s: one person → two", name, from))
}

// printed is a name of a person as printed.
func printed(p index.Person, name string) string {
	for _, form := range append([]string{p.Name}, p.Variants...) {
		if strings.EqualFold(form, name) {
			return form
		}
	}
	return name
}

func bears(p index.Person, name string) bool {
	return strings.EqualFold(p.Name, name) || slices.ContainsFunc(p.Variants, func(v string) bool { return strings.EqualFold(v, name) })
}

// ruled tells of a ruling, and writes it down.
func (b *Briefing) ruled(ctx context.Context, r query.Request, name, told string) (bot.Card, error) {
	card := bot.Card{Title: name, Read: map[string]string{"name": name}, Text: []string{told + ". This holds for everybody who asks this briefing."},
		Actions: []bot.Action{bot.Ask("Who is this?", "who-is", "name", name)}}
	if b.Books == nil {
		return card, nil
	}
	platform, workspace := access.Home(r.Request)
	if err := b.Books.Note(ctx, platform, workspace, bot.Audit, bot.Entry{User: r.User, Text: told}); err != nil {
		return card, fmt.Errorf("write down a change: %w", err)
	}
	return card, nil
}
