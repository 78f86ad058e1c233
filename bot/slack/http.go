package slack

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// maxBody is more than Slack sends, in bytes: a shortcut on a message of 40,000
// characters (https://docs.slack.dev/reference/methods/chat.postMessage) carries it
// twice, as text and as blocks, of which each character takes up to 6 bytes in JSON
// and 8 in the form around it. Views are smaller: 250 kB.
const maxBody = 1 << 20

// freshFor is the maximum difference between a delivery's timestamp and the clock
// (https://docs.slack.dev/authentication/verifying-requests-from-slack).
const freshFor = 5 * time.Minute

// endpoint takes Slack's deliveries over HTTP.
type endpoint struct {
	receiver      *receiver
	installer     *installer
	deliveries    *chat.Deliveries
	signingSecret string
	joined        *atomic.Bool // the workspaces are known
}

// serve answers Slack's deliveries on the listener until ctx ends, also while the
// workspaces are not known yet: one that hangs would count as lost.
func (p *endpoint) serve(ctx, working context.Context, listener net.Listener) error {
	server := &http.Server{Handler: p.handler(working), ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second,
		WriteTimeout: 20 * time.Second, MaxHeaderBytes: chat.MaxHeader, BaseContext: func(net.Listener) context.Context { return ctx }}
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

func (p *endpoint) handler(working context.Context) http.Handler {
	mux := http.NewServeMux()
	if p.installer.ClientID != "" {
		mux.HandleFunc("GET "+installPath, p.installer.install)
		mux.HandleFunc("GET "+oauthPath, p.installer.installed)
	}
	for _, path := range []string{eventsPath, commandsPath, interactivityPath} {
		mux.HandleFunc("POST "+path, func(w http.ResponseWriter, r *http.Request) { p.delivered(working, w, r) })
	}
	return mux
}

// delivered takes one delivery, if Slack signed it within the last 5 minutes, once.
// Until the workspaces are known it is refused, and comes again.
func (p *endpoint) delivered(working context.Context, w http.ResponseWriter, r *http.Request) {
	signed, err := signatureOf(r.Header)
	if err != nil {
		p.deliveries.Refuse(w, r, http.StatusUnauthorized, "not signed by Slack: "+err.Error())
		return
	}
	body, ok := p.deliveries.Read(w, r)
	if !ok {
		return
	}
	if !signed.by(p.signingSecret, body) {
		p.deliveries.Refuse(w, r, http.StatusUnauthorized, "not signed by Slack with this app's signing secret")
		return
	}
	if form, err := url.ParseQuery(string(body)); err == nil && form.Get("ssl_check") == "1" {
		w.WriteHeader(http.StatusOK) // Slack looks at the certificate
		return
	}
	e, err := envelopeOf(r.Header, body)
	if err != nil {
		http.Error(w, "not understood", http.StatusBadRequest)
		return
	}
	e.ID = signed.id()
	if ev, err := read[event](e); err == nil && ev.Type == "url_verification" {
		w.Header().Set("Content-Type", "text/plain; charset=utf-8")
		io.WriteString(w, ev.Challenge)
		return
	}
	if !p.joined.Load() {
		w.Header().Set("Retry-After", "5") // Slack sends events again at once, after 1 and after 5 minutes
		http.Error(w, "starting", http.StatusServiceUnavailable)
		return
	}
	if !p.receiver.First("delivery/" + e.ID) { // Slack signs what it sends again anew
		w.WriteHeader(http.StatusOK)
		return
	}
	p.receiver.receive(working, e, func() error {
		w.WriteHeader(http.StatusOK)
		return nil
	})
}

// signature holds the signature headers of a delivery in canonical form: one signature is one
// delivery, however its headers are written.
type signature struct {
	stamp string // seconds since 1970, signed
	mac   []byte
}

// signatureOf reads the headers of a delivery. Its error says what is wrong with
// them.
func signatureOf(h http.Header) (signature, error) {
	var s signature
	signatures, stamps := h.Values("X-Slack-Signature"), h.Values("X-Slack-Request-Timestamp")
	if len(signatures) != 1 || len(stamps) != 1 {
		return s, errors.New("one X-Slack-Signature and one X-Slack-Request-Timestamp are needed")
	}
	at, err := strconv.ParseInt(stamps[0], 10, 64)
	if err != nil || strconv.FormatInt(at, 10) != stamps[0] {
		return s, errors.New("the timestamp is no number of seconds")
	}
	if time.Since(time.Unix(at, 0)).Abs() > freshFor {
		return s, errors.New("the signature is older than 5 minutes, or the clock here is wrong")
	}
	digits, found := strings.CutPrefix(signatures[0], "v0=")
	mac, err := hex.DecodeString(digits)
	if !found || err != nil || len(mac) != sha256.Size {
		return s, errors.New("the signature is not v0= and 64 digits")
	}
	return signature{stamp: stamps[0], mac: mac}, nil
}

// by reports whether the signature is that of body with a signing secret.
func (s signature) by(secret string, body []byte) bool {
	mac := hmac.New(sha256.New, []byte(secret))
	io.WriteString(mac, "v0:"+s.stamp+":")
	mac.Write(body)
	return secret != "" && hmac.Equal(mac.Sum(nil), s.mac)
}

// id returns the same for a signature in any case of letters.
func (s signature) id() string { return "v0=" + hex.EncodeToString(s.mac) }

// envelopeOf tells events, which are JSON, from commands and interactions,
// which are forms.
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
	return e, nil
}
