package embed

// Discord's limits on a message. Characters are counted as UTF-16 units, the
// strictest way that Discord's documentation can be read.
const (
	maxContent     = 2_000 // of a message: https://discord.com/developers/docs/resources/message#create-message
	maxEmbedsText  = 6_000 // over all embeds of a message: https://discord.com/developers/docs/resources/message#embed-object-embed-limits
	maxTitle       = 256   // of an embed, ibid.
	maxDescription = 4_096 // of an embed, ibid.
	maxRows        = 5     // of buttons: https://discord.com/developers/docs/components/reference#action-row
	maxRowButtons  = 5     // of a row, ibid.
	maxButtonLabel = 80    // https://discord.com/developers/docs/components/reference#button
	maxCustomID    = 100   // https://discord.com/developers/docs/components/reference#anatomy-of-a-component
	maxMenu        = 25    // options of a menu: https://discord.com/developers/docs/components/reference#string-select
	maxOption      = 100   // of an option's label, value and description, ibid.
	maxURL         = 512   // of a link button, as the published OpenAPI document says
	maxAltText     = 1_024 // https://discord.com/developers/docs/resources/message#attachment-object
)

// Budgets of ours within those limits.
const (
	// pieceText is the maximum length of text that stays together in one embed: a statement longer than
	// this goes on in the next message, marked.
	pieceText = 3_400
	// readingText and footText bound the reading and the footer.
	readingText = 500
	footText    = 700
	// itemButtons bounds the buttons of one row of an answer.
	itemButtons = 5
	// answerButtons bounds those of the answer itself, pages and deletion among them.
	answerButtons = 15
	maxButtons    = maxRows * maxRowButtons
	// maxLink bounds the address of a link within a text.
	maxLink = 1_000
)
