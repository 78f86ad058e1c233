package blockkit

// Slack's limits on a message. Characters are counted as UTF-16 units, the strictest way
// that Slack's documentation can be read.
const (
	maxBlocks      = 50     // of a message: https://docs.slack.dev/reference/block-kit/blocks
	maxViewBlocks  = 100    // of a modal or the App Home, ibid.
	maxHeader      = 150    // https://docs.slack.dev/reference/block-kit/blocks/header-block
	maxContextText = 2_000  // https://docs.slack.dev/reference/block-kit/blocks/context-block
	maxButtons     = 25     // of an actions block: https://docs.slack.dev/reference/block-kit/blocks/actions-block
	maxButtonLabel = 75     // https://docs.slack.dev/reference/block-kit/block-elements/button-element
	maxMenuOptions = 5      // https://docs.slack.dev/reference/block-kit/block-elements/overflow-menu-element
	maxURL         = 3_000  // of a button or link, ibid.
	MaxAltText     = 2_000  // https://docs.slack.dev/reference/block-kit/blocks/image-block
	maxMessageText = 13_200 // over all blocks of a message (msg_blocks_too_long); not documented, measured by others
	maxPlainText   = 40_000 // text of a message: https://docs.slack.dev/reference/methods/chat.postMessage
)

// Budgets of ours within those limits.
const (
	// pieceText is the most that stays together: a statement longer than this
	// goes on in the next message, marked.
	pieceText = 6_000
	// viewFrame is the number of blocks beside an answer in the App Home: the Ask button.
	viewFrame = 1
	// Of every message: the title, the reading, the footer and rows of buttons.
	frameBlocks = 8
	// fallbackText is the longest notification text with everything in it.
	fallbackText = 4_000
)
