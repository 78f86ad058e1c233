module github.com/briefing-bot/briefing-bot

go 1.26
