package main

import (
	"fmt"

	"github.com/spf13/cobra"

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
