package discord

import (
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// body is a message as Discord takes it
// (https://discord.com/developers/docs/resources/message#create-message). Every
// list is always sent: an edit leaves alone what is not named.
type body struct {
	Content         string                       `json:"content"`
	Embeds          []*discordgo.MessageEmbed    `json:"embeds"`
	Components      []discordgo.MessageComponent `json:"components"`
	AllowedMentions mentions                     `json:"allowed_mentions"`
	Flags           int                          `json:"flags,omitempty"`
	Reference       *reference                   `json:"message_reference,omitempty"`
	Attachments     []attachment                 `json:"attachments"`
	Nonce           string                       `json:"nonce,omitempty"`
	EnforceNonce    bool                         `json:"enforce_nonce,omitempty"`
}

// mentions is empty: nothing that is quoted notifies anybody.
type mentions struct {
	Parse []string `json:"parse"`
}

// reference is the message replied to; one that was deleted meanwhile is no error.
type reference struct {
	MessageID string `json:"message_id"`
	ChannelID string `json:"channel_id"`
	Fail      bool   `json:"fail_if_not_exists"`
}

type attachment struct {
	ID       string `json:"id"` // the number of the file among those sent
	Filename string `json:"filename"`
	// Description is read out to those who cannot see it.
	Description string `json:"description,omitempty"`
}

// onlyAsker makes a message that one person alone sees (EPHEMERAL).
const onlyAsker = 1 << 6

func (m message) body(flags int) body {
	b := body{Content: m.Text, Embeds: m.Embeds, Components: m.Components, AllowedMentions: mentions{Parse: []string{}}, Flags: flags}
	if b.Embeds == nil {
		b.Embeds = []*discordgo.MessageEmbed{}
	}
	if b.Components == nil {
		b.Components = []discordgo.MessageComponent{}
	}
	b.Attachments = []attachment{}
	for i, f := range m.Files {
		b.Attachments = append(b.Attachments, attachment{ID: strconv.Itoa(i), Filename: f.Name, Description: m.Alt})
	}
	return b
}
