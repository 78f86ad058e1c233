package app

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

const (
	pelicans  = "The warden of the estuary spoke on Monday. “The pelican count was wrong from the first day,” Orla Finch said.\n\nMax Orlo, the mayor, disagreed. “The pelican colony will return in spring,” Orlo said.\n"
	corrected = "The warden of the estuary spoke on Monday. “The pelican count was right but late,” Orla Finch said.\n\nMax Orlo, the mayor, disagreed. “The pelican colony will return in spring,” Orlo said.\n"
	wrong     = "wrong from the first day"
	taken     = "no longer says this"

	pelicansURL = "https://" + slacktest.Domain + "/pelicans"
)

// bringIn ingests a version of the article about pelicans, through serve where it
// owns the data folder.
func bringIn(t *testing.T, config, text string) {
	t.Helper()
	dir := filepath.Join(filepath.Dir(config), "in")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{"pelicans.txt": text, "pelicans.meta.yaml": "id: pelicans\nsource: Estuary Post\nurl: " + pelicansURL + "\npublished: 2025-05-19\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	ingestVia(t, config, dir)
}

// TestEarlierAnswersAreEditedInSlack: words that an article does not have any more,
// or that an administrator hides, leave the messages that show them, and the previews of
// links; the rest of a message stays. Administrators hear once that nothing comes in.
func TestEarlierAnswersAreEditedInSlack(t *testing.T) {
	t.Parallel()
	fake := slacktest.New(t, slacktest.Options{})
	config := serveSlackAfter(t, fake, "  admins: [U9]\nanswers:\n  stale: 1s\n", func(string) {})
	fake.Await("both connections", func() bool { return fake.Connections() == 2 })
	told := slacktest.DirectChannel("U9")
	if m := answerIn(t, fake, told, 1); !strings.Contains(m.Words(), "No new articles for") {
		t.Errorf("the administrator was told %q", m.Words())
	}
	time.Sleep(again)
	if n := len(fake.Answers(told)); n != 1 {
		t.Errorf("the administrator was told %d times", n)
	}
	bringIn(t, config, pelicans)
	anna, boss := slacktest.Place{Channel: "C1", User: "U1"}, slacktest.Place{Channel: "C2", User: "U9"}
	fake.Say(anna, "<@"+slacktest.BotUser+"> who-said pelican")
	m := answerIn(t, fake, "C1", 1)
	if !strings.Contains(m.Words(), wrong) {
		t.Fatalf("answered %q", m.Words())
	}
	fake.Command(anna, "/who-said pelican")
	fake.Press(anna, answerIn(t, fake, "C1", 2), "Share")
	answerIn(t, fake, "C1", 3)
	const link = pelicansURL + "?utm_source=feed"
	posted, _ := fake.Link(anna, "look", link)
	preview := func(holds, lacks string) {
		t.Helper()
		shown := func() string {
			return strings.Join(strings.Fields(slacktest.Phone(fake.Previews("C1", posted)[link])), " ")
		}
		fake.Await("the preview to show "+holds, func() bool { return strings.Contains(shown(), holds) })
		if strings.Contains(shown(), lacks) {
			t.Errorf("below the link stands\n%s", shown())
		}
	}
	preview(wrong, taken)
	bringIn(t, config, corrected)
	preview(taken, wrong)
	for _, i := range []int{0, 2} { // what is for one alone cannot be edited
		fake.Await("the edit", func() bool { return fake.Answers("C1")[i].Edits == 1 })
		now := fake.Answers("C1")[i].Words()
		if strings.Contains(now, wrong) || strings.Contains(now, "right but late") || !strings.Contains(now, taken) || !strings.Contains(now, "colony will return in spring") {
			t.Errorf("edited to %q", now)
		}
	}
	fake.Command(boss, `/briefing admin hide "Estuary Post"`)
	fake.Await("the second edit", func() bool { return fake.Answers("C1")[0].Edits == 2 })
	if now := fake.Answers("C1")[0].Words(); strings.Contains(now, "spring") || !strings.Contains(now, "no longer shown here") {
		t.Errorf("edited to %q", now)
	}
	preview("no longer shown", "Estuary Post ·")
	for _, p := range fake.Problems() {
		t.Errorf("Slack refused: %s", p)
	}
}

// TestEarlierAnswersAreEditedInDiscord is the same there.
func TestEarlierAnswersAreEditedInDiscord(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t, discordtest.Options{})
	config := serveDiscordAfter(t, fake, "answers:\n  stale: 1s\n  user_limit: 0\n", func(string) {})
	fake.Await("the connection", func() bool { n, _, _ := fake.Sessions(); return n == 1 })
	if m := answerOf(t, fake, discordtest.DirectChannel(discordtest.Owner), 1); !strings.Contains(m.Words(), "No new articles for") {
		t.Errorf("the owner was told %q", m.Words())
	}
	bringIn(t, config, pelicans)
	anna := discordtest.In(discordtest.Anna)
	fake.Say(anna, "<@"+discordtest.BotUser+"> who-said pelican")
	answerOf(t, fake, discordtest.Channel, 1)
	fake.Command(anna, "who-said", map[string]any{"topic": "pelican"})
	fake.Press(anna, answerOf(t, fake, discordtest.Channel, 2), "Share")
	fake.Await("the shared answer", func() bool {
		all := fake.Answers(discordtest.Channel)
		return len(all) == 3 && strings.Contains(all[2].Words(), wrong)
	})
	boss := discordtest.In(discordtest.Boris)
	boss.Manages = true
	fake.Command(boss, "admin settings", map[string]any{"threads": "on"})
	answerOf(t, fake, discordtest.Channel, 4)
	fake.Await("the setting", func() bool { return strings.Contains(fake.Answers(discordtest.Channel)[3].Words(), "threads") })
	thread := fake.Say(anna, "<@"+discordtest.BotUser+"> who-said pelican") // which has its message's ID
	answerOf(t, fake, thread, 1)
	edits := []int{fake.Answers(discordtest.Channel)[0].Edits, fake.Answers(discordtest.Channel)[2].Edits}
	bringIn(t, config, corrected)
	for k, i := range []int{0, 2} {
		fake.Await("the edit", func() bool { return fake.Answers(discordtest.Channel)[i].Edits > edits[k] })
		now := fake.Answers(discordtest.Channel)[i]
		if words := now.Words(); strings.Contains(words, wrong) || !strings.Contains(words, taken) || !strings.Contains(words, "colony will return in spring") {
			t.Errorf("edited to %q", words)
		}
	}
	fake.Await("the edit in the thread", func() bool { return strings.Contains(fake.Answers(thread)[0].Words(), taken) })
}

// TestPostsOfRemovedArticlesAreEdited removes an article for who runs the bot:
// its words leave the messages that show them.
func TestPostsOfRemovedArticlesAreEdited(t *testing.T) {
	t.Parallel()
	fake := slacktest.New(t, slacktest.Options{})
	config := serveSlackAfter(t, fake, "  admins: [U9]\n", func(string) {})
	fake.Await("both connections", func() bool { return fake.Connections() == 2 })
	bringIn(t, config, pelicans)
	fake.Say(slacktest.Place{Channel: "C1", User: "U1"}, "<@"+slacktest.BotUser+"> who-said pelican")
	if m := answerIn(t, fake, "C1", 1); !strings.Contains(m.Words(), wrong) {
		t.Fatalf("answered %q", m.Words())
	}
	boss := slacktest.Place{Channel: "C2", User: "U9"}
	fake.Command(boss, "/briefing admin remove pelicans")
	m := answerIn(t, fake, "C2", 1)
	if !strings.Contains(m.Words(), "Remove 1 article?") {
		t.Fatalf("asked %q", m.Words())
	}
	fake.Press(boss, m, "Remove 1 article")
	fake.Await("the edit", func() bool { return fake.Answers("C1")[0].Edits == 1 })
	if now := fake.Answers("C1")[0].Words(); strings.Contains(now, wrong) || strings.Contains(now, "colony") || !strings.Contains(now, "removed from the briefing") {
		t.Errorf("edited to %q", now)
	}
	for _, p := range fake.Problems() {
		t.Errorf("Slack refused: %s", p)
	}
}
