// Package doc cuts an article into what every later stage works on: tokens,
// sentences, paragraphs and quotations, all as byte spans of the article's text.
// It takes time linear in the text and accepts any bytes.
//
// It must know nothing of who speaks, of dates or of persons: no list of verbs,
// months or names belongs here. Start with New in document.go, then sentence.go
// for where sentences end and quote.go for how quotation marks are paired.
package doc
