package search_test

import (
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
)

// TestQuestions asks plain questions: each is read as the command that it means, with
// what it is about, or shows passages with its words.
func TestQuestions(t *testing.T) {
	t.Parallel()
	m := handlerstest.New(t).NewMux()
	for _, row := range []struct{ question, reading, notice string }{
		{"what did the envoy say about weapons?", "asked as: who-said · topic weapons · by Ragna Ostholm (“the envoy”)", ""},
		{"What has Lorvania's president said about the dam", "asked as: who-said · topic dam · by Timur Saldiyev (“Lorvania's president”)", ""},
		{"what did the foreign minister say about the truce?", "asked as: who-said", "can be several people"},
		{"what did the bishop say about the truce?", "asked as: passages · topic bishop truce", "nowhere has “bishop”"},
		{"could you tell me what Tarrouche said about water", "asked as: who-said · topic water · by Amina Tarrouche", ""},
		{"Ostholm on the talks", "asked as: who-said · topic talks · by Ragna Ostholm", ""},
		{"quotes by Welk about the wells", "asked as: who-said · topic wells · by Tomas Welk", ""},
		{"show me statements about the gates by Brisk", "asked as: who-said · topic gates · by Olan Brisk", ""},
		{"what's Tarrouche's view on water?", "asked as: who-said · topic water · by Amina Tarrouche", ""},
		{"what is the position of the mayor of Brennik on the wells?", "asked as: who-said · topic wells · by Tomas Welk (“the mayor of Brennik”)", ""},
		{"what's the level of the reservoir?", "asked as: passages · topic level reservoir", ""},
		{"what did Drozhin say about the gates?", "asked as: who-said", "can be several people"},
		{"what did Drozhen say about the gates?", "asked as: who-said", "Nobody named Drozhen. Did you mean"},
		{"what did Amina Tarruoche say about water?", "asked as: who-said", "Tarrouche"},
		{"what did Xylophone say about water?", "asked as: passages · topic Xylophone water", "nowhere has “Xylophone”"},
		{"is it true that Tarrouche said water is not a weapon?", "asked as: who-said · topic water weapon · by Amina Tarrouche", ""},
		{"is it correct that the envoy spoke about the truce", "asked as: who-said · topic truce · by Ragna Ostholm (“the envoy”)", ""},
		{"did Tarrouche mention the pumping station?", "asked as: who-said · topic pumping station · by Amina Tarrouche", ""},
		{"what did Ostholm say in October?", "asked as: who-said · by Ragna Ostholm · 1–31 Oct 2026 (UTC)", ""},
		{"what did Ostholm say in October about the talks?", "asked as: who-said · topic talks · by Ragna Ostholm · 1–31 Oct 2026 (UTC)", ""},
		{"what did the envoy say on 12 October on the truce", "asked as: who-said · topic truce · by Ragna Ostholm (“the envoy”) · 12 Oct 2026 (UTC)", ""},
		{"what did Ostholm tell reporters before November about the talks", "asked as: who-said · topic talks · by Ragna Ostholm · until 31 Oct 2026 (UTC)", ""},
		{"in October, what did Ostholm say about the talks?", "asked as: who-said · topic talks · by Ragna Ostholm · 1–31 Oct 2026 (UTC)", ""},
		{"what happened between 5 and 12 October to the dam?", "asked as: timeline · topic dam · 5–12 Oct 2026 (UTC)", ""},
		{"what did Ostholm say about the truce of 12 October on the river", "asked as: who-said · topic truce 12 October river · by Ragna Ostholm", "No statement"},
		{"what was said between 5 and 12 October?", "asked as: who-said · 5–12 Oct 2026 (UTC) · sorted newest", ""},
		{"who spoke on 12 October 2026", "asked as: who-said · 12 Oct 2026 (UTC) · sorted newest", ""},
		{"who warned on 12 October 2026", "asked as: who-said · 12 Oct 2026 (UTC) · verb warned · sorted newest", ""},
		{"who said what in October?", "1–31 Oct 2026 (UTC)", ""},
		{"who said anything between 5 and 12 October", "5–12 Oct 2026 (UTC)", ""},
		{"who said what", "", "who-said needs a topic"},
		{"what about October?", "asked as: timeline · 1–31 Oct 2026 (UTC)", ""},
		{"and what about 12 October", "asked as: timeline · 12 Oct 2026 (UTC)", ""},
		{"how about late October?", "asked as: timeline · 21–31 Oct 2026 (UTC)", ""},
		{"what about October rain?", "asked as: passages · topic October rain", ""},
		{"October", "asked as: passages · topic October", ""},
		{"anything about the gates since 12 October 2026?", "asked as: passages · topic gates · since 12 Oct 2026 (UTC)", ""},
		{"were the wells closed after 12 October 2026", "asked as: passages · topic", ""},
		{"anything about the gates since the flood?", "asked as: passages · topic gates since flood", "No passage"},
		{"anything about unicorns since October 2026?", "asked as: passages · topic unicorns since October", "nowhere has “unicorns”"},
		{"what did they say about the gates", "asked as: who-said · topic gates", ""},
		{"who warned about the truce?", "asked as: who-said · topic truce · verb warned", ""},
		{"who warned about the dam?", "asked as: who-said · topic dam · verb warned", "No statement about dam with “warned”."},
		{"who wants the truce?", "asked as: who-said · topic truce", ""},
		{"who opposes the truce", "asked as: who-said · topic truce", ""},
		{"Who is in favor of the truce?", "asked as: who-said · topic truce", ""},
		{"who called for the gates to be opened?", "asked as: who-said · topic gates opened", ""},
		{"who has criticised the dam", "asked as: who-said · topic dam", ""},
		{"what does Tarrouche want?", "asked as: who-said · by Amina Tarrouche", ""},
		{"what does the envoy expect from the talks?", "asked as: who-said · topic talks · by Ragna Ostholm (“the envoy”)", ""},
		{"what does the bishop want?", "asked as: passages · topic bishop want", "nowhere has “bishop”"},
		{"who is quoted on the dam?", "asked as: people · topic dam", ""},
		{"what happened on 12 October?", "asked as: timeline · 12 Oct 2026 (UTC)", ""},
		{"what happened on 16 October 2026", "asked as: timeline · 16 Oct 2026 (UTC)", ""},
		{"What happened between 5 October and 12 October", "asked as: timeline · 5–12 Oct 2026 (UTC)", ""},
		{"what happened to the dam in October", "asked as: timeline · topic dam · 1–31 Oct 2026 (UTC)", ""},
		{"what happened over the last 3 months?", "asked as: timeline · since 7 Aug 2026 (UTC)", ""},
		{"when did the talks begin?", "asked as: timeline · topic talks begin", ""},
		{"give me a timeline of the truce", "asked as: timeline · topic truce", ""},
		{"what happened on 03/04?", "", "03/04 can be"},
		{"what's new?", "asked as: digest now", ""},
		{"any news", "asked as: digest now", ""},
		{"bring me up to date", "asked as: digest now", ""},
		{"anything new today?", "asked as: who-said · 7 Nov 2026 (UTC) · sorted newest", "No statement on 7 Nov 2026."},
		{"latest on the dam", "asked as: who-said · topic dam · sorted newest", ""},
		{"news about the truce in October 2026", "asked as: who-said · topic truce · 1–31 Oct 2026 (UTC) · sorted newest", ""},
		{"latest news from the Meridian Wire", "asked as: who-said · in Meridian Wire · sorted newest", ""},
		{"what can you do?", "asked as: help", ""},
		{"how do I use this", "asked as: help", ""},
		{`is it true that Tarrouche said "A hand that shells a pump cannot hold a pen"?`, "asked as: check-quote · by Amina Tarrouche", "Exact"},
		{`did Welk really say "I trust the rain"?`, "asked as: check-quote · by Tomas Welk", "Exact"},
		{`is this a real quote: "I trust the rain"`, "asked as: check-quote", "Exact"},
		{"tell me about the truce", "asked as: passages · topic truce", ""},
		{"write me a short summary of the truce, please", "asked as: passages · topic truce", "I only quote the briefing."},
		{"summarise what Tarrouche said about water", "asked as: who-said · topic water · by Amina Tarrouche", "I only quote the briefing."},
		{"can you find anything about the wells?", "asked as: passages · topic wells", ""},
		{"do you know how many engineers were wounded?", "asked as: passages · topic engineers wounded", ""},
		{"what about the trcue?", "asked as: passages · topic trcue", "Did you mean truce?"},
		{"is there a volcano near the river?", "asked as: passages · topic volcano river", "It nowhere has “volcano”. No passage holds “volcano” and “river” together."},
	} {
		r := handlerstest.Asker()
		card := m.Answer(t.Context(), row.question, r)
		if !strings.HasPrefix(card.Reading, row.reading) || !strings.Contains(card.Notice, row.notice) {
			t.Errorf("%s\n got %s, %q\nwant %s, %q", row.question, card.Reading, card.Notice, row.reading, row.notice)
		}
		if strings.Contains(row.notice, "can be") || strings.HasPrefix(row.notice, "Nobody named") {
			continue // the choices are counted over all topics and dates
		}
		for _, a := range card.Actions {
			if a.Kind != bot.Run {
				continue
			}
			next := r
			next.Call = a.Call
			if got := m.Do(t.Context(), next); got.Status != bot.Answered || got.Total+len(got.Items)+len(got.Text) == 0 {
				t.Errorf("%s: the button %s finds nothing: %q", row.question, a.Label, got.Notice)
			}
		}
	}
}

// TestDayOfAnotherYear offers a day in the year of the briefing where the latest one has
// nothing.
func TestDayOfAnotherYear(t *testing.T) {
	t.Parallel()
	r := handlerstest.Asker()
	r.Now = r.Now.AddDate(1, 1, 0)
	card := handlerstest.New(t).NewMux().Answer(t.Context(), "what happened on 12 October?", r)
	if len(card.Items) > 0 || len(card.Actions) == 0 || !strings.HasPrefix(card.Actions[0].Label, "12 Oct 2026 (") {
		t.Errorf("%q offers %+v", card.Notice, card.Actions)
	}
}

// TestPassagesHoldTheQuestion shows no passage without all content words under the
// heading of the question.
func TestPassagesHoldTheQuestion(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	m := b.NewMux()
	for _, question := range []string{"tell me about the truce", "why did Quessar suspend the talks?", "how many engineers were wounded?", "what did the reservoir hold?", "write a report about the gates"} {
		card := m.Answer(t.Context(), question, handlerstest.Asker())
		if len(card.Items) == 0 {
			t.Errorf("%s: nothing: %q", question, card.Notice)
		}
		for _, item := range card.Items {
			_, words, _ := strings.Cut(card.Reading, "topic ")
			if card.Title == question && len(item.Marks) < len(strings.Fields(words)) {
				t.Errorf("%s: %q lacks a word of %q", question, item.Quote.Text, words)
			}
		}
	}
}

// TestLongQuestionTakesLittleTime asks a question with thousands of places before which a date may be.
func TestLongQuestionTakesLittleTime(t *testing.T) {
	t.Parallel()
	b := handlerstest.New(t)
	start := time.Now()
	handlerstest.Script(t, b, handlerstest.Asker(), "what in "+strings.Repeat("x in ", 12_000))
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("it took %v", took)
	}
}

// TestNoSpeakersToCount counts no speakers where no row has one who is certain.
func TestNoSpeakersToCount(t *testing.T) {
	t.Parallel()
	m := handlerstest.New(t).NewMux()
	for line, want := range map[string]string{
		"who-said detainees": "2 of 2 statements · searched",
		"who-said Norrhaven": "2 of 2 statements, 2 speakers · searched",
	} {
		if footer := m.Answer(t.Context(), line, handlerstest.Asker()).Footer; !strings.HasPrefix(footer, want) {
			t.Errorf("%s: %s, want %s", line, footer, want)
		}
	}
}
