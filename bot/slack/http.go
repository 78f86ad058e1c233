package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/slack-go/slack"
)

// The paths that Slack delivers to. They are one: a payload says itself what it is.
const (
	eventsPath        = "/slack/events"
	commandsPath      = "/slack/commands"
	interactivityPath = "/slack/interactivity"
)

// maxBody is more than Slack sends.
const maxBody = 4 << 20

// serve answers Slack's deliveries on the listener until ctx ends, also while the
// workspaces are not known yet: one that hangs would count as lost.
func (b *Bot) serve(ctx, working context.Context, listener net.Listener) error {
	server := &http.Server{Handler: b.handler(working), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second,
		WriteTimeout: 20 * time.Second, BaseContext: func(net.Listener) context.Context { return ctx }}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve Slack's deliveries: %w", err)
	case <-ctx.Done():
	}
	closing, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	if err := server.Shutdown(closing); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("end Slack's deliveries: %w", err)
	}
	return nil
}

func (b *Bot) handler(working context.Context) http.Handler {
	mux := http.NewServeMux()
	if b.OAuth.ClientID != "" {
		mux.HandleFunc("GET "+installPath, b.install)
		mux.HandleFunc("GET "+oauthPath, b.installed)
	}
	for _, path := range []string{eventsPath, commandsPath, interactivityPath} {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) { b.delivered(working, w, r) })
	}
	return mux
}

// delivered takes one delivery, if Slack signed it within the last 5 minutes
// (https://docs.slack.dev/authentication/verifying-requests-from-slack). Until the
// workspaces are known it is refused, and comes again.
func (b *Bot) delivered(working context.Context, w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "the body cannot be read", http.StatusRequestEntityTooLarge)
		return
	}
	if err := b.verify(r.Header, body); err != nil {
		b.Log.Warn("a delivery without Slack's signature was refused; is the signing secret that of this app, and the clock right?",
			slog.String("from", r.RemoteAddr), slog.Any("error", err))
		http.Error(w, "not signed by Slack", http.StatusUnauthorized)
		return
	}
	e, err := envelopeOf(r.Header, body)
	if err != nil {
		http.Error(w, "not understood", http.StatusBadRequest)
		return
	}
	if ev, err := read[event](e); err == nil && ev.Type == "url_verification" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.WriteString(w, ev.Challenge)
		return
	}
	if !b.joined.Load() {
		w.Header().Set("Retry-After", "5") // Slack sends events again at once, after 1 and after 5 minutes
		http.Error(w, "starting", http.StatusServiceUnavailable)
		return
	}
	b.receive(working, e, func(payload any) error { return acknowledge(w, payload) })
}

func (b *Bot) verify(h http.Header, body []byte) error {
	v, err := slack.NewSecretsVerifier(h, b.SigningSecret)
	if err != nil {
		return err
	}
	if _, err := v.Write(body); err != nil {
		return err
	}
	return v.Ensure()
}

// envelopeOf tells events, which are JSON, from commands and interactions,
// which are forms. Its ID is the signature: Slack sends events again under their
// own IDs, and nothing else.
func envelopeOf(h http.Header, body []byte) (envelope, error) {
	e := envelope{Kind: eventEnvelope, Payload: body}
	if !strings.HasPrefix(h.Get("Content-Type"), "application/json") && !bytes.HasPrefix(bytes.TrimSpace(body), []byte("{")) {
		form, err := url.ParseQuery(string(body))
		if err != nil {
			return e, fmt.Errorf("read a form: %w", err)
		}
		if e, err = formEnvelope(form); err != nil {
			return e, err
		}
	}
	e.ID = h.Get("X-Slack-Signature")
	return e, nil
}

func acknowledge(w http.ResponseWriter, payload any) error {
	if payload == nil {
		w.WriteHeader(http.StatusOK)
		return nil
	}
	w.Header().Set("Content-Type", "application/json; charset=utf-8")
	return json.NewEncoder(w).Encode(payload)
}
