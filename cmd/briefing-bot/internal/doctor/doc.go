// Package doctor looks at everything that briefing-bot needs to run well, and says of
// what is wrong how to fix it. It changes nothing but what opening a data folder
// repairs. Start reading at Run; each check is one function.
package doctor
