// Package outbox sends what is for a channel in order, at the channel's pace, and again
// after a fault. It knows no chat service.
//
// SendQueue keeps one ordered queue a channel (queue.go): a job waits for its turn,
// paces its messages and retries itself, so that a later answer never overtakes an
// earlier one. Retry and Pauses (retry.go) are the one place that decides how long to
// wait between tries.
package outbox
