package discord

import (
	"context"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// maxGuilds is how many servers one page of the list has
// (https://discord.com/developers/docs/resources/user#get-current-user-guilds).
const maxGuilds = 200

// guilds returns the servers that the bot is in. known is false if this server does
// not tell.
func (b *Bot) guilds(ctx context.Context) (ids []string, known bool, err error) {
	for after := "0"; ; after = ids[len(ids)-1] {
		var page []struct {
			ID string `json:"id"`
		}
		if err := b.rest.Call(ctx, "GET", "/users/@me/guilds?limit="+strconv.Itoa(maxGuilds)+"&after="+after, nil, &page); err != nil {
			if rest.StatusOf(err) != 0 && rest.StatusOf(err) < 500 {
				return nil, false, nil
			}
			return nil, false, rest.Redact(err)
		}
		before := len(ids)
		for _, g := range page {
			if !slices.Contains(ids, g.ID) {
				ids = append(ids, g.ID)
			}
		}
		if len(page) < maxGuilds || len(ids) == before { // a server may know no pages
			return ids, true, nil
		}
	}
}

// missed notes which servers the bot was taken out of, or brought back into, where no
// event said so: while it was off, and always where events come over HTTP.
func (b *Bot) missed(ctx context.Context) error {
	ids, known, err := b.guilds(ctx)
	if err != nil || !known || len(ids) == 0 && b.APIURL != DefaultAPIURL { // another server's empty list may be its habit
		return err
	}
	kept, err := b.State.Workspaces(ctx, platform)
	if err != nil {
		return err
	}
	for _, id := range kept {
		if slices.Contains(ids, id) {
			err = b.State.Back(ctx, platform, id)
		} else if !strings.HasPrefix(id, direct) {
			err = b.left(ctx, id)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// left notes that the bot is not in a server any more.
func (b *Bot) left(ctx context.Context, id string) error {
	isNew, err := b.State.Left(ctx, platform, id)
	if isNew {
		b.Log.Info("the bot is not in a server any more; its data is removed in 30 days", slog.String("server", id))
	}
	return err
}

// watchGuilds asks for the list of servers at the start and every hour.
func (b *Bot) watchGuilds(ctx context.Context) error {
	for {
		wait := time.Hour
		if err := b.missed(ctx); err != nil && ctx.Err() == nil {
			b.Log.Warn("the servers that the bot is in are not known; asked again", slog.Duration("in", longPause), slog.Any("error", rest.Redact(err)))
			wait = longPause
		}
		if outbox.Pause(ctx, wait) != nil {
			return nil
		}
	}
}

// Admins returns the direct messages of the owners of the servers that the bot is in.
// A server that does not tell is left out.
func (b *Bot) Admins(ctx context.Context) (out []bot.Place, err error) {
	if err := b.connected(); err != nil {
		return nil, err
	}
	guilds, known, err := b.guilds(ctx)
	if err != nil || !known {
		return nil, err
	}
	for _, id := range guilds {
		var told struct {
			Owner string `json:"owner_id"`
		}
		if err := b.rest.Call(ctx, "GET", "/guilds/"+id, nil, &told); err != nil {
			b.Log.Warn("Discord does not say who owns a server", slog.String("server", id), slog.Any("error", rest.Redact(err)))
			continue
		}
		if told.Owner != "" {
			out = append(out, bot.Place{Platform: platform, Workspace: id, User: told.Owner})
		}
	}
	return out, nil
}
