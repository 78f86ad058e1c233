// Package embed renders Cards as Discord's embeds and buttons. It is pure: an Answer
// goes in, Messages come out, and Body is the JSON that Discord takes. It knows nothing
// of connections, tokens or the store.
//
// Start at Answer.Render in render.go: a card becomes pieces, pieces that fit are
// packed into a message, and each message gets the title, the buttons and a plain
// form. Plainer, AsPlainText and WithoutFile return what to send after a refusal.
// Pressed and Rows read a message that Discord sends back.
//
// Discord reads markup in descriptions, so markdown.go escapes every word that is not
// a link or emphasis of our own. The tests compare each quotation with its bytes.
package embed
