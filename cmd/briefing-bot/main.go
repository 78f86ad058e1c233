// Command briefing-bot reads a team's news articles and answers who said what,
// when, with the articles' own words.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	_ "time/tzdata" // zones, where the machine has none

	"github.com/briefing-bot/briefing-bot/bot"
)

// The exit statuses of every verb.
const (
	exitFailed        = 1
	exitNotUnderstood = 2
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	os.Exit(run(ctx, os.Args[1:]))
}

// run is the program without its process: what the tests run too.
func run(ctx context.Context, args []string) int {
	root := newRoot()
	root.SetArgs(args)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	var status exitStatus
	if errors.As(err, &status) {
		return int(status)
	}
	fmt.Fprintln(os.Stderr, "briefing-bot:", err)
	var people *bot.Error
	if errors.As(err, &people) && people.Usage || errors.Is(err, errUsage) {
		return exitNotUnderstood
	}
	return exitFailed
}

// exitStatus ends the program with a status and says nothing more.
type exitStatus int

// Error is for the log; main ends with the status and prints nothing.
func (s exitStatus) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// errUsage marks errors of the command line itself.
var errUsage = errors.New("see --help")
