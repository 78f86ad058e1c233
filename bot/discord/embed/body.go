package embed

import (
	"strconv"

	"github.com/bwmarrin/discordgo"
)

// Payload is a message as Discord takes it
// (https://discord.com/developers/docs/resources/message#create-message). Every
// list is always sent: an edit leaves alone what is not named.
type Payload struct {
	Content         string                       `json:"content"`
	Embeds          []*discordgo.MessageEmbed    `json:"embeds"`
	Components      []discordgo.MessageComponent `json:"components"`
	AllowedMentions mentions                     `json:"allowed_mentions"`
	Flags           int                          `json:"flags,omitempty"`
	Reference       *Reference                   `json:"message_reference,omitempty"`
	Attachments     []attachment                 `json:"attachments"`
	Nonce           string                       `json:"nonce,omitempty"`
	EnforceNonce    bool                         `json:"enforce_nonce,omitempty"`
}

// mentions is always empty: nothing in a quotation notifies anybody.
type mentions struct {
	Parse []string `json:"parse"`
}

// Reference is the message replied to. It is no error if that was deleted meanwhile.
type Reference struct {
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

// OnlyAsker is the flag of a message that one person alone sees (EPHEMERAL).
const OnlyAsker = 1 << 6

// Silent is the flag of a message that notifies nobody (SUPPRESS_NOTIFICATIONS).
const Silent = 1 << 12

// Post is a post of a forum
// (https://discord.com/developers/docs/resources/channel#start-thread-in-forum-or-media-channel).
type Post struct {
	Name    string  `json:"name"`
	Rests   int     `json:"auto_archive_duration"` // minutes without a message until it is archived
	Message Payload `json:"message"`
}

// Body returns the message as Discord takes it.
func (m Message) Body(flags int) Payload {
	b := Payload{Content: m.Text, Embeds: m.Embeds, Components: m.Components, AllowedMentions: mentions{Parse: []string{}}, Flags: flags}
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
