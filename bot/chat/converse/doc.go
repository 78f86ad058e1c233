// Package converse is the life of a question on a chat service, once for all services. An
// event is claimed, so that it is answered once; who asks is admitted; the question is
// asked and, if that takes long, announced; the answer is rendered, delivered however often
// that takes, and remembered, for buttons, edits, deletions, restarts and corrections.
// Digests and watches are posted by the same steps.
//
// A service turns its events into Targets and Questions, Presses, Changes and Tasks, and
// hands them to a Chat. What the Chat needs in return is the interface Service: small
// calls, each made once, errors classified. The package knows no service and no command.
//
// Start at Chat in chat.go, then answer.go. Each file knows only files that come after it
// in the order: chat, restart, task, press, change, export, post, answer, notice, present,
// courier, ask, memory, patience, service, target.
package converse
