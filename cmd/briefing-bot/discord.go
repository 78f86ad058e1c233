package main

import (
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
)

func newDiscord(s *config.Flags) *cobra.Command {
	group := newGroup("discord", "Print what Discord needs: the commands and the invite link")
	group.AddCommand(&cobra.Command{
		Use: "commands", Short: "Print the commands that serve registers with Discord, as JSON", Args: usageArgs(cobra.NoArgs),
		Example: "  briefing-bot discord commands",
		RunE: func(cmd *cobra.Command, _ []string) error {
			raw, err := discord.CommandsJSON(app.Commands())
			if err != nil {
				return err
			}
			_, err = fmt.Fprintf(cmd.OutOrStdout(), "%s\n", raw)
			return err
		},
	}, newInvite(s))
	return group
}

func newInvite(s *config.Flags) *cobra.Command {
	forUser := false
	invite := &cobra.Command{
		Use: "invite", Short: "Print the link that adds the bot to a server", Args: usageArgs(cobra.NoArgs),
		Long: `Print the link that adds the bot to a server or, with --user, its commands to your own
account: check-quote and who-said go with you into every server and group. The application's ID is discord.app
in the configuration, or BRIEFING_BOT_DISCORD_APP: copy it from
https://discord.com/developers/applications → your app → General Information.`,
		Example: "  BRIEFING_BOT_DISCORD_APP=123456789012345678 briefing-bot discord invite",
		RunE: func(cmd *cobra.Command, _ []string) error {
			c, err := s.Load()
			if err != nil {
				return err
			}
			if _, err := strconv.ParseUint(c.Discord.App, 10, 64); err != nil {
				return errors.New("discord.app: write the application's ID, a number (https://discord.com/developers/applications → your app → General Information → Application ID)")
			}
			link := discord.InviteURL(c.Discord.App)
			if forUser {
				link = discord.UserInviteURL(c.Discord.App)
			}
			_, err = fmt.Fprintln(cmd.OutOrStdout(), link)
			return err
		},
	}
	invite.Flags().BoolVar(&forUser, "user", false, "the link for one's own account")
	return invite
}
