// Package webapi sends requests to Slack and tells Slack's answers from those of proxies
// and of servers that lack a method. It knows no message: the library makes most calls,
// over Client.
//
// Start at Client.Do. Respond posts to response URLs, which are no methods. Errors are free
// of addresses and of words that may be users'.
package webapi
