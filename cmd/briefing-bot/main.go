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
	"time"
	_ "time/tzdata" // for machines without time zone data

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot"
)

func main() { os.Exit(runProcess(os.Args[1:])) }

// stopTimeout is the time a verb has to stop after a signal.
const stopTimeout = 9 * time.Second

// signalled is 128 and the number of the signal, as shells report it.
const signalled = 128

// runProcess runs a verb. The first SIGINT or SIGTERM cancels its context. A
// second one, or a verb that has not ended in time, ends the process at once:
// what was acknowledged is safe, as after a kill.
func runProcess(args []string) int {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	caught := make(chan os.Signal, 2)
	signal.Notify(caught, os.Interrupt, syscall.SIGTERM) // until the end: a late signal must not replace the exit status
	ended := make(chan int, 1)
	go func() { ended <- run(context.WithValue(ctx, interruptsKey{}, caught), args) }()
	var first os.Signal
	var late <-chan time.Time
	for {
		select {
		case status := <-ended:
			return status
		case s := <-caught:
			if first != nil {
				return statusOfSignal(s)
			}
			first, late = s, time.After(stopTimeout)
			cancel()
		case <-late:
			fmt.Fprintf(os.Stderr, "briefing-bot: work was still running %s after the signal; stopped it\n", stopTimeout)
			return statusOfSignal(first)
		}
	}
}

func statusOfSignal(s os.Signal) int {
	if number, ok := s.(syscall.Signal); ok {
		return signalled + int(number)
	}
	return exitFailed
}

// run runs a command line and returns its exit status. Tests call it.
func run(ctx context.Context, args []string) int {
	root := newRoot()
	root.SetArgs(args)
	return execute(ctx, root)
}

// execute runs a command line, prints why it failed and returns the exit status.
func execute(ctx context.Context, root *cobra.Command) int {
	err := root.ExecuteContext(ctx)
	if err == nil {
		return 0
	}
	if status, ok := errors.AsType[statusError](err); ok {
		return int(status)
	}
	printError(root.ErrOrStderr(), err)
	var people *bot.Error
	if errors.As(err, &people) && people.Usage || errors.Is(err, errUsage) {
		return exitNotUnderstood
	}
	return exitFailed
}
