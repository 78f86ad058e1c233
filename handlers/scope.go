package handlers

import (
	"context"
	"errors"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
)

// request is a request with the outlets that its place may see.
type request struct {
	bot.Request
	scope index.Scope
}

// scopedHandler answers a request from the outlets that its place may see.
type scopedHandler func(ctx context.Context, r request) (bot.Card, error)

// scoped returns a handler that answers from what r's place may see, and not at all
// while that is unknown.
func (b *Briefing) scoped(handle scopedHandler) bot.Handler {
	return func(ctx context.Context, r bot.Request) (bot.Card, error) {
		scope, err := b.Scope(ctx, r)
		if err != nil {
			return bot.Card{}, err
		}
		return handle(ctx, request{r, scope})
	}
}

// scopedOrNothing is scoped for commands that work without articles, and help to
// put lost settings right: while the scope is unknown they see nothing.
func (b *Briefing) scopedOrNothing(handle scopedHandler) bot.Handler {
	return func(ctx context.Context, r bot.Request) (bot.Card, error) {
		scope, err := b.Scope(ctx, r)
		if err != nil && !errors.Is(err, bot.ErrSettingsLost) {
			return bot.Card{}, err
		}
		return handle(ctx, request{r, scope})
	}
}

// Scope returns the outlets that r's place may see: those that the surface leaves
// to it and the settings do not take away. If settings were lost it is the zero
// Scope, which shows nothing, and the error is a *bot.Error that wraps
// bot.ErrSettingsLost.
func (b *Briefing) Scope(ctx context.Context, r bot.Request) (index.Scope, error) {
	scope := index.Everything()
	if len(r.Sources) > 0 {
		scope = index.Only(r.Sources...)
	}
	if b.Settings == nil {
		return scope, nil
	}
	here, err := b.settingsOf(ctx, r, r.Ruling())
	hidden, err2 := b.hidden(ctx, r)
	if err = errors.Join(err, err2); errors.Is(err, bot.ErrSettingsLost) {
		return index.Scope{}, errUnknownRules()
	}
	if err != nil {
		return index.Scope{}, err
	}
	if allowed := lines(here[sourcesSetting]); len(allowed) > 0 {
		scope = scope.Within(allowed...)
	}
	return scope.Except(hidden...), nil
}

// errUnknownRules is the answer while it is not known which outlets may be shown.
func errUnknownRules() error {
	return &bot.Error{Err: bot.ErrSettingsLost, Message: "Settings were lost when the state database was damaged, so it is not known which outlets may be shown here. " +
		"Nothing is shown until an administrator has checked them (admin settings, admin hide) and then runs: admin settings losses:accept"}
}
