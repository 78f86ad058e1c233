// Package discord answers in Discord, over the gateway or HTTP. It knows no command: the
// Mux does. What becomes of a question, once it is read, is package converse's business.
//
// An event comes in by the gateway package or http.go. events.go hands it on:
// interactions.go, components.go, form.go and message_commands.go acknowledge what people
// press and type within 3 s, messages.go reads mentions and direct messages; each makes a
// question of it for converse.Chat. In return the Chat asks places.go who may see what,
// render.go for messages, work.go to show that the bot is at work, and send.go to make the
// calls. Rendering is in embed, HTTP calls are in rest.
//
// discordtest is a Discord for tests; conformance_test.go plays the conformance kit with
// it.
package discord
