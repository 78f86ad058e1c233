package discord

import (
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// interactionsPath is the path of Discord's deliveries.
const interactionsPath = "/discord/interactions"

// maxBody is more than Discord sends, in bytes: a command on a message carries it
// with its embeds, 4,000 and 6,000 characters of up to 12 bytes in JSON, and a form
// five texts of 4,000.
const maxBody = 512 << 10

// freshFor is the maximum age of a delivery's signature, so that none is replayed.
const freshFor = 5 * time.Minute

// endpoint takes interactions over HTTP.
type endpoint struct {
	*converse.Chat[embed.Message]
	api          *api
	interactions *interactionHandler
	deliveries   chat.Deliveries
}

// serve answers Discord's deliveries on the listener until ctx ends.
func (e *endpoint) serve(ctx, working context.Context, publicKey string, listener net.Listener) error {
	key, err := hex.DecodeString(publicKey)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return errors.Join(&rest.TokenError{Message: "the public key is not one: copy it from https://discord.com/developers/applications → your app → General Information → Public Key."}, listener.Close())
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+interactionsPath, func(w http.ResponseWriter, r *http.Request) { e.delivered(working, key, w, r) })
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 20 * time.Second, MaxHeaderBytes: chat.MaxHeader}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serve Discord's deliveries: %w", err)
	case <-ctx.Done():
	}
	closing, stop := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
	defer stop()
	if err := server.Shutdown(closing); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("end Discord's deliveries: %w", err)
	}
	return nil
}

// delivered takes one interaction, if Discord signed it
// (https://discord.com/developers/docs/interactions/overview#setting-up-an-endpoint).
// Until it is known who the bot is, it is refused at once.
func (e *endpoint) delivered(working context.Context, key ed25519.PublicKey, w http.ResponseWriter, r *http.Request) {
	stamp, signature, err := signatureOf(r.Header)
	if err != nil {
		e.deliveries.Refuse(w, r, http.StatusUnauthorized, "not signed by Discord: "+err.Error())
		return
	}
	raw, ok := e.deliveries.Read(w, r)
	if !ok {
		return
	}
	if !ed25519.Verify(key, append([]byte(stamp), raw...), signature) {
		e.deliveries.Refuse(w, r, http.StatusUnauthorized, "not signed by Discord for this application")
		return
	}
	var i interaction
	if err := json.Unmarshal(raw, &i); err != nil {
		http.Error(w, "not understood", http.StatusBadRequest)
		return
	}
	if i.Type == typePing {
		writeReply(w, response{Type: responsePong})
		return
	}
	if err := e.api.connected(); err != nil {
		w.Header().Set("Retry-After", "5")
		http.Error(w, "starting", http.StatusServiceUnavailable)
		return
	}
	e.replyTo(working, w, i)
}

// signatureOf reads the headers of a delivery. Its error says what is wrong with
// them. Nothing separates the timestamp from the body in what is signed: only the
// one way to write a number is taken.
func signatureOf(h http.Header) (stamp string, signature []byte, err error) {
	signatures, stamps := h.Values("X-Signature-Ed25519"), h.Values("X-Signature-Timestamp")
	if len(signatures) != 1 || len(stamps) != 1 {
		return "", nil, errors.New("one X-Signature-Ed25519 and one X-Signature-Timestamp are needed")
	}
	at, err := strconv.ParseInt(stamps[0], 10, 64)
	if err != nil || strconv.FormatInt(at, 10) != stamps[0] {
		return "", nil, errors.New("the timestamp is no number of seconds")
	}
	if time.Since(time.Unix(at, 0)).Abs() > freshFor {
		return "", nil, errors.New("the signature is older than 5 minutes, or the clock here is wrong")
	}
	signature, err = hex.DecodeString(signatures[0])
	if err != nil || len(signature) != ed25519.SignatureSize {
		return "", nil, errors.New("the signature is not 128 digits")
	}
	return stamps[0], signature, nil
}

// replyTo answers an interaction with its acknowledgement; the rest follows by
// calls, after the acknowledgement has gone out.
func (e *endpoint) replyTo(working context.Context, w http.ResponseWriter, i interaction) {
	first, sent := make(chan response, 1), make(chan struct{})
	defer close(sent)
	e.Go("an interaction over HTTP ended in a panic", func() {
		defer close(first)
		err := e.interactions.handle(working, i, func(ctx context.Context, r response) error {
			first <- r
			select {
			case <-sent:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
		if err != nil {
			e.api.log.Warn("an interaction over HTTP could not be answered", slog.Any("error", rest.Redact(err)))
		}
	})
	select {
	case r, ok := <-first:
		if !ok {
			http.Error(w, "not understood", http.StatusBadRequest)
			return
		}
		writeReply(w, r)
		if flusher, ok := w.(http.Flusher); ok {
			flusher.Flush()
		}
	case <-time.After(acknowledgement):
		http.Error(w, "too late", http.StatusServiceUnavailable)
	}
}

func writeReply(w http.ResponseWriter, r response) {
	w.Header().Set("Content-Type", "application/json")
	// A caller that is gone cannot be told.
	_ = json.NewEncoder(w).Encode(r)
}
