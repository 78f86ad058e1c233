package slack_test

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
)

// oddities returns answers that Slack did not give; TestOnlyTheWebAPIAnswers has more.
func oddities() map[string]slacktest.Fault {
	page := "<!DOCTYPE html><title>Sign in to the guest network</title>"
	return map[string]slacktest.Fault{
		"a page with 200": {Body: page},
		"half an answer":  {Body: `{"ok":true,"ts":"19000`},
		"an empty object": {Body: `{}`},
		"404 of a proxy":  {Status: http.StatusNotFound, Body: page},
		"502":             {Status: http.StatusBadGateway, Body: page},
	}
}

// TestAnOddAnswerCostsATry: whatever a proxy says once in the place of Slack, the
// call is made again, and no method is left out.
func TestAnOddAnswerCostsATry(t *testing.T) {
	for name, fault := range oddities() {
		runInBubble(t, name, func(t *testing.T) {
			f := start(t)
			f.Fail("chat.postMessage", fault)
			ts, _ := f.Say(anna, mention+"who-said truce")
			m := f.answer("C1", 1)
			f.Fail("chat.update", fault)
			f.Edit(anna, ts, mention+"who-said ferry")
			if got := f.edited(m, 1); !strings.Contains(got.Words(), "about ferry") {
				t.Errorf("after the edit %q", got.Words())
			}
			f.Fail("files.getUploadURLExternal", fault)
			f.Fail("upload", fault)
			f.Fail("files.completeUploadExternal", fault)
			f.Press(anna, f.answer("C1", 1), "Export")
			f.Await("the export", func() bool { return len(f.Files()) >= 1 })
			f.Fail("chat.delete", fault)
			f.Remove(anna, ts)
			f.Await("the answer to go", func() bool {
				return !slices.ContainsFunc(f.Answers("C1"), func(a slacktest.Message) bool { return a.TS == m.TS })
			})
			if n := len(withWords(f, "about ")); n != 0 {
				t.Errorf("%d answers are left", n)
			}
			if strings.Contains(f.log.Text(), "lacks a method") {
				t.Errorf("a method was left out: %s", f.log.Text())
			}
		})
	}
}

// posted returns a message of the bot with a quotation, as the scheduler knows it.
func posted(m slacktest.Message) bot.Posted {
	return bot.Posted{Place: bot.Place{Platform: "slack", Workspace: slacktest.Team, Channel: m.Channel}, Message: m.TS,
		Card: bot.Card{Title: "Withdrawn"}}
}

// TestAWithdrawalThatIsRefusedIsDueAgain: an edit that Slack does not take now, for
// whatever reason but that the message is gone, is no final refusal.
func TestAWithdrawalThatIsRefusedIsDueAgain(t *testing.T) {
	for _, code := range []string{"unknown_method", "feature_not_enabled", "edit_window_closed", "cant_update_message", "channel_not_found", "is_archived",
		"not_in_channel", "restricted_action", "missing_scope", "message_not_found"} {
		runInBubble(t, code, func(t *testing.T) {
			f := start(t)
			f.Say(anna, mention+"who-said truce")
			m := f.answer("C1", 1)
			f.Fail("chat.update", slacktest.Fault{Error: code})
			err := f.bot.Edit(t.Context(), posted(m))
			_, final := errors.AsType[*bot.PostError](err)
			if err == nil || final != (code == "message_not_found") {
				t.Errorf("the edit gave %v, final: %v", err, final)
			}
			if n := len(f.settled("C1")); n != 1 {
				t.Errorf("%d messages", n)
			}
		})
	}
}

// TestAMethodThatAWorkspaceLacksIsTheOthersToUse: what one workspace does not have
// is left out there alone.
func TestAMethodThatAWorkspaceLacksIsTheOthersToUse(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		for _, code := range []string{"unknown_method", "feature_not_enabled"} {
			f.Fail("files.getUploadURLExternal", slacktest.Fault{Error: code})
		}
		f.Say(anna, mention+"who-said truce")
		m := f.answer("C1", 1)
		f.Press(anna, m, "Export")
		f.answer("C1", 2)
		if n := strings.Count(f.log.Text(), "lacks a method"); n != 1 {
			t.Errorf("said %d times that a method is lacking", n)
		}
		if !strings.Contains(f.log.Text(), "workspace="+slacktest.Team) {
			t.Error("the log does not say in which workspace")
		}
	})
}

// TestAnAnswerWhoseQuestionIsGoneGoesLater: Slack refuses the deletion, the bot is
// stopped, and the next start removes the answer.
func TestAnAnswerWhoseQuestionIsGoneGoesLater(t *testing.T) {
	for _, how := range []string{"deleted", "not addressed to the bot any more"} {
		runInBubble(t, how, func(t *testing.T) {
			f := start(t)
			ts, _ := f.Say(anna, mention+"who-said truce")
			f.answer("C1", 1)
			f.Fail("chat.delete", slacktest.Fault{Error: "internal_scope_error"})
			if how == "deleted" {
				f.Remove(anna, ts)
			} else {
				f.Edit(anna, ts, "never mind")
			}
			f.Await("the refusal", func() bool { return strings.Contains(f.log.Text(), "could not be removed") })
			if len(f.Answers("C1")) != 1 {
				t.Fatal("the answer is gone already")
			}
			f.end()
			f.run()
			f.Await("the answer to go", func() bool { return len(f.Answers("C1")) == 0 })
			f.Await("the deletion to be finished", func() bool { return f.pending() == 0 })
		})
	}
}

// TestAQuestionThatIsAskedAgainKeepsItsAnswer: a withdrawal that waits is over when
// the question is addressed to the bot again.
func TestAQuestionThatIsAskedAgainKeepsItsAnswer(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		ts, _ := f.Say(anna, mention+"who-said truce")
		m := f.answer("C1", 1)
		f.Fail("chat.delete", slacktest.Fault{Error: "internal_scope_error"})
		f.Edit(anna, ts, "never mind")
		f.Await("the refusal", func() bool { return strings.Contains(f.log.Text(), "could not be removed") })
		f.Edit(anna, ts, mention+"who-said ferry")
		f.edited(m, 1)
		f.end()
		f.run()
		if got := f.settled("C1"); len(got) != 1 || !strings.Contains(got[0].Words(), "about ferry") {
			t.Errorf("answers %v", got)
		}
	})
}

// TestAPageInThePlaceOfAResponse: a proxy's page with 200 is not Slack's ok.
func TestAPageInThePlaceOfAResponse(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := start(t)
		for i, body := range []string{"<html>Sign in", "\ufeff<!doctype html>", `{"ok":`} {
			f.Fail("response", slacktest.Fault{Body: body})
			f.Command(anna, fmt.Sprintf("/who-said truce-%d", i))
			f.answer("C1", i+1)
		}
	})
}

// TestAQuietStart and end: what was posted before is looked after once the bot is in its
// workspaces, and nothing is said of the connections that a stop ends.
func TestAQuietStartAndEnd(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		f := prepare(t, slacktest.Options{}, nil)
		f.Fail("auth.test", slacktest.Fault{Hang: 3 * time.Second})
		f.runAlone()
		place := bot.Place{Platform: "slack", Workspace: slacktest.Team, Channel: "C1"}
		if _, err := f.bot.Asker(t.Context(), place); !errors.Is(err, bot.ErrConnecting) {
			t.Errorf("before it is connected: %v", err)
		}
		if _, err := f.bot.Admins(t.Context()); !errors.Is(err, bot.ErrConnecting) {
			t.Errorf("before it is connected: %v", err)
		}
		f.Await("the connections", func() bool { return f.Connections() == 2 })
		if _, err := f.bot.Asker(t.Context(), place); err != nil {
			t.Error(err)
		}
		if _, err := f.bot.Asker(t.Context(), bot.Place{Platform: "slack", Workspace: "T9", Channel: "C1"}); err == nil || errors.Is(err, bot.ErrConnecting) {
			t.Errorf("a workspace that the bot is not in: %v", err)
		}
		f.Say(anna, mention+"who-said truce")
		f.answer("C1", 1)
		f.Fail("apps.connections.open", slacktest.Fault{Hang: time.Minute}, slacktest.Fault{Hang: time.Minute})
		f.Drop()
		time.Sleep(2 * time.Second)
		f.end()
		time.Sleep(time.Minute) // Slack's side ends, too
		if log := f.log.Text(); strings.Contains(log, "level=WARN") || strings.Contains(log, "level=ERROR") {
			t.Errorf("the log: %s", log)
		}
	})
}
