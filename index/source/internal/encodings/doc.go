// Package encodings turns the bytes of texts and pages into UTF-8: by what is declared,
// or by the bytes themselves where that is certain. Start at Page and Text.
package encodings

// sniffed is how much of a text is looked at to tell its encoding.
const sniffed = 64 << 10
