package discord

import "slices"

// Access says who may ask what, by Discord's IDs. An empty list allows all.
type Access struct {
	Servers, Channels, Roles []string
	// Sources are the outlets that a channel with its threads or, without an entry of
	// its own, a server may see.
	Sources map[string][]string
}

// DirectSources names, in Access.Sources, the outlets that direct messages may see.
const DirectSources = "direct"

// barred returns why nothing may be shown at a place, "" if something may. It is for
// people. A place without a channel is somebody's direct messages, for a server.
func (b *Bot) barred(v *target) string {
	a := b.Access
	guild, channel, under := v.ruling()
	_, direct := a.Sources[DirectSources]
	switch {
	case guild == "" && len(a.Servers)+len(a.Channels)+len(a.Roles) > 0:
		return "This bot answers only in the servers on its list."
	case guild == "" && len(a.Sources) > 0 && !direct:
		return "Which outlets direct messages may see is not set: ask in a server. This bot's administrator can name them (discord.sources.direct)."
	case !allows(a.Servers, guild):
		return "This server is not on this bot's list."
	case channel != "" && !allows(a.Channels, channel) && (under == "" || !allows(a.Channels, under)):
		return "This channel is not on this bot's list. Its administrator can add it."
	}
	return ""
}

// unentitled returns why who asks may not, "" if they may.
func (b *Bot) unentitled(v *target) string {
	if roles := b.Access.Roles; len(roles) > 0 && !slices.ContainsFunc(v.roles, func(role string) bool { return slices.Contains(roles, role) }) {
		return "You have none of the roles on this bot's list. Its administrator can add one."
	}
	return ""
}

// shown returns the outlets that a place may see; all where empty.
func (b *Bot) shown(v *target) []string {
	guild, channel, under := v.ruling()
	if guild == "" {
		return b.Access.Sources[DirectSources]
	}
	for _, place := range []string{channel, under} {
		if own, listed := b.Access.Sources[place]; listed && place != "" {
			return own
		}
	}
	return b.Access.Sources[guild]
}

func allows(list []string, id string) bool { return len(list) == 0 || slices.Contains(list, id) }
