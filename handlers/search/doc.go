// Package search answers the commands that search the briefing: who-said, ask,
// timeline, people, who-is, topics and sources. A command is one file; begin with
// who_said.go.
package search
