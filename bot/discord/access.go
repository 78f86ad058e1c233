package discord

import (
	"slices"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Access says who may ask what, by Discord's IDs. An empty list allows all.
type Access struct {
	Servers, Channels, Roles []string
	// Sources are the outlets that a channel or, without an entry of its own, a
	// server may see.
	Sources map[string][]string
}

// admit checks the asker's rights and fills them in. The refusal is for people.
func (b *Bot) admit(v *venue, r bot.Request) (bot.Request, string) {
	a := b.Access
	switch {
	case v.guild == "" && len(a.Servers)+len(a.Channels)+len(a.Roles) > 0:
		return r, "This bot answers only in the servers on its list."
	case !allows(a.Servers, v.guild):
		return r, "This server is not on this bot's list."
	case !allows(a.Channels, v.channel):
		return r, "This channel is not on this bot's list. Its administrator can add it."
	case len(a.Roles) > 0 && !slices.ContainsFunc(v.roles, func(role string) bool { return slices.Contains(a.Roles, role) }):
		return r, "You have none of the roles on this bot's list. Its administrator can add one."
	}
	r.Admin = v.guild != "" && v.manages
	own, listed := a.Sources[v.channel]
	if r.Sources = own; !listed {
		r.Sources = a.Sources[v.guild]
	}
	return r, ""
}

func allows(list []string, id string) bool { return len(list) == 0 || slices.Contains(list, id) }
