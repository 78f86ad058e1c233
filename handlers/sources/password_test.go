package sources

import (
	"context"
	"encoding/json"
	"errors"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

const withPassword = "https://ada:secretpw@quay.example/feed"

// one is a briefing that follows one source, which has a password, or none.
type one struct {
	Sources
	followed bool
	failure  error
}

func (o one) status() follow.Status { return follow.Status{Source: follow.Source{URL: withPassword}} }

func (o one) List() []follow.Status { return []follow.Status{o.status()} }

func (o one) Find(string) (follow.Status, error) {
	if !o.followed {
		return follow.Status{}, follow.ErrUnknown
	}
	return o.status(), nil
}

func (o one) Add(context.Context, follow.Source, bool) error  { return o.failure }
func (o one) Change(context.Context, follow.Source) error     { return o.failure }
func (o one) Remove(context.Context, string) error            { return o.failure }
func (o one) Pause(context.Context, string, bool) error       { return o.failure }
func (o one) Backfill(context.Context, string) error          { return o.failure }
func (o one) Waits() (time.Time, error)                       { return time.Time{}, nil }
func (o one) Why(context.Context, string) (follow.Why, error) { return follow.Why{}, o.failure }
func (o one) Try(context.Context, string, bool) (follow.Trial, error) {
	return follow.Trial{URL: withPassword, Kind: feed.RSS, Listed: 1}, o.failure
}

// TestPasswordsAreInNoAnswer: the password in an address is in no answer to it, nor behind its
// buttons: both are kept.
func TestPasswordsAreInNoAnswer(t *testing.T) {
	for name, answer := range map[string]func(Commands, context.Context, query.Request) (bot.Card, error){
		"add": Commands.AnswerAdd, "set": Commands.AnswerSet, "test": Commands.AnswerTest, "why": Commands.AnswerWhy, "pause": Commands.AnswerPause,
		"resume": Commands.AnswerResume, "remove": Commands.AnswerRemove, "backfill": Commands.AnswerBackfill, "list": Commands.AnswerList,
	} {
		for _, address := range []string{withPassword, "https://ada:secretpw@quay.example:port/", "ada:secretpw@quay.example/feed", "gopher://ada:secretpw@quay.example/"} {
			for _, followed := range []bool{true, false} {
				for _, failure := range []error{nil, follow.ErrConfigured, follow.ErrKnown, follow.ErrUnknown} {
					c := Commands{Sources: one{followed: followed, failure: failure}}
					r := query.Request{Request: bot.Request{Call: bot.Call{Command: "admin source " + name, Args: bot.Args{"url": address, "every": "2h"}}, Now: time.Now()}}
					card, err := answer(c, t.Context(), r)
					if refused, ok := errors.AsType[*bot.Error](err); ok {
						card = bot.Card{Notice: refused.Message, Actions: refused.Actions}
					} else if err != nil && (failure == nil || strings.Contains(err.Error(), "secretpw")) {
						t.Errorf("%s %s: %v", name, address, err)
					}
					raw, err := json.Marshal(card)
					if err != nil || strings.Contains(string(raw), "secretpw") {
						t.Errorf("%s %s, followed %t, %v: %s, %v", name, address, followed, failure, raw, err)
					}
				}
			}
		}
	}
}
