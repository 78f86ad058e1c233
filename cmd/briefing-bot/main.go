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
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
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

// newRoot returns the command line with all verbs.
func newRoot() *cobra.Command {
	root := &cobra.Command{
		Use:   "briefing-bot",
		Args:  knownVerb,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
		Short: "Who said what, when: answers from your own news articles, in their own words",
		Long: `briefing-bot reads a folder of news articles and answers who said what and when,
with the articles' own words. It runs on one machine, uses no language model and
sends data only to the chat services you connect.

Try it:     briefing-bot demo
Your own:   briefing-bot ingest ~/articles && briefing-bot ask "/who-said ceasefire"`,
		SilenceUsage:  true,
		SilenceErrors: true,
	}
	s := &config.Flags{}
	root.PersistentFlags().StringVar(&s.Data, "data", "", "data folder, created by ingest and serve; "+config.HomeRelative(config.UserData())+" if not given (BRIEFING_BOT_DATA)")
	root.PersistentFlags().StringVar(&s.File, "config", "", "configuration file (BRIEFING_BOT_CONFIG)")
	root.SetFlagErrorFunc(func(_ *cobra.Command, err error) error { return fmt.Errorf("%w: %w", err, errUsage) })
	root.AddCommand(newDemo(), newServe(s), newChat(s), newAsk(s), newIngest(s), newRemove(s), newSources(s), newSearch(s),
		newAnnotate(), newMCP(s), newVerify(s), newCheck(s), newBackup(s), newRestore(s), newCompact(s), newReady(s), newDoctor(s), newSlack(s), newDiscord(s), newConfig(s), newMan(), newVersion())
	return root
}
