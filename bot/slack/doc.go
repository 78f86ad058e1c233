// Package slack answers in Slack, over Socket Mode or HTTP. It knows no command: the Mux
// does. What becomes of a question, once it is read, is package converse's business.
//
// An envelope comes in by socket.go or http.go and goes through receive in events.go.
// events.go, actions.go, shortcuts.go and home.go find out what it asks for, and make a
// question of it for converse.Chat. In return the Chat asks places.go and guests.go who may
// see what, render.go for messages, and send.go to make the calls. workspaces.go knows
// where the bot is installed, oauth.go installs it. Rendering is in blockkit, requests and
// response URLs are in webapi.
//
// slacktest is a Slack for tests; conformance_test.go plays the conformance kit with it.
package slack
