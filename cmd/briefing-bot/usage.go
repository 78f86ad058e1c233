package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/signal"
	"runtime/debug"
	"syscall"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot"
)

// newGroup returns a verb that has verbs of its own and does nothing itself.
func newGroup(name, short string, verbs ...*cobra.Command) *cobra.Command {
	c := &cobra.Command{Use: name, Short: short, Args: knownVerb, RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() }}
	c.AddCommand(verbs...)
	return c
}

// knownVerb returns an error for a word that is no verb of a group, with those that
// are spelled nearly like it.
func knownVerb(group *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, c := range group.Commands() {
		names = append(names, c.Name())
	}
	fix := fmt.Sprintf("See %s --help.", group.CommandPath())
	if near, ok := bot.Nearest(args[0], names); ok {
		fix = fmt.Sprintf("Did you mean %s %s?", group.CommandPath(), near)
	}
	return &bot.Error{Message: fmt.Sprintf("unknown command %q for %q. %s", args[0], group.CommandPath(), fix), Usage: true}
}

// usageArgs marks errors of check as errors in the command line.
func usageArgs(check cobra.PositionalArgs) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if err := check(cmd, args); err != nil {
			return fmt.Errorf("%w: %w", err, errUsage)
		}
		return nil
	}
}

// version returns the module's version, and the commit if built from a checkout.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	for _, s := range info.Settings {
		if s.Key == "vcs.revision" && v == "(devel)" {
			v += " " + s.Value
		}
	}
	return v
}

// statusError is an error that ends the program with a status and prints nothing.
type statusError int

// Error is for the log; main ends with the status and prints nothing.
func (s statusError) Error() string { return fmt.Sprintf("exit status %d", int(s)) }

// errUsage marks errors in the command line.
var errUsage = errors.New("see --help")

// The exit statuses of every verb.
const (
	exitFailed        = 1
	exitNotUnderstood = 2
)

// interruptsKey is the context key of the channel that SIGINT and SIGTERM go to.
type interruptsKey struct{}

// keepInterrupts leaves Ctrl-C to a verb that gives it a meaning of its own.
// SIGTERM still ends it.
func keepInterrupts(ctx context.Context) {
	if caught, ok := ctx.Value(interruptsKey{}).(chan os.Signal); ok {
		signal.Stop(caught)
		signal.Notify(caught, syscall.SIGTERM)
	}
}

// counted returns a number with its noun, in the singular or the plural.
func counted(n int, one, more string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, more)
}
