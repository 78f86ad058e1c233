package ingest

import (
	"os"
	"path/filepath"
	"slices"
)

// A Maildir is a folder of e-mails, one a file, with the folders new, cur and tmp
// (https://cr.yp.to/proto/maildir.html). The names of its messages have no endings that
// tell what they are.

// maildirPlace is what a file is in a Maildir.
type maildirPlace uint8

const (
	maildirNone    maildirPlace = iota // it is in none
	maildirMessage                     // a message that was delivered
	maildirOther                       // one that is being delivered, or a mail server's own file
)

// maildirFolders are the folders of every Maildir.
var maildirFolders = []string{"new", "cur", "tmp"}

// inMaildir returns what the file at path is in a Maildir.
func inMaildir(path string) maildirPlace {
	dir := filepath.Dir(path)
	switch name := filepath.Base(dir); {
	case isMaildir(dir):
		return maildirOther
	case !slices.Contains(maildirFolders, name) || !isMaildir(filepath.Dir(dir)):
		return maildirNone
	case name == "tmp":
		return maildirOther
	}
	return maildirMessage
}

// isMaildir reports whether a folder has the three folders of a Maildir.
func isMaildir(dir string) bool {
	return !slices.ContainsFunc(maildirFolders, func(name string) bool {
		info, err := os.Stat(filepath.Join(dir, name))
		return err != nil || !info.IsDir()
	})
}
