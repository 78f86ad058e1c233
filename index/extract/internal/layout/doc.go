// Package layout reads a text as it was laid out, so that no later stage has to:
// it decodes character references, drops invisible characters, joins the lines of
// hard-wrapped paragraphs, writes quotation marks in one form, and recognizes
// paragraphs that belong to the page and not to the article.
//
// It must know nothing of statements, persons or dates, and changes no text: a View
// is what the stages read, and it maps their spans back to the text as given. Start
// with Read in read.go; the passes are in the order of the files: characters, lines
// (with wrapping and hyphens), marks.
package layout
