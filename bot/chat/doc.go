// Package chat has what the chat services share and no service owns.
//
// An answer is made of Lines of styled text (richtext.go), which Limits splits so that
// each message fits (split.go) and no quoted byte changes; buttons.go decides which
// buttons an answer has, and claim.go reads what somebody's message quotes. Dedup and KeyedMutex keep one event from being answered twice
// and the changes of one question in order. Deliveries bounds what HTTP deliveries may
// cost, Outage and StoreFaults tell those who run the bot what is wrong, and Cache bounds
// what is remembered. bot/chat/converse is the life of a question, bot/chat/outbox sends.
//
// The package knows no service: nothing here names Slack or Discord but in comments.
package chat
