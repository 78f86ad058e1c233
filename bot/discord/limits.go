package discord

import "time"

// Discord's limits. Characters are counted as UTF-16 units, the strictest way
// that Discord's documentation can be read.
const (
	maxContent     = 2_000 // of a message: https://discord.com/developers/docs/resources/message#create-message
	maxEmbeds      = 10    // of a message, ibid.
	maxEmbedsText  = 6_000 // over all embeds of a message: https://discord.com/developers/docs/resources/message#embed-object-embed-limits
	maxTitle       = 256   // of an embed, ibid.
	maxDescription = 4_096 // of an embed, ibid.
	maxFooter      = 2_048 // of an embed, ibid.
	maxRows        = 5     // of buttons: https://discord.com/developers/docs/components/reference#action-row
	maxRowButtons  = 5     // of a row, ibid.
	maxButtonLabel = 80    // https://discord.com/developers/docs/components/reference#button
	maxCustomID    = 100   // https://discord.com/developers/docs/components/reference#anatomy-of-a-component
	maxURL         = 512   // of a link button, as the published OpenAPI document says

	// https://discord.com/developers/docs/interactions/application-commands
	maxCommands     = 100 // slash commands of an application
	maxOptions      = 25  // of a command or sub-command
	maxChoices      = 25  // of an option, and of an autocompletion
	maxHelp         = 100 // a description's characters
	maxChoice       = 100 // a choice's characters, in its name and in its value
	maxCommandText  = 8_000
	acknowledgement = 3 * time.Second  // of an interaction: https://discord.com/developers/docs/interactions/receiving-and-responding
	tokenLife       = 15 * time.Minute // of an interaction, ibid.

	// https://discord.com/developers/docs/components/reference#text-input
	maxFields = 5     // of a form
	maxLabel  = 45    // of a field, and of a form's title
	maxField  = 4_000 // characters of a field

	// https://discord.com/developers/docs/resources/message#attachment-object
	maxAltText = 1_024
	// maxUpload is the most bytes of a file where nobody has paid for more:
	// https://discord.com/developers/docs/reference#uploading-files
	maxUpload = 10 << 20

	// https://discord.com/developers/docs/topics/rate-limits
	perSecond      = 50
	maxInvalid     = 10_000 // 401, 403 and 429 in invalidWindow, then the machine is banned
	invalidWindow  = 10 * time.Minute
	identifyWithin = 5 * time.Second // one IDENTIFY in it: https://discord.com/developers/docs/events/gateway#rate-limiting
)

// Budgets of ours within those limits.
const (
	// pieceText is the most that stays together in one embed: a statement longer
	// than this goes on in the next message, marked.
	pieceText = 3_400
	// readingText and footText are the most of the reading and the footer.
	readingText = 500
	footText    = 700
	// itemButtons are the most buttons of one row of an answer.
	itemButtons = 5
	// answerButtons are the most of the answer itself, pages and deletion among them.
	answerButtons = 15
	maxButtons    = maxRows * maxRowButtons
	// maxLink is the longest address of a link within a text.
	maxLink = 1_000
)
