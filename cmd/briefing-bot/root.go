package main

import (
	"fmt"
	"runtime/debug"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
)

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

func newVersion() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Print the version", Args: usageArgs(cobra.NoArgs),
		Example: "  briefing-bot version",
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), "briefing-bot", version())
			return err
		},
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
