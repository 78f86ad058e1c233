// Package research answers the commands that compare: how a topic's statements are
// shared, how one speaker's wording changes, and who is named but not quoted. They
// count and mark, and never judge. A command is one file; begin with voices.go.
package research
