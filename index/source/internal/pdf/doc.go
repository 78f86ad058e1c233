// Package pdf turns the glyphs of a PDF file into the text of an article: lines, columns
// in the order in which they are read, paragraphs, words that were divided at the ends
// of lines. Every word that it gives is printed in the file; where that is not sure, it refuses the file. It
// knows nothing of articles. Start at Read.
//
// The steps, a file each: pieces.go (glyphs to pieces of lines), furniture.go (running
// headers and page numbers), columns.go (the order of reading), paragraphs.go, joins.go
// (sentences that go on overleaf), hyphens.go, doubt.go (what is refused).
package pdf
