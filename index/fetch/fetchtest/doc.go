// Package fetchtest is an internet in memory for tests: hosts with names, IP
// addresses and handlers, which speak HTTP over pipes. No packet leaves the
// process, so time in it can be that of testing/synctest. Start at New.
package fetchtest
