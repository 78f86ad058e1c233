// Package slack answers in Slack, over Socket Mode or HTTP. It knows no command: the Mux
// does.
//
// An envelope comes in by socket.go or http.go and goes through receive in slack.go: it is
// claimed, so that it is answered once, and acknowledged within 3 s. events.go and
// actions.go decide what it asks for, access.go who may ask, answer.go asks the Mux, and
// deliver.go sends the answer, however often that takes. question_edits.go and
// withdraw.go follow what becomes of a question; post.go and update.go send and correct
// what nobody asked for. Rendering is in blockkit, queues and pauses in bot/chat/outbox.
//
// slacktest is a Slack for tests; conformance_test.go plays the conformance kit with it.
package slack
