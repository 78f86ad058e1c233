package app

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// asked are lines as people write them to a bot that they mention (@), what the answer has and,
// after a bar, what it has not.
var asked = []struct{ line, has string }{
	{"@: who-said truce limit:1", "1 of 11 statements | nowhere"},
	{"@, who said truce limit:1", "1 of 11 statements | nowhere"},
	{"Hi @ who-said truce limit:1", "1 of 11 statements | nowhere"},
	{"@ and by:Tarrouche who-said truce", "What Amina Tarrouche said about truce"},
	{"@ `who-said truce limit:1`", "1 of 11 statements"},
	{"@ /who-said topic: dam by: Saldiyev", "What Timur Saldiyev said about dam | is empty"},
	{"@ who-said topic: truce limit: 1", "1 of 11 statements"},
	{"@ ask question: when will the dam open? limit: 1", "The date reported most, of | limit 1"},
	{"@ what happened on 16 October?", "16 Oct 2026 | nowhere"},
	{"@ what happened in 2026?", "asked as: timeline | nowhere has"},
	{"@ what's new?", "asked as: digest now"},
	{"@ anything new today?", "The newest article of the briefing is of"},
	{"@ latest on the dam", "sorted newest"},
	{"@ what can you do?", "What you can ask"},
	{"@ help me", "What you can ask | No command"},
	{"@ hi", "Hello | articles to"},
	{"@ thanks!", "welcome | articles to"},
	{"@", "What you can ask | admin"},
	{`@ is it true that Tarrouche said "A hand that shells a pump cannot hold a pen"?`, "asked as: check-quote ~ Exact"},
	{`@ is it true that Tarrouche said “A hand that shells a pump cannot hold a pen”?`, "asked as: check-quote ~ Exact"},
	{`@ check-quote "The gates will open when the last of our people is home"`, "Meridian Wire | Norrhaven Courier"},
	{`@ check-quote Water is not a weapon in our hands, but neither is it a gift`, "Exact | Altered"},
	{"@ digest", "/digest subscribe ~ example | No command"},
	{"@ watch", "/watch add ~ example | No command"},
	{"@ who-said by:Saldiyev limit:2", "2 of | More by"},
	{"@ who-said by:Saldiyev limit:1", "1 of 11 statements | 1–1"},
	{"@ who-said " + strings.Repeat("x", 3000), "letters | xxxxxxxxxxx"},
	{"@ who-said \u202etruce limit:1", "1 of 11 statements | \u202e"},
	{"@ digest why https://meridian-wire.example/2026/11/06/imber-truce-signed", "carried by 1 outlet"},
	{"@ https://meridian-wire.example/2026/11/06/imber-truce-signed", "asked as: article ~ Lorvania and Quessar sign 45-day truce"},
	{"@ who-said nothingatall", "No statement about nothingatall"},
	{"@ who-said truce by:Putin", "Nobody named Putin"},
	{"@ verify zzzz", "not a receipt"},
	{"@ check-quote @here", "Not in the briefing"},
	{"@ check-quote -1", "no word to look for"},
}

// answersAsked compares the answer to each line. ask asks one and returns what is read.
func answersAsked(t *testing.T, ask func(n int, line string) string) {
	t.Helper()
	for n, row := range asked {
		got := strings.Join(strings.Fields(ask(n, row.line)), " ")
		has, hasNot, _ := strings.Cut(row.has, "|")
		for want := range strings.SplitSeq(has, "~") {
			if !strings.Contains(got, strings.TrimSpace(want)) {
				t.Errorf("%.80q: no %q in %.600q", row.line, want, got)
			}
		}
		if hasNot = strings.TrimSpace(hasNot); hasNot != "" && strings.Contains(got, hasNot) {
			t.Errorf("%.80q: %q in %.600q", row.line, hasNot, got)
		}
	}
}

// TestWhatIsAskedInSlack asks over the real protocol, of the sample.
func TestWhatIsAskedInSlack(t *testing.T) {
	t.Parallel()
	fake := slacktest.New(t, slacktest.Options{})
	serveSlack(t, fake, "  admins: [U9]\nanswers:\n  user_limit: 0\n  channel_limit: 0\n")
	fake.Await("both connections", func() bool { return fake.Connections() == 2 })
	answersAsked(t, func(n int, line string) string {
		at := slacktest.Place{Channel: fmt.Sprint("C", n), User: "U1"}
		fake.Say(at, strings.Replace(line, "@", "<@"+slacktest.BotUser+">", 1))
		m := answerIn(t, fake, at.Channel, 1)
		text := m.Words()
		for _, b := range m.Buttons() {
			text += " " + b.Label
		}
		return text
	})
	boss := slacktest.Place{Channel: "CBOSS", User: "U9"}
	fake.Command(boss, "/briefing admin gaps")
	gaps := answerIn(t, fake, "CBOSS", 1).Words()
	checkGaps(t, gaps)
	for _, p := range fake.Problems() {
		t.Errorf("Slack refused: %s", p)
	}
}

// TestWhatIsAskedInDiscord is the same there.
func TestWhatIsAskedInDiscord(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t, discordtest.Options{})
	serveDiscord(t, fake, "")
	fake.Await("the connection", func() bool { n, _, _ := fake.Sessions(); return n == 1 })
	anna := discordtest.In(discordtest.Anna)
	answersAsked(t, func(n int, line string) string {
		fake.Say(anna, strings.Replace(line, "@", "<@"+discordtest.BotUser+">", 1))
		m := answerOf(t, fake, discordtest.Channel, n+1)
		return strings.NewReplacer(`\`, "", "*", "").Replace(m.Words() + " " + strings.Join(m.Labels(), " "))
	})
	boss := discordtest.In(discordtest.Boris)
	boss.Manages = true
	fake.Command(boss, "admin gaps", nil)
	fake.Await("the gaps", func() bool {
		all := fake.Answers(discordtest.Channel)
		return len(all) > len(asked) && all[len(asked)].Words() != ""
	})
	checkGaps(t, fake.Answers(discordtest.Channel)[len(asked)].Words())
	for _, p := range fake.Problems() {
		t.Errorf("Discord refused: %s", p)
	}
}

// checkGaps wants the questions that found nothing, and no greeting.
func checkGaps(t *testing.T, gaps string) {
	t.Helper()
	for _, want := range []string{"nothingatall", "Putin"} {
		if !strings.Contains(gaps, want) {
			t.Errorf("no %q among the gaps %q", want, gaps)
		}
	}
	for _, not := range []string{"thanks", "hi\n", "help me", "meridian-wire.example"} {
		if strings.Contains(gaps, not) {
			t.Errorf("%q among the gaps %q", not, gaps)
		}
	}
}

// bringInLongNames ingests an article in which all that can be long is: outlet, headline, address,
// roles; and many people speak.
func bringInLongNames(t *testing.T, config string) {
	t.Helper()
	dir := filepath.Join(filepath.Dir(config), "in")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	var text strings.Builder
	for i := range 60 / raced.Slowdown {
		fmt.Fprintf(&text, "“The pelican count of week %d was wrong from the first day,” said Orla Finch%c%c, the %swarden of the estuary.\n\n", i, 'a'+i/26, 'a'+i%26, strings.Repeat("deputy assistant ", 18))
	}
	meta := "id: pelicans\nsource: " + strings.Repeat("Verylongname ", 40) + "\ntitle: " + strings.Repeat("A headline of many words ", 60) +
		"\nurl: https://gazette.example/" + strings.Repeat("a", 2500) + "\npublished: 2026-11-19\n"
	for name, content := range map[string]string{"p.txt": text.String(), "p.meta.yaml": meta} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ingestVia(t, config, dir)
}

// longAnswers are commands whose answers are as long as they get.
var longAnswers = []string{"who-said pelican limit:50", "people limit:50", "sources", "articles", "timeline limit:50", "article pelicans limit:50", "topics limit:50",
	"voices pelican", "digest now max:20", "digest list", "not-quoted pelican", "who-is warden", "check-quote The pelican count of week 7 was wrong"}

// TestLongNames asks for lists and long names: neither service refuses an answer.
func TestLongNames(t *testing.T) {
	t.Run("slack", func(t *testing.T) {
		t.Parallel()
		fake := slacktest.New(t, slacktest.Options{})
		config := serveSlackAfter(t, fake, "answers:\n  user_limit: 0\n  channel_limit: 0\n", func(string) {})
		fake.Await("both connections", func() bool { return fake.Connections() == 2 })
		bringInLongNames(t, config)
		p := slacktest.Place{Channel: "C1", User: "U1"}
		for i := range 30 {
			fake.Command(p, fmt.Sprintf("/digest subscribe at:08:00 topic:t%d%s", i, strings.Repeat("x", 10*i)))
			answerIn(t, fake, "C1", i+1)
		}
		for i, line := range longAnswers {
			fake.Command(p, "/briefing "+line)
			if m := answerIn(t, fake, "C1", 31+i); len(m.Blocks) == 0 {
				t.Errorf("%s is answered without blocks: %.100q", line, m.Text)
			}
		}
		list := answerIn(t, fake, "C1", 31+slices.Index(longAnswers, "digest list")).Words()
		if second, tenth := strings.Index(list, "(d2)"), strings.Index(list, "(d10)"); second < 0 || tenth < second {
			t.Errorf("the digests are listed as %.600q", list)
		}
		fake.Command(p, "/digest subscribe at:08:00 topic:t0")
		if double := answerIn(t, fake, "C1", 31+len(longAnswers)).Words(); !strings.Contains(double, "already") {
			t.Errorf("a digest is set up twice: %q", double)
		}
		for _, refused := range fake.Problems() {
			t.Errorf("Slack refused: %s", refused)
		}
	})
	t.Run("discord", func(t *testing.T) {
		t.Parallel()
		fake := discordtest.New(t, discordtest.Options{})
		config := serveDiscordAfter(t, fake, "", func(string) {})
		fake.Await("the connection", func() bool { n, _, _ := fake.Sessions(); return n == 1 })
		bringInLongNames(t, config)
		p := discordtest.In(discordtest.Anna)
		for i := range 30 {
			fake.Command(p, "digest subscribe", map[string]any{"at": "08:00", "topic": fmt.Sprintf("t%d%s", i, strings.Repeat("x", 10*i))})
		}
		for i, line := range longAnswers {
			at := discordtest.Place{Guild: discordtest.Guild, Channel: fmt.Sprintf("7000000000000001%02d", i), User: discordtest.Anna}
			fake.Say(at, "<@"+discordtest.BotUser+"> "+line)
		}
		for i, line := range longAnswers {
			channel := fmt.Sprintf("7000000000000001%02d", i)
			fake.Await(line, func() bool { all := fake.Answers(channel); return len(all) > 0 && len(all[0].Embeds) > 0 })
		}
		for _, refused := range fake.Problems() {
			t.Errorf("Discord refused: %s", refused)
		}
	})
}
