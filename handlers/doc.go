// Package handlers answers the commands: words in, a Card out. A command is one file
// of a sub-package and one line of the catalogue; help, completion, Slack's manifest
// and Discord's registration come from that list. The sub-packages are groups of
// commands, each over the few things that it needs. Begin with catalogue.go.
package handlers
