// Package bottest tests chat services. It has two parts.
//
// Cards are answers that every surface must render, Check and Quotes the test
// that a rendering changes no quoted byte, and HostileTexts quotes that try to do
// something where they are shown.
//
// TestService is the conformance kit: what people see of the bot in a chat
// service, as cases that every service has to pass. A service passes them through
// a fake of its own protocol, so the kit knows nothing of the package that it
// tests and stays as it is when that package is rewritten.
//
// # A new service
//
// To add, say, Mattermost:
//
//   - Write the fake, bot/mattermost/mattermosttest, from the vendor's
//     documentation. It speaks the real protocol over HTTP and websockets, refuses
//     what the service refuses and keeps the refusals. It takes a net.Listener, so
//     that it can listen on a Network, and imports nothing of the bot.
//   - Give the bot's Config a Dial function, which is the bot's only way out. In a
//     test it leads to the Network, and nowhere else.
//   - Write the adapter, bot/mattermost/conformance_test.go: a type with the methods
//     of Service, each a few lines that play the fake, and a test for each transport
//     that calls TestService with a function that makes the service. Read
//     bot/slack/conformance_test.go first.
//   - Write the package around converse.Chat: its events become questions, its calls are
//     what converse.Service asks for.
//   - Run the test and read the failures. Each begins with a sentence that says what
//     people should have seen, goes on with what they saw, and ends with the bot's
//     log. `go test ./bot/mattermost -run 'Conformance.*/lost/mention'` runs one case.
//
// # Differences
//
// A service that cannot do what a case says, or does not do it yet, names the case
// in Differs with the reason; a reason that begins with "fault:" is something to
// repair. Such a case runs and has to fail: TestService reports a difference that
// has gone, so that nobody goes on believing in it.
//
// # How a case runs
//
// Each case has a service, a bot, a state store and a Network of its own in a
// testing/synctest bubble. Time is the bubble's: a wait for an hour takes no time, and
// limits can be checked to the second. Nothing in a bubble may wait for anything
// outside, above all for a socket of the system, or time stops there.
//
// The answers come from Mux, whose handlers are invented. The kit stops the bot as
// a signal does, and kills it by cutting its Link and starting another bot with a
// copy of the store. After every case it checks that the service refused nothing,
// that every fault asked for was met, and that the log holds no secret.
//
// To add a case, add a row to one of the tables in cases_*.go and a function
// beside it. It may use what a person can do or see, the faults of the service and
// of the store, and the log; if it needs more, the case is about one service and
// belongs beside that service.
package bottest
