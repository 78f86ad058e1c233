package embed

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestAsAPhoneShowsIt renders each answer to text as a phone shows it, for people to read:
// quotations behind a bar, links by their words, what can be pressed below.
func TestAsAPhoneShowsIt(t *testing.T) {
	for _, c := range append(bottest.Cards(), ownCards()...) {
		if c.Name == "long" {
			continue // pages of one sentence
		}
		t.Run(c.Name, func(t *testing.T) {
			var b strings.Builder
			for _, m := range shown(c.Card).Render() {
				b.WriteString(phone(m))
			}
			path := filepath.Join("testdata", "phone", c.Name+".golden")
			if *update {
				if err := os.WriteFile(path, []byte(b.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil || string(want) != b.String() {
				t.Errorf("%s (%v): got\n%s", path, err, b.String())
			}
		})
	}
}

// colorNames are what the bars beside answers look like.
var colorNames = map[int]string{color: "blue", colors["good"]: "green", colors["doubtful"]: "amber", colors["bad"]: "red"}

// ownCards are answers beside those of the kit: a verdict, and names that Discord shows.
func ownCards() []bottest.NamedCard {
	asked, at := bot.Request{Mentions: true}, time.Date(2031, 3, 5, 7, 0, 0, 0, time.UTC)
	actions := func(id string) (out []bot.Action) {
		for _, label := range []string{"Test", "Pause", "End"} {
			out = append(out, bot.Ask(label, "watch "+label, "id", id))
		}
		return out
	}
	quote := bottest.CardOf("check-quote").Items
	return []bottest.NamedCard{
		{Name: "exact", Card: bot.Card{Command: "check-quote", Title: "Check: “a truce at any price”", Verdict: "exact", Items: quote,
			Notice: "Exact: the article quotes Ilse Varga with these words, in this order.", Footer: "searched 1,284 articles"}},
		{Name: "watches", Card: bot.Card{Command: "watch list", Title: "Watches", Total: 2, Items: []bot.Item{
			{Label: "topic truce (w1)", Facts: []string{"at once", "in " + asked.ChannelMention("700000000000000002"), "set up by " + asked.UserMention("100000000000000002")}, Actions: actions("w1")},
			{Label: "by Ilse Varga (w2)", Facts: []string{"once a day at 08:00 (Europe/Stockholm)", "next " + asked.TimeMention(at, "Mon 2 Jan 15:04")}, Actions: actions("w2")}}}},
	}
}

// screen is the number of characters on a line of an embed on a phone.
const screen = 44

func phone(m Message) string {
	var b strings.Builder
	for _, e := range m.Embeds {
		fmt.Fprintf(&b, "┌ %s\n", colorNames[e.Color])
		for _, part := range []string{visible(e.Title), visible(e.Description), footer(e)} {
			if part != "" {
				b.WriteString(wrapped(part) + "\n")
			}
		}
		if e.Image != nil {
			b.WriteString("[picture]\n")
		}
	}
	for _, row := range m.Components {
		var line []string
		for _, c := range row.(discordgo.ActionsRow).Components {
			switch c := c.(type) {
			case discordgo.Button:
				line = append(line, "["+c.Label+"]")
			case discordgo.SelectMenu:
				line = append(line, "[ "+c.Placeholder+" ▾ ]")
				for _, o := range c.Options {
					line = append(line, "\n    "+o.Label+"\n      "+o.Description)
				}
			}
		}
		b.WriteString(strings.Join(line, " ") + "\n")
	}
	return b.String()
}

func footer(e *discordgo.MessageEmbed) string {
	if e.Footer == nil {
		return ""
	}
	return e.Footer.Text
}

var (
	links    = regexp.MustCompile(`\[((?:\\.|[^\]\\])*)\]\([^)\s]*\)`)
	moments  = regexp.MustCompile(`<t:\d+:R>`)
	dates    = regexp.MustCompile(`<t:\d+:f>`)
	emphasis = regexp.MustCompile(`(^|[^\\])(\*|~~)`)
)

// visible returns what is seen of a text in Discord's markup.
func visible(text string) string {
	text = moments.ReplaceAllString(links.ReplaceAllString(text, "$1"), "5 hours ago")
	text = dates.ReplaceAllString(text, "5 March 2031 07:00")
	text = emphasis.ReplaceAllString(strings.ReplaceAll(text, "**", ""), "$1")
	return discordtest.Literal(text)
}

// wrapped breaks lines at blanks, with the bar of a quotation before each.
func wrapped(text string) string {
	var out []string
	for line := range strings.SplitSeq(text, "\n") {
		bar := ""
		line = strings.Replace(line, smallPrint, "· ", 1)
		if rest, ok := strings.CutPrefix(line, "> "); ok {
			bar, line = "▎ ", rest
		}
		now := bar
		for word := range strings.SplitSeq(line, " ") {
			if utf8.RuneCountInString(now)+utf8.RuneCountInString(word) >= screen && now != bar {
				out = append(out, strings.TrimRight(now, " "))
				now = bar
			}
			now += word + " "
		}
		out = append(out, strings.TrimRight(now, " "))
	}
	return strings.Join(out, "\n")
}
