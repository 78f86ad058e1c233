package quotes_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
	"github.com/briefing-bot/briefing-bot/index/article"
)

func TestMain(m *testing.M) { handlerstest.Main(m) }

// TestAnswers asks the sample one question or several of each command and compares
// the answers with golden files.
func TestAnswers(t *testing.T) {
	t.Parallel()
	for name, lines := range map[string][]string{
		"check_quote": {
			`check-quote "A tap is not a guarantee"`, `check-quote "A hand that shells a pump cannot hold a pen" by:Tarrouche`, `check-quote "A hand that bombs a pump cannot grip a pen"`,
			`check-quote "A tap is not a guarantee" by:Ostholm`, `check-quote "Water is not a weapon … but neither is it a gift"`, `check-quote "the purple zebra sang about taxes"`,
			`check-quote "the purple zebra sang about taxes" by:Brisk`, `check-quote "the maize stands a hand high"`, `check-quote "the maize stands a hand high" by:Steinmar`,
			`check-quote "set of measurements." by:Nobodyatall`, `check-quote "It is an old concrete wall with a crack in it. And I have yet to meet the minister"`, "check-quote",
			`check-quote "Water is not a weapon in our hands, but neither is it a gift."`, `check-quote "Water is not a weapon in our hands, but neither is it a threat."`,
			`check-quote "Water is no weapon in our hands, but neither is it a gift."`, `check-quote "he would sign a truce but not an apology"`,
			`check-quote "Our batteries have been silent since Friday"`, "check-quote Vellacour told us “A tap is not a guarantee” yesterday, did he?",
			"check-quote “Water is not a weapon in our hands,” he said, “but neither is it a gift.”", "check-quote Ostholm says “A tap is not a guarantee”",
			`check-quote "The gates will open when the last of our people is home"`, // first printed by the wire
			`check-quote "A tap is not a guarantee, A hand that shells a pump cannot hold a pen"`,
			"check-quote “A tap is not a guarantee” and “A hand that bombs a pump cannot hold a pen” were on the air, and “the purple zebra sang”",
			`check-quote "-1"`, `check-quote "@here"`, `check-quote 16`, "check-quote Was it “16” or “a tap is not a guarantee”?", // a sign or a number alone is in every article
			"check-quote Did Tarrouche say “A hand that shells a pump cannot hold a pen” and “a tap is not a guarantee”?",
		},
		"article": {
			"article post-1008-drozhins limit:2", "article post-undated-council limit:1", "context gcexmh3r1k0jey", "verify gcexmh3r1k0jey", "verify 4mh3r1k0jef", "article none-such", "article two capitals limit:1", "article Two parliaments vote for an unloved truce limit:1", "article truce", "article https://www.norrhaven-courier.example/world/on-the-dry-bank?utm_source=x limit:1", "article https://nowhere.example/", "article", "context none-such", "verify none-such", "verify",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			handlerstest.Golden(t, name, handlerstest.Script(t, handlerstest.New(t), handlerstest.Asker(), lines...))
		})
	}
}

// TestConsoleAddress finds an article by the address of its page in the console, too.
func TestConsoleAddress(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewOwn(t)
	b.BaseURL = "https://briefing.example/"
	for address, found := range map[string]bool{
		"https://briefing.example" + bot.ArticlePath("courier-1103-two-votes", bot.Span{Start: 3, End: 9}): true,
		"https://briefing.example/article/courier-1103-two-votes#top":                                      true,
		"https://briefing.example/article/no-such":                                                         false,
		"https://elsewhere.example/article/courier-1103-two-votes":                                         false,
		"https://briefing.example/":                                                                        false,
	} {
		got := handlerstest.Script(t, b, handlerstest.Asker(), "article "+address+" limit:1", address)
		if n := strings.Count(got, "title: Two parliaments vote for an unloved truce"); (n == 2) != found || !found && n > 0 {
			t.Errorf("%s: found %d times, by the command and as a question:\n%s", address, n, got)
		}
	}
}

// TestSecondHand asks for words of which a speaker says that another has used them.
func TestSecondHand(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewEmpty(t)
	path := filepath.Join(t.TempDir(), "dam.txt")
	text := "“Olof Brandt told me the dam was ‘a bomb with a slow fuse’,” said Lena Holt, the engineer.\n\n" +
		"“Nobody slept that night,” Holt said. Olof Brandt declined to comment. Mara Quist waited."
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := handlerstest.Ingest(t.Context(), b, path); err != nil {
		t.Fatal(err)
	}
	const hint = "Lena Holt quotes Olof Brandt there, so they may be Olof Brandt’s at second hand."
	for line, want := range map[string]bool{
		`check-quote "a bomb with a slow fuse" by:Brandt`: true,
		`check-quote "Nobody slept that night" by:Brandt`: false,
		`check-quote "a bomb with a slow fuse" by:Quist`:  false,
		`check-quote "a bomb with a slow fuse" by:Holt`:   false,
	} {
		got := handlerstest.Script(t, b, handlerstest.Asker(), line)
		if strings.Contains(got, hint) != want || !want && strings.Contains(got, "second hand") {
			t.Errorf("%s: the hint is to be there: %v, got\n%s", line, want, got)
		}
	}
}

// TestTakenOutOfContext asks for words that are printed so, and mean something else
// where they are printed: each answer says what they are taken out of.
func TestTakenOutOfContext(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewEmpty(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"ferry.txt": "“Nobody in this ministry said the ferry was safe,” said Lena Holt, the minister. “I have confidence in the captain,” she said. “I have none in the shipyard.”\n\n" +
			"“We will hide nothing from the families,” Holt said on Friday. The report is due in June.\n\n" +
			"Olof Brandt, the owner, denied that the ship had a hole in its hull. Brandt never said that the crew would be paid.\n\n" +
			"“I never called it ‘a floating coffin’,” Mara Quist said. “Ask the crew.”\n\n" +
			"\"The keel is old,\" said Ada Reed, a diver. \"I saw a crack. ‘Leave it,’ they said.\"\n\n" +
			"“We shall sail in May,” said Tom Vale, the pilot. “We shall sail in June.\n\n“We shall sail whenever it pleases us,” Vale said.\n\n" +
			"«It leaks,» said Jan Moor, a welder. «It always did, and «nobody» cared.»\n\n" +
			"Quist quoted the captain, Pim Arlo, as saying that “the sea keeps no books”.",
		"ferry.meta.yaml": "title: \"‘We were betrayed’: crew speak out\"\npublished: 2026-11-27\nsource: Example Times\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := handlerstest.Ingest(t.Context(), b, filepath.Join(dir, "ferry.txt")); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ line, verdict, notice string }{
		{`check-quote "the ferry was safe" by:Holt`, "exact", "the article quotes Lena Holt with these words, in this order. They are the end of a sentence: it has more words before them."},
		{`check-quote "Nobody in this ministry"`, "exact", "They are the beginning of a sentence: it goes on after them."},
		{`check-quote "Nobody in this ministry said the ferry was safe" by:Holt`, "exact", "with these words, in this order.\n"},
		{`check-quote "I have confidence in the captain" by:Holt`, "exact", "with these words, in this order.\n"},
		{`check-quote "the ship had a hole in its hull" by:Brandt`, "exact", "the outlet’s words for what Olof Brandt denied or rejected.\n"},
		{`check-quote "the crew would be paid" by:Brandt`, "exact", "for what Olof Brandt did not say.\n"},
		{`check-quote "a floating coffin" by:Quist`, "exact", "Mara Quist has them in quotation marks there, so they may be somebody else’s words, or words that Mara Quist denies."},
		{`check-quote "I have none in the shipyard" by:Holt`, "exact", "with these words, in this order.\n"},
		{`check-quote "I have confidence in the captain. I have none in the shipyard."`, "exact", "The article interrupts the words once with its own.\n"},
		{`check-quote "Ask the crew" by:Quist`, "exact", "with these words, in this order.\n"},
		{`check-quote "I saw a crack" by:Reed`, "exact", "with these words, in this order.\n"},
		{`check-quote "Leave it" by:Reed`, "exact", "Ada Reed has them in quotation marks there"},
		{`check-quote "We shall sail whenever it pleases us" by:Vale`, "exact", "with these words, in this order.\n"},
		{`check-quote "It always did" by:Moor`, "exact", "They are the beginning of a sentence: it goes on after them."},
		{`check-quote "the sea keeps no books" by:Arlo`, "other-speaker", "Mara Quist quotes Pim Arlo there, so they may be Pim Arlo’s at second hand."},
		{`check-quote "the sea keeps no books" by:Quist`, "exact", "Mara Quist gives them as somebody else’s words there."},
		{`check-quote "I have confidence in the captain. We will hide nothing from the families"`, "altered", "no article has these words in a row. Its sentences, one by one: 2 of 2 sentences found word for word."},
		{`check-quote "I have confidence in the captain. The purple zebra sang." by:Holt`, "absent", "in this order, or nearly so. Its sentences, one by one: 1 of 2 sentences found word for word."},
		{`check-quote "The purple zebra sang. So did the yellow one."`, "absent", "Not in the briefing: no article has these words in this order, or nearly so."},
		{`check-quote "nothing from the families will we hide in this ministry"`, "absent", "in this order, or nearly so."},
		{`check-quote "We were betrayed"`, "absent", "In a headline alone: no article has these words in its text."},
		{`check-quote "crew betrayed"`, "absent", "Not in the briefing"},
	} {
		got := handlerstest.Script(t, b, handlerstest.Asker(), row.line)
		if !strings.Contains(got, row.notice) || !strings.Contains(got, "verdict: "+row.verdict+"\n") {
			t.Errorf("%s: want %s, %q, got\n%s", row.line, row.verdict, row.notice, got)
		}
	}
}

// TestQuotedAsSaying asks for words that a speaker quotes somebody as saying.
func TestQuotedAsSaying(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewEmpty(t)
	path := filepath.Join(t.TempDir(), "wall.txt")
	text := "Lena Holt, the engineer, quoted the late mayor Olof Brandt as saying that “a dam is a promise to the valley”.\n\n“Nobody slept that night,” Holt said. Brandt built the dam."
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
	if err := handlerstest.Ingest(t.Context(), b, path); err != nil {
		t.Fatal(err)
	}
	for line, want := range map[string]string{
		`check-quote "a dam is a promise to the valley" by:Brandt`: "Lena Holt quotes Olof Brandt there, so they may be Olof Brandt’s at second hand.",
		`who-said promise`: "Lena Holt, engineer quoting the late mayor Olof Brandt",
	} {
		if got := handlerstest.Script(t, b, handlerstest.Asker(), line); !strings.Contains(got, want) {
			t.Errorf("%s: %q is missing in\n%s", line, want, got)
		}
	}
}

// TestRemovedAndCorrected asks about articles that were removed or corrected
// after their receipts were given.
func TestRemovedAndCorrected(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewOwn(t)
	ctx := t.Context()
	before := handlerstest.Script(t, b, handlerstest.Asker(), "who-said valve", "article meridian-1002-first-round limit:1")
	if err := b.Archive.Remove(ctx, article.ByHand, "meridian-1002-first-round"); err != nil {
		t.Fatal(err)
	}
	if err := handlerstest.CatchUp(ctx, b); err != nil {
		t.Fatal(err)
	}
	handlerstest.Golden(t, "removed", before+handlerstest.Script(t, b, handlerstest.Asker(), "who-said valve", "article meridian-1002-first-round", "verify gcexmh3r1k0jey", "context 4mh3r1k0jef",
		`check-quote "A tap is not a guarantee"`, "digest now valve style:quotes"))
	lost, err := b.Retracted(ctx, handlerstest.Asker(), []string{"4mh3r1k0jef", "5vej5h1w34r78v104"})
	if err != nil || len(lost) != 1 || !strings.Contains(lost["4mh3r1k0jef"], "removed") {
		t.Errorf("retracted: %v, %v", lost, err)
	}
	correct(t, b, "courier-1005-dry-bank", "It is an old concrete wall", "It is an old stone wall")
	lost, err = b.Retracted(ctx, handlerstest.Asker(), []string{"5vej5h1w34r78v104"})
	if err != nil || !strings.Contains(lost["5vej5h1w34r78v104"], "corrected") {
		t.Errorf("retracted: %v, %v", lost, err)
	}
	handlerstest.Golden(t, "corrected", handlerstest.Script(t, b, handlerstest.Asker(), "verify h4favej5h1w34r78v10c", "verify 5vej5h1w34r78v104",
		"article courier-1005-dry-bank limit:1", "article courier-1005-dry-bank changed:yes", "article courier-0929-capitals changed:yes"))
}

// correct replaces words in the text of an article.
func correct(t *testing.T, b *handlers.Briefing, id, old, with string) {
	t.Helper()
	r, err := b.Archive.Get(t.Context(), id)
	if err != nil || !strings.Contains(r.Text, old) {
		t.Fatalf("%s: %v", id, err)
	}
	path := filepath.Join(t.TempDir(), id+".txt")
	meta := "id: " + id + "\nsource: " + r.Source + "\npublished: " + r.Published.Time.Format(time.DateOnly) + "\n"
	for name, text := range map[string]string{path: strings.Replace(r.Text, old, with, 1), strings.TrimSuffix(path, ".txt") + ".meta.yaml": meta} {
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	if err := handlerstest.Ingest(t.Context(), b, path); err != nil {
		t.Fatal(err)
	}
}
