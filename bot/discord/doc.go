// Package discord answers in Discord, over the gateway or HTTP. It knows no command: the
// Mux does.
//
// An event comes in by the gateway package or http.go and goes to event in discord.go.
// interactions.go, components.go, form.go and message_commands.go acknowledge what people
// press and type within 3 s, messages.go reads mentions and direct messages. access.go
// says who may ask, answer.go asks the Mux, and deliver.go sends the answer, however often
// that takes. post.go and update.go send and correct what nobody asked for. Rendering is
// in embed, HTTP calls in rest, queues and pauses in bot/chat/outbox.
//
// discordtest is a Discord for tests; conformance_test.go plays the conformance kit with
// it.
package discord
