package discord

import (
	"net/url"
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// needed are the permissions that the bot asks for in a server: no more than
// answering takes (https://discord.com/developers/docs/topics/permissions).
const needed = discordgo.PermissionViewChannel | discordgo.PermissionSendMessages | discordgo.PermissionSendMessagesInThreads |
	discordgo.PermissionEmbedLinks | discordgo.PermissionAttachFiles | discordgo.PermissionReadMessageHistory

// InviteURL returns the link that adds an application's bot and commands to a server.
func InviteURL(app string) string {
	q := url.Values{"client_id": {app}, "scope": {"bot applications.commands"}, "permissions": {strconv.FormatInt(needed, 10)}}
	return "https://discord.com/oauth2/authorize?" + q.Encode()
}
