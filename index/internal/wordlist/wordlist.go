package wordlist

import (
	"io/fs"
	"iter"
	"strings"
)

// Set returns the words of the list name, words/name.txt in files, as a set. It
// panics if the list is missing: lists are embedded, and the tables are made when the
// program starts.
func Set(files fs.FS, name string) map[string]bool {
	set := map[string]bool{}
	for line := range Lines(files, name) {
		for w := range strings.FieldsSeq(line) {
			set[w] = true
		}
	}
	return set
}

// Lines yields the lines of the list name that are neither blank nor comments,
// without blanks at their ends. It panics if the list is missing.
func Lines(files fs.FS, name string) iter.Seq[string] {
	text, err := fs.ReadFile(files, "words/"+name+".txt")
	if err != nil {
		panic(err)
	}
	return func(yield func(string) bool) {
		for line := range strings.Lines(string(text)) {
			line = strings.TrimSpace(line)
			if line != "" && !strings.HasPrefix(line, "#") && !yield(line) {
				return
			}
		}
	}
}
