package slack

import "time"

// Slack's limits on what the bot sends.
const (
	maxPrompts = 4 // https://docs.slack.dev/reference/methods/assistant.threads.setSuggestedPrompts

	// https://docs.slack.dev/interactivity/handling-user-interaction#message_responses
	maxResponses = 5
	responseLife = 30 * time.Minute

	channelInterval = time.Second // about one message a second a channel: https://docs.slack.dev/apis/web-api/rate-limits
)

// maxHomeStatus is how many lines of status come above the help in the App Home.
const maxHomeStatus = 40
