// Package gateway keeps the connections to Discord's gateway: HELLO, IDENTIFY,
// heartbeats, RESUME, and connecting again. It hands events on undecoded and knows no
// message and no command.
//
// Start at Gateway.Run in gateway.go. A shard (shard.go) makes one connection after the
// other and decides which session the next one resumes. A connection (connection.go)
// has a deadline for HELLO, for READY or RESUMED, and for each heartbeat, so that no
// server can leave the bot deaf. identify.go spends the day's IDENTIFYs.
package gateway
