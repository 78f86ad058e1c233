package slack

import (
	"cmp"
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
)

// serverOf answers each call with the next of its answers, the last one for ever.
type serverOf struct {
	answers []canned
	calls   int
}

type canned struct {
	status int
	body   string
}

func (s *serverOf) RoundTrip(*http.Request) (*http.Response, error) {
	a := s.answers[min(s.calls, len(s.answers)-1)]
	s.calls++
	return &http.Response{StatusCode: a.status, Body: io.NopCloser(strings.NewReader(a.body)), Header: http.Header{}}, nil
}

// TestOnlyTheWebAPIAnswers: what is not Slack's JSON passes, and is never taken for a
// success or for a method that does not exist. Another server may say so with a bare
// status, twice in a row.
func TestOnlyTheWebAPIAnswers(t *testing.T) {
	const page = "<!DOCTYPE html><title>Sign in to the guest network</title>"
	const other = "https://chat.example.com/api/"
	rows := []struct {
		why, base string
		answers   []canned
		code      string // of the error
		want      converse.Remedy
		absent    bool // the method is left out
	}{
		{"a page with 200", "", []canned{{200, page}}, "", converse.Retry, false},
		{"nothing with 200", "", []canned{{200, ""}}, "", converse.Retry, false},
		{"a line feed", "", []canned{{200, "\n"}}, "", converse.Retry, false},
		{"half an answer", "", []canned{{200, `{"ok":true,"ts":"19000`}}, "", converse.Retry, false},
		{"JSON without ok", "", []canned{{200, `{"message":"warming up"}`}}, "", converse.Retry, false},
		{"an empty object", "", []canned{{200, `{}`}}, "", converse.Retry, false},
		{"null", "", []canned{{200, `null`}}, "", converse.Retry, false},
		{"a list", "", []canned{{200, `[]`}}, "", converse.Retry, false},
		{"ok as a word", "", []canned{{200, `{"ok":"true"}`}}, "", converse.Retry, false},
		{"a refusal without code", "", []canned{{200, `{"ok":false}`}}, "", converse.Retry, false},
		{"a refusal with an empty code", "", []canned{{200, `{"ok":false,"error":" "}`}}, "", converse.Retry, false},
		{"two answers in one", "", []canned{{200, `{"ok":true}{"ok":true}`}}, "", converse.Retry, false},
		{"a redirect", "", []canned{{302, ""}}, "", converse.Retry, false},
		{"404", "", []canned{{404, page}}, "", converse.Retry, false},
		{"405", "", []canned{{405, page}}, "", converse.Retry, false},
		{"501", "", []canned{{501, page}}, "", converse.Retry, false},
		{"403", "", []canned{{403, page}}, "", converse.Retry, false},
		{"502", "", []canned{{502, page}}, "", converse.Retry, false},
		{"success with an error's status", "", []canned{{404, `{"ok":true}`}}, "", converse.Retry, false},
		{"Slack's own refusal", "", []canned{{200, `{"ok":false,"error":"unknown_method"}`}}, unknownMethod, converse.PostAnew, true},
		{"Slack's own refusal with a status", "", []canned{{404, `{"ok":false,"error":"unknown_method"}`}}, unknownMethod, converse.PostAnew, true},
		{"for a kind of channel", "", []canned{{200, `{"ok":false,"error":"method_not_supported_for_channel_type"}`}}, "method_not_supported_for_channel_type", converse.GiveUp, false},
		{"404 elsewhere", other, []canned{{404, page}}, "", converse.PostAnew, true},
		{"501 elsewhere", other, []canned{{501, page}}, "", converse.PostAnew, true},
		{"404 elsewhere, once", other, []canned{{404, page}, {200, `{"ok":true}`}}, "", converse.GiveUp, false},
		{"a page with 200 elsewhere", other, []canned{{200, page}}, "", converse.Retry, false},
		{"a proxy that wants a password", other, []canned{{407, page}}, "", converse.Retry, false},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				log := slog.New(slog.DiscardHandler)
				s := &workspaces{client: &webapi.Client{HTTP: &http.Client{Transport: &serverOf{answers: r.answers}}, Base: cmp.Or(r.base, DefaultAPIURL)}}
				w := &workspace{ID: "T1", api: s.api("xoxb-t"), lacking: newLacking("T1", log)}
				_, _, err := w.api.DeleteMessageContext(t.Context(), "C1", "1.1")
				if (err == nil) != (r.want == converse.GiveUp && r.code == "") {
					t.Fatalf("the call gave %v", err)
				}
				if got, _ := remedyFor(err); got != r.want || codeOf(err) != r.code {
					t.Errorf("remedy %v, code %q for %v, want %v and %q", got, codeOf(err), err, r.want, r.code)
				}
				w.lacks(deleteMethod, err)
				if w.has(deleteMethod) == r.absent {
					t.Errorf("the method may be tried: %v", !r.absent)
				}
				time.Sleep(lackingLife)
				if !w.has(deleteMethod) {
					t.Error("the method is never tried again")
				}
			})
		})
	}
}

// TestPeopleShareTimeZones: thousands of people take the memory of the few zones that they
// live in.
func TestPeopleShareTimeZones(t *testing.T) {
	g := newGuestList(false, slog.New(slog.DiscardHandler))
	first := g.zone("Europe/Stockholm")
	if first == nil || first != g.zone("Europe/Stockholm") || first == g.zone("Europe/Oslo") {
		t.Error("a zone is loaded anew")
	}
	for _, none := range []string{"", "Nowhere/Harbour", "../etc/passwd"} {
		if g.zone(none) != nil {
			t.Errorf("%q is a zone", none)
		}
	}
}
