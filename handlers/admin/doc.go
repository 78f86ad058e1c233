// Package admin answers the commands of administrators: settings, hidden outlets, which
// names are one person's, the index and the logs. A command is one file.
package admin
