// Package wordlist is where the stages of extraction find index/internal/wordlist, which
// other packages of the index read, too. New code imports that one.
package wordlist

import (
	"io/fs"
	"iter"

	"github.com/briefing-bot/briefing-bot/index/internal/wordlist"
)

// Set returns the words of the list name as a set.
func Set(files fs.FS, name string) map[string]bool { return wordlist.Set(files, name) }

// Lines yields the lines of the list name that are neither blank nor comments.
func Lines(files fs.FS, name string) iter.Seq[string] { return wordlist.Lines(files, name) }
