module github.com/briefing-bot/briefing-bot

go 1.26.0

require (
	github.com/peterh/liner v1.2.3
	golang.org/x/net v0.62.0
	golang.org/x/term v0.47.0
)

require (
	github.com/clipperhouse/uax29/v2 v2.7.0 // indirect
	github.com/mattn/go-runewidth v0.0.31 // indirect
	golang.org/x/sys v0.49.0 // indirect
)
