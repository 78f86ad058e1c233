package slack

import (
	"io"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"testing/synctest"
	"time"
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
		want      remedy
		absent    bool // the method is left out
	}{
		{"a page with 200", "", []canned{{200, page}}, "", retryLater, false},
		{"nothing with 200", "", []canned{{200, ""}}, "", retryLater, false},
		{"a line feed", "", []canned{{200, "\n"}}, "", retryLater, false},
		{"half an answer", "", []canned{{200, `{"ok":true,"ts":"19000`}}, "", retryLater, false},
		{"JSON without ok", "", []canned{{200, `{"message":"warming up"}`}}, "", retryLater, false},
		{"an empty object", "", []canned{{200, `{}`}}, "", retryLater, false},
		{"null", "", []canned{{200, `null`}}, "", retryLater, false},
		{"a list", "", []canned{{200, `[]`}}, "", retryLater, false},
		{"ok as a word", "", []canned{{200, `{"ok":"true"}`}}, "", retryLater, false},
		{"a refusal without code", "", []canned{{200, `{"ok":false}`}}, "", retryLater, false},
		{"a refusal with an empty code", "", []canned{{200, `{"ok":false,"error":" "}`}}, "", retryLater, false},
		{"two answers in one", "", []canned{{200, `{"ok":true}{"ok":true}`}}, "", retryLater, false},
		{"a redirect", "", []canned{{302, ""}}, "", retryLater, false},
		{"404", "", []canned{{404, page}}, "", retryLater, false},
		{"405", "", []canned{{405, page}}, "", retryLater, false},
		{"501", "", []canned{{501, page}}, "", retryLater, false},
		{"403", "", []canned{{403, page}}, "", retryLater, false},
		{"502", "", []canned{{502, page}}, "", retryLater, false},
		{"success with an error's status", "", []canned{{404, `{"ok":true}`}}, "", retryLater, false},
		{"Slack's own refusal", "", []canned{{200, `{"ok":false,"error":"unknown_method"}`}}, unknownMethod, postAnew, true},
		{"Slack's own refusal with a status", "", []canned{{404, `{"ok":false,"error":"unknown_method"}`}}, unknownMethod, postAnew, true},
		{"for a kind of channel", "", []canned{{200, `{"ok":false,"error":"method_not_supported_for_channel_type"}`}}, "method_not_supported_for_channel_type", giveUp, false},
		{"404 elsewhere", other, []canned{{404, page}}, "", postAnew, true},
		{"501 elsewhere", other, []canned{{501, page}}, "", postAnew, true},
		{"404 elsewhere, once", other, []canned{{404, page}, {200, `{"ok":true}`}}, "", giveUp, false},
		{"a page with 200 elsewhere", other, []canned{{200, page}}, "", retryLater, false},
		{"a proxy that wants a password", other, []canned{{407, page}}, "", retryLater, false},
	}
	for _, r := range rows {
		t.Run(r.why, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				b := New(Config{APIURL: r.base, Log: slog.New(slog.DiscardHandler)})
				b.client.Transport = &serverOf{answers: r.answers}
				w := &workspace{ID: "T1", api: b.api("xoxb-t")}
				_, _, err := w.api.DeleteMessageContext(t.Context(), "C1", "1.1")
				if (err == nil) != (r.want == giveUp && r.code == "") {
					t.Fatalf("the call gave %v", err)
				}
				if got, _ := remedyFor(err); got != r.want || codeOf(err) != r.code {
					t.Errorf("remedy %v, code %q for %v, want %v and %q", got, codeOf(err), err, r.want, r.code)
				}
				b.lacks(w, deleteMethod, err)
				if b.has(w, deleteMethod) == r.absent {
					t.Errorf("the method may be tried: %v", !r.absent)
				}
				if !b.has(&workspace{ID: "T2"}, deleteMethod) {
					t.Error("another workspace lost the method")
				}
				time.Sleep(lackingLife)
				if !b.has(w, deleteMethod) {
					t.Error("the method is never tried again")
				}
			})
		})
	}
}

// TestAnUploadThatAPageAnswers: Slack says OK, other servers nothing.
func TestAnUploadThatAPageAnswers(t *testing.T) {
	for body, good := range map[string]bool{"OK - 12": true, "": true, `{"ok":true}`: true, "<html>": false, "\ufeff <!doctype html>": false} {
		if err := checkUpload(http.StatusOK, []byte(body)); (err == nil) != good {
			t.Errorf("%q gives %v", body, err)
		}
	}
	if checkUpload(http.StatusFound, nil) == nil {
		t.Error("a redirect is taken for an upload")
	}
}
