// Package embed renders Cards as Discord's embeds and buttons. It is pure: an Answer
// goes in, Messages come out, and Body is the JSON that Discord takes. It knows nothing
// of connections, tokens or the store.
//
// Start at Answer.Render in render.go: a card becomes pieces, pieces that fit are
// packed into a message, and each message gets the title, the buttons and a plain
// form. Plainer, AsPlainText and WithoutFile return what to send after a refusal.
// Pressed and Rows read a message that Discord sends back.
//
// Answers are embeds and not components v2. A message of those has room for 4,000 characters
// in place of 6,000, and for 40 components: ten rows with a button each take 30 of them, and
// what is around and below the rows takes more than the other ten. A message that has them
// cannot be edited back to text or embeds, as corrections and refusals need, and servers
// that only speak Discord's API do not know them. Their gains are here without them: the
// colour of a verdict, one menu for all rows, small print.
//
// Discord reads markup in descriptions, so markdown.go escapes every word that is not
// a link or emphasis of our own. The tests compare each quotation with its bytes.
package embed
