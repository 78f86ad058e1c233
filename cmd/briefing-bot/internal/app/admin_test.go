package app

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// TestAHiddenOutletIsNotToBeSeen: no row, no completion and no example is of an
// outlet that an administrator has hidden, until it is restored.
func TestAHiddenOutletIsNotToBeSeen(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t, discordtest.Options{})
	serveDiscord(t, fake, "")
	fake.Await("the connection", func() bool { n, _, _ := fake.Sessions(); return n == 1 })
	boss := discordtest.In(discordtest.Boris)
	boss.Manages = true
	anna := discordtest.In(discordtest.Anna)
	ask := asking(t, fake)
	const outlet = "Imber Valley Post"
	completed := func() bool {
		d := fake.Complete(anna, "who-said", "source", "Imber")
		return slices.ContainsFunc(d.Choices, func(c discordtest.Choice) bool { return c.Value == outlet })
	}
	receipts := func(typed string) (values []string, of string) {
		for _, c := range fake.Complete(anna, "verify", "receipt", typed).Choices {
			values, of = append(values, fmt.Sprint(c.Value)), of+c.Name+"\n"
		}
		return values, of
	}
	var hidden []string
	fake.Await("receipts of statements on pumps", func() bool { // none are offered where the machine takes too long to find them
		values, names := receipts("pumps")
		hidden = values
		return strings.Contains(names, outlet)
	})
	if newest, _ := receipts(""); len(newest) != 25 {
		t.Errorf("%d of the newest receipts", len(newest))
	}
	if whole, _ := receipts(hidden[0][:len(hidden[0])-2]); !slices.Contains(whole, hidden[0]) {
		t.Errorf("%s is completed to %v", hidden[0], whole)
	}
	if said := ask(anna, "admin hide", map[string]any{"source": outlet}); !strings.Contains(said, "administrators") {
		t.Errorf("who manages nothing was answered %q", said)
	}
	if !completed() || !strings.Contains(ask(anna, "sources", nil), outlet) {
		t.Fatal("the outlet cannot be seen before it is hidden")
	}
	if said := ask(boss, "admin hide", map[string]any{"source": outlet}); !strings.Contains(said, "hidden") {
		t.Errorf("hiding was answered %q", said)
	}
	if completed() {
		t.Error("a hidden outlet is completed")
	}
	for _, receipt := range append(hidden, "", "pumps") {
		if _, of := receipts(receipt); strings.Contains(of, outlet) {
			t.Errorf("receipts of a hidden outlet: %s", of)
		}
	}
	// Of Asmund the sample has words in that outlet alone: what was typed is all there is.
	for _, c := range fake.Complete(anna, "who-said", "by", "Asmun").Choices {
		if c.Value != "Asmun" {
			t.Errorf("completed from a hidden outlet: %v", c)
		}
	}
	for command, options := range map[string]map[string]any{"sources": nil, "who-said": {"topic": "truce"}, "timeline": {"topic": "truce"}, "people": nil, "help": nil, "digest now": nil} {
		if said := ask(anna, command, options); strings.Contains(said, outlet) || strings.Contains(said, "Asmund") {
			t.Errorf("%s shows the hidden outlet: %q", command, said)
		}
	}
	for _, command := range []string{"who-is", "who-said"} {
		option := map[string]string{"who-is": "name", "who-said": "by"}[command]
		if said := ask(anna, command, map[string]any{option: "Asmund"}); !strings.Contains(said, "Nobody named Asmund") || strings.Contains(said, "Bertil") {
			t.Errorf("%s knows a person of the hidden outlet: %q", command, said)
		}
		if said := ask(anna, command, map[string]any{option: "Katya Drozhin"}); strings.Contains(said, "Nobody named Katya") || strings.Contains(said, outlet) {
			t.Errorf("%s of a person of several outlets: %q", command, said)
		}
	}
	if said := ask(boss, "admin restore", map[string]any{"source": outlet}); !strings.Contains(said, "→ none") {
		t.Errorf("restoring was answered %q", said)
	}
	if !completed() {
		t.Error("a restored outlet is not completed")
	}
	if said := ask(boss, "admin audit", nil); strings.Count(said, outlet) < 2 || !strings.Contains(said, discordtest.Boris) {
		t.Errorf("the list of changes: %q", said)
	}
	for _, p := range fake.Problems() {
		t.Errorf("Discord refused: %s", p)
	}
}

// asking has somebody ask a command, and gives the words of the answer.
func asking(t *testing.T, fake *discordtest.Server) func(who discordtest.Place, command string, options map[string]any) string {
	n := 0
	return func(who discordtest.Place, command string, options map[string]any) string {
		t.Helper()
		n++
		fake.Command(who, command, options)
		answerOf(t, fake, discordtest.Channel, n)
		fake.Await("the answer", func() bool { return !fake.Answers(discordtest.Channel)[n-1].Waiting })
		m := fake.Answers(discordtest.Channel)[n-1]
		return m.Words()
	}
}

// TestWhoManagesAServerRulesOnNobody: who is one person holds in every server, so
// only the owner of the bot's application changes it, in any of them.
func TestWhoManagesAServerRulesOnNobody(t *testing.T) {
	t.Parallel()
	fake := discordtest.New(t, discordtest.Options{})
	serveDiscord(t, fake, "")
	fake.Await("the connection", func() bool { n, _, _ := fake.Sessions(); return n == 1 })
	boss := discordtest.In(discordtest.Boris)
	boss.Manages = true
	ask := asking(t, fake)
	both := map[string]any{"name": "Katya Drozhin", "with": "Pavel Drozhin"}
	if said := ask(boss, "admin merge", both); !strings.Contains(said, "for who runs this bot") {
		t.Errorf("who manages the server was answered %q", said)
	}
	if said := ask(discordtest.In(discordtest.Owner), "admin merge", both); !strings.Contains(said, "two persons → one") {
		t.Errorf("the application's owner was answered %q", said)
	}
}

// TestATokenRevokedWhileServing: Slack stops, the status tells how to fix it, and
// everything else goes on.
func TestATokenRevokedWhileServing(t *testing.T) {
	t.Parallel()
	fake := slacktest.New(t, slacktest.Options{})
	file := serveSlackAfter(t, fake, "", func(string) {})
	fake.Await("the connections", func() bool { return fake.Connections() == 2 })
	revoked := slacktest.Fault{Error: "token_revoked"}
	fake.Fail("apps.connections.open", revoked, revoked, revoked, revoked)
	fake.Drop()
	deadline := time.Now().Add(20 * time.Second)
	for {
		out := askVia(t, file, "/status")
		if strings.Contains(out, "Slack has ended") && strings.Contains(out, "Install the app again") && strings.Contains(out, "18 articles") {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("the status says %q", out)
		}
		time.Sleep(50 * time.Millisecond)
	}
}

// TestPeopleAreMergedAndSplit: what an administrator decides holds for every
// answer, also for the verbs and after a restart, and can be taken back.
func TestPeopleAreMergedAndSplit(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	articles := `{"id":"a","source":"Gazette","published":"2031-05-05","text":"\"The pier will open,\" Ada Varga said on Monday."}
{"id":"b","source":"Gazette","published":"2031-05-06","text":"\"The crane has been sold,\" Adelaide Varga-Holm said on Tuesday."}
{"id":"c","source":"Gazette","published":"2031-05-07","text":"\"The toll stays,\" Pavel Saldiyev said on Wednesday."}
{"id":"d","source":"Gazette","published":"2031-05-08","text":"\"The toll goes,\" Pavel Saldiev said on Thursday."}
`
	file := filepath.Join(dir, "briefing.yaml")
	putFiles(t, dir, map[string]string{"briefing.yaml": "data: data\n", "articles.jsonl": articles})
	ingestVia(t, file, filepath.Join(dir, "articles.jsonl"))
	ask := func(line string) string {
		t.Helper()
		return askVia(t, file, line)
	}
	number := func(line string, want int) {
		t.Helper()
		if got := strings.Count(ask(line), "\n> "); got != want {
			t.Errorf("%s: %d statements, want %d", line, got, want)
		}
	}
	number(`/who-said by:"Ada Varga"`, 1)
	number(`/who-said by:"Pavel Saldiyev"`, 2)
	if said := ask(`/admin merge Ada Varga with:"Adelaide Varga-Holm"`); !strings.Contains(said, "two persons → one") {
		t.Errorf("merging was answered %q", said)
	}
	number(`/who-said by:"Ada Varga"`, 2)
	number(`/who-said by:"Adelaide Varga-Holm"`, 2)
	if said := ask(`/admin split Pavel Saldiyev from:"Pavel Saldiev"`); !strings.Contains(said, "one person → two") {
		t.Errorf("splitting was answered %q", said)
	}
	number(`/who-said by:"Pavel Saldiyev"`, 1)
	number(`/who-said by:"Pavel Saldiev"`, 1)
	ask(`/admin split Ada Varga from:"Adelaide Varga-Holm"`)
	ask(`/admin merge Pavel Saldiyev with:"Pavel Saldiev"`)
	number(`/who-said by:"Ada Varga"`, 1)
	number(`/who-said by:"Pavel Saldiev"`, 2)
}

// TestAWatchRanksTheDigestOfItsPlace: in the channel of a watch, why says what it asks for.
func TestAWatchRanksTheDigestOfItsPlace(t *testing.T) {
	t.Parallel()
	fake := slacktest.New(t, slacktest.Options{})
	file := serveSlackAfter(t, fake, "", func(string) {})
	fake.Await("the connections", func() bool { return fake.Connections() == 2 }) // serve owns the folder now
	if said := askVia(t, file, "/watch add topic:dam"); !strings.Contains(said, "is for Slack and Discord") {
		t.Errorf("a terminal is answered %q", said)
	}
	place, answers := slacktest.Place{Channel: "C3", User: "U1"}, 0
	ask := func(line string) string {
		fake.Command(place, line)
		answers++
		return answerIn(t, fake, place.Channel, answers).Words()
	}
	if said := ask("/watch add topic:dam"); !strings.Contains(said, "Watch w1 is set up") {
		t.Fatalf("answered %q", said)
	}
	var card struct {
		Items []struct{ Text, Receipt string }
	}
	decodeJSON(t, cardVia(t, file, "/digest now max:50"), &card)
	asked := map[bool]bool{} // one row about the dam and one about something else
	for _, item := range card.Items {
		about := strings.Contains(strings.ToLower(item.Text), "dam")
		if asked[about] {
			continue
		}
		asked[about] = true
		why := ask("/digest why " + item.Receipt)
		if watched := strings.Contains(why, "what watch w1 asks for: +1.0"); watched != about {
			t.Errorf("%q: %s", item.Text, why)
		}
	}
	if len(asked) != 2 {
		t.Errorf("the digest has not both kinds of rows: %v", asked)
	}
}
