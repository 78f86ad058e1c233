package app

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// equalLines are asked in Slack and in Discord.
func equalLines() []string {
	lines := []string{"sources", "people", "topics", "help", "help who-said", "who-said", "who-sad water", "who-said water sinse:2031", "people water",
		"check-quote \"nobody has ever said these words\"", "who-is nobody at all", "article none", "verify 0000", "context 0000",
		"who-said water since:2031-05-01 until:2031-03-01", "who-said water since:03/04/2031", "what about the water?", "who said water", "write me a poem"}
	for _, topic := range []string{"water", "ferry", "school", "harbour", "minister", "talks", "price", "bridge", "election", "truce", "unheardof"} {
		lines = append(lines, "who-said "+topic+" limit:3", "timeline "+topic+" limit:4", "ask "+topic)
	}
	return lines
}

// TestTheSameAnswerInSlackAndDiscord: the same items in the same order with the
// same words, over every line.
func TestTheSameAnswerInSlackAndDiscord(t *testing.T) {
	t.Parallel()
	slack, discord := slacktest.New(t, slacktest.Options{NoTables: true}), discordtest.New(t, discordtest.Options{})
	serveBoth(t, slack, discord, func(*App) {})
	slack.Await("both connections", func() bool { return slack.Connections() == 2 })
	discord.Await("the connection", func() bool { n, _, _ := discord.Sessions(); return n == 1 })
	lines := equalLines()
	if len(lines) < 50 {
		t.Fatalf("only %d lines", len(lines))
	}
	asked := 0
	for i, line := range lines {
		if i%raced.Slowdown != 0 {
			continue
		}
		asked++
		asker := fmt.Sprintf("U%d", asked) // one message a second in a channel would take long
		in, user := slacktest.DirectChannel(asker), discordtest.Alone(discordtest.Anna)
		slack.Say(slacktest.Place{Channel: in, User: asker}, line)
		discord.Say(user, line)
		want := slackMarks.ReplaceAllString(answerIn(t, slack, in, 1).Words(), "")
		got := bare(answerOf(t, discord, user.Channel, asked).Words())
		if letters(got) != letters(want) || letters(got) == "" || !inOrder(want, receipts.FindAllString(got, -1)) {
			t.Errorf("%s\nDiscord %s\nSlack   %s", line, got, want)
		}
	}
}

var (
	// What one surface alone says: how many messages it needed, and the numbers of
	// rows that Discord's buttons name.
	slackMarks = regexp.MustCompile(`message \d+ of \d+`)
	ownLines   = regexp.MustCompile(`(?m)^-# \*newest article came in\* <t:\d+:R>$|message \d+ of \d+|^\d+ · |^-# `)
	tappable   = regexp.MustCompile(`<(/[a-z -]+):\d+>`)
	receipts   = regexp.MustCompile(`(?m)[0-9a-z]{12,}$`)
	link       = regexp.MustCompile(`\[((?:[^\]\\]|\\.)*)\]\([^)\s]*\)`)
	marks      = regexp.MustCompile("\\\\([!-/:-@\\[-`{-~])|\\*+|~~|(?m:^> )")
)

// bare is the text that Discord shows: links by their words, without markup.
func bare(text string) string {
	text = tappable.ReplaceAllString(ownLines.ReplaceAllString(text, ""), "$1")
	return marks.ReplaceAllString(link.ReplaceAllString(text, "$1"), "$1")
}

// letters returns the characters of a text in a fixed order, without blanks and what
// stands between parts: the surfaces place the parts of a byline as they like.
func letters(text string) string {
	kept := []rune(strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || r == '·' {
			return -1
		}
		return r
	}, text))
	slices.Sort(kept)
	return string(kept)
}

// inOrder reports whether a text has the parts one after another.
func inOrder(text string, parts []string) bool {
	for _, p := range parts {
		_, rest, found := strings.Cut(text, p)
		if !found {
			return false
		}
		text = rest
	}
	return true
}

// serveBoth serves the sample in both until the test ends. It returns the
// configuration file and the console's address.
func serveBoth(t *testing.T, slack *slacktest.Server, discord *discordtest.Server, adjust func(*App)) (config, page string) {
	t.Helper()
	dir := t.TempDir()
	file := filepath.Join(dir, "briefing.yaml")
	text := fmt.Sprintf("data: data\nanswers:\n  user_limit: 0\nconsole:\n  address: 127.0.0.1:0\nslack:\n  bot_token_file: bot\n  app_token_file: app\n  api_url: %s\ndiscord:\n  token_file: token\n  api_url: %s\n  gateway_url: %s\n", slack.APIURL(), discord.APIURL(), discord.GatewayURL())
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	putFiles(t, dir, map[string]string{"bot": slacktest.BotToken, "app": slacktest.AppToken, "token": discordtest.Token})
	copySample(t, filepath.Join(dir, "data"))
	return file, serveWith(t, file, adjust).page
}
