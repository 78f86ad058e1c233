// Package rest calls Discord's HTTP API: authentication, multipart bodies, rate limits
// and errors. It knows the protocol but no message and no command.
//
// Start at Client.Call. It waits for what limits knows of a route's bucket, of the limit
// over all calls, and of the number of refused calls after which Discord bans a machine.
// Every error that it returns is free of addresses, because those of interactions hold a
// token: CodeOf and StatusOf read it, Redact removes addresses from errors of other
// origin.
package rest
