// Package blockkit renders Cards as Slack's Block Kit. It is pure: an Answer goes
// in, Messages come out, ready to be sent. It knows nothing of connections, tokens
// or the store.
//
// Start at Answer.Render in render.go: a card becomes pieces, pieces that fit are
// packed into a message, and each message gets the title, the buttons and a plain
// form for servers that refuse the blocks. View renders the App Home, which has one
// page. Asker, ButtonValues and QuoteIn read a message that Slack sends back.
//
// An article's words are in rich_text elements alone, in which Slack reads no markup
// and notifies nobody. The tests compare each quotation with its bytes.
package blockkit
