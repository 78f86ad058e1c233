package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestSlackSettings: the error of what is wrong in Slack's part of the configuration
// says how to fix it and shows no secret.
func TestSlackSettings(t *testing.T) {
	rows := []struct{ why, config, bot, app, want string }{
		{"only one token", "", "xoxb-1", "", "set SLACK_APP_TOKEN"},
		{"only the other", "", "", "xapp-1", "set SLACK_BOT_TOKEN"},
		{"the tokens swapped", "", "xapp-1", "xoxb-1", "the tokens are swapped: the bot token (xoxb-…) belongs in SLACK_BOT_TOKEN"},
		{"http without a signing secret", "mode: http", "xoxb-1", "", "set SLACK_SIGNING_SECRET"},
		{"an unknown mode", "mode: sokcet", "", "", "is not one of auto, off, socket, http"},
		{"not an address", "api_url: slack.com", "", "", "write https://slack.com/api/"},
		{"installations without a key", "client_id: '1.2'\n  public_url: https://bot.example.com", "xoxb-1", "xapp-1", "SLACK_CLIENT_SECRET"},
		{"a token file that is not there", "bot_token_file: missing", "", "", "slack.bot_token_file"},
		{"an unknown setting", "api_ulr: x", "", "", "api_ulr"},
		{"nothing of Slack", "", "", "", ""},
		{"both tokens", "", "xoxb-1", "xapp-1", ""},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			file := filepath.Join(t.TempDir(), "briefing.yaml")
			config := "zone: UTC\n"
			if r.config != "" {
				config += "slack:\n  " + r.config + "\n"
			}
			if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
				t.Fatal(err)
			}
			t.Setenv("SLACK_BOT_TOKEN", r.bot)
			t.Setenv("SLACK_APP_TOKEN", r.app)
			c, err := (&Flags{File: file}).Load()
			if err == nil {
				err = c.CheckSecrets()
			}
			if (err != nil) != (r.want != "") || err != nil && !strings.Contains(err.Error(), r.want) {
				t.Errorf("error %v, want %q in it", err, r.want)
			}
			if err != nil && (strings.Contains(err.Error(), "xoxb-1") || strings.Contains(err.Error(), "xapp-1")) {
				t.Errorf("a secret is in %v", err)
			}
		})
	}
}
