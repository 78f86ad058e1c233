package people

import "embed"

// wordFiles are the word lists of this package.
//
//go:embed words
var wordFiles embed.FS
