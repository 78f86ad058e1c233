package slack_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

const talks = "https://" + slacktest.Domain + "/talks?utm_source=x"

// preview waits for what stands below a link and returns it as a phone shows it.
func (f *fixture) preview(channel, ts, link string) string {
	f.t.Helper()
	f.Await("the preview", func() bool { return f.Previews(channel, ts)[link] != nil })
	return slacktest.Phone(f.Previews(channel, ts)[link])
}

// TestALinkShowsItsArticle: below the address of an article stand its headline, outlet, date
// and what is said in it; a button asks for all of it, beside.
func TestALinkShowsItsArticle(t *testing.T) {
	runInBubble(t, "socket", func(t *testing.T) { showsItsArticle(t, start(t)) })
	runInBubble(t, "http", func(t *testing.T) {
		f, _ := overHTTP(t, slacktest.Options{}, nil)
		showsItsArticle(t, f)
	})
}

func showsItsArticle(t *testing.T, f *fixture) {
	t.Helper()
	ts, d := f.Link(anna, "look", "https://"+slacktest.Domain+"/unknown", talks)
	if !d.Acked || d.Took > 100*time.Millisecond {
		t.Errorf("acknowledged: %v, after %v", d.Acked, d.Took)
	}
	const want = `# Talks on the strait resume
  ( Harbour Gazette · Wed 5 Mar 2031 · 7
    statements
“The pilots will return on Thursday”
  ( Ilse Varga · said
Her deputy, Jon Holm, said the talks would
go on until spring.
  ( Jon Holm · reported
[All that is said in it]
`
	if got := f.preview("C1", ts, talks); got != want {
		t.Errorf("a phone shows\n%s\nwant\n%s", got, want)
	}
	if all := f.Previews("C1", ts); len(all) != 1 {
		t.Errorf("%d previews: what is not in the briefing has none", len(all))
	}
	f.PressPreview(boris, ts, talks, "All that is said in it")
	if beside := f.answer("C1", 1); beside.For != boris.User || !strings.Contains(beside.Words(), "Talks on the strait") {
		t.Errorf("for %q: %q", beside.For, beside.Words())
	}
	f.clean()
}

// TestALinkThatIsLeftAlone: nothing is shown where the bot was not invited, while a message is
// being written, in direct messages, where the outlet may not be seen, where the channel is
// shared with others, and where previews are off; and nothing is said of it.
func TestALinkThatIsLeftAlone(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, func(c *slack.Config) {
			c.Access = slack.Access{Sources: map[string][]string{"C2": {"Coastal Wire"}}}
		})
		f.run()
		if _, err := f.config.State.Set(t.Context(), "slack", slacktest.Team, "C3", "previews", "off"); err != nil {
			t.Fatal(err)
		}
		for _, channel := range []string{"COUTSIDE", "C2", "C3", "CSHARED", alone.Channel} {
			f.Link(slacktest.Place{Channel: channel, User: "U1"}, "look", talks)
		}
		f.Compose(anna, talks)
		time.Sleep(time.Minute)
		for _, c := range f.Calls("chat.unfurl") {
			t.Errorf("shown: %v", c.Args)
		}
		if said := f.Answers(""); len(said) > 0 {
			t.Errorf("said %v", said)
		}
		f.clean()
	})
}

// TestAPreviewIsWithdrawn: words that stand no more go from below a link, too, and with the
// last of them the headline. A message that is gone is forgotten.
func TestAPreviewIsWithdrawn(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		ts, _ := f.Link(anna, "look", talks, talks+"&again")
		f.preview("C1", ts, talks+"&again")
		posted, receipts, err := f.config.State.Quoted(t.Context())
		if err != nil || len(posted) != 2 || posted[0].Link == posted[1].Link {
			t.Fatalf("remembered %v, %v", posted, err)
		}
		i := 0
		if posted[1].Link == talks {
			i = 1
		}
		shown, found, err := f.config.State.PostedAt(t.Context(), posted[i])
		if err != nil || !found {
			t.Fatal(found, err)
		}
		shown.Card = shown.Card.Withdraw(map[string]string{receipts[i][0]: "The article was corrected."}, time.Now())
		if err := f.bot.Edit(t.Context(), shown); err != nil {
			t.Fatal(err)
		}
		now := f.preview("C1", ts, talks)
		if strings.Contains(now, "pilots") || !strings.Contains(now, "until spring") || !strings.Contains(now, "corrected") {
			t.Errorf("of two, one is withdrawn:\n%s", now)
		}
		shown.Card = shown.Card.Withdraw(map[string]string{receipts[i][1]: "The outlet is hidden."}, time.Now())
		if err := f.bot.Edit(t.Context(), shown); err != nil {
			t.Fatal(err)
		}
		if now := f.preview("C1", ts, talks); strings.Contains(now, "Talks") || strings.Contains(now, "until spring") || strings.Contains(now, "Gazette") {
			t.Errorf("both are withdrawn:\n%s", now)
		}
		if other := f.preview("C1", ts, talks+"&again"); !strings.Contains(other, "pilots") {
			t.Errorf("the other one was not:\n%s", other)
		}
		f.clean()
		f.Remove(anna, ts)
		var gone *bot.PostError
		if err := f.bot.Edit(t.Context(), shown); !errors.As(err, &gone) {
			t.Errorf("an edit below a message that is gone: %v", err)
		}
	})
}

// TestAPreviewThatSlackRefuses costs nothing else, and is tried again where that may help.
func TestAPreviewThatSlackRefuses(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		f.Fail("chat.unfurl", slacktest.Fault{Status: 503}, slacktest.Fault{Status: 429, RetryAfter: 2 * time.Second})
		ts, _ := f.Link(anna, "look", talks)
		f.preview("C1", ts, talks)
		f.Fail("chat.unfurl", slacktest.Fault{Error: "cannot_unfurl_url"})
		f.Link(anna, "and", talks)
		time.Sleep(time.Minute)
		if log := f.log.Text(); !strings.Contains(log, "a link could not be shown with its article") || strings.Contains(log, "utm_source") {
			t.Errorf("the log: %s", log)
		}
		f.Say(anna, mention+"who-said truce")
		f.answer("C1", 1)
		f.clean()
	})
}
