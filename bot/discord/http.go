package discord

import (
	"bytes"
	"context"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"
)

// interactionsPath is where Discord delivers to.
const interactionsPath = "/discord/interactions"

// maxBody is more than Discord sends.
const maxBody = 4 << 20

// freshFor is how old a signed delivery may be, so that none is played again.
const freshFor = 5 * time.Minute

// serve answers Discord's deliveries on the listener until ctx ends.
func (b *Bot) serve(ctx, working context.Context, listener net.Listener) error {
	key, err := hex.DecodeString(b.PublicKey)
	if err != nil || len(key) != ed25519.PublicKeySize {
		return errors.Join(&TokenError{Message: "the public key is not one: copy it from https://discord.com/developers/applications → your app → General Information → Public Key."}, listener.Close())
	}
	mux := http.NewServeMux()
	mux.HandleFunc("POST "+interactionsPath, func(w http.ResponseWriter, r *http.Request) { b.delivered(working, key, w, r) })
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 20 * time.Second, WriteTimeout: 20 * time.Second}
	b.up.Store(true)
	b.Log.Info("waiting for Discord's deliveries", slog.String("address", listener.Addr().String()))
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
func (b *Bot) delivered(working context.Context, key ed25519.PublicKey, w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
	if err != nil {
		http.Error(w, "the body cannot be read", http.StatusRequestEntityTooLarge)
		return
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	if !fresh(r.Header.Get("X-Signature-Timestamp")) || !discordgo.VerifyInteraction(r, key) {
		http.Error(w, "not signed by Discord", http.StatusUnauthorized)
		return
	}
	var i interaction
	if err := json.Unmarshal(raw, &i); err != nil {
		http.Error(w, "not understood", http.StatusBadRequest)
		return
	}
	if i.Type == typePing {
		reply(w, response{Type: responsePong})
		return
	}
	b.replyTo(working, w, i)
}

// fresh says whether a delivery was signed lately. Discord's time is in seconds.
func fresh(timestamp string) bool {
	at, err := strconv.ParseInt(timestamp, 10, 64)
	return err == nil && time.Since(time.Unix(at, 0)).Abs() < freshFor
}

// replyTo answers an interaction with its acknowledgement; the rest follows by
// calls, after the acknowledgement has gone out.
func (b *Bot) replyTo(working context.Context, w http.ResponseWriter, i interaction) {
	first, sent := make(chan response, 1), make(chan struct{})
	defer close(sent)
	b.begin("interaction", func() error {
		defer close(first)
		return b.interact(working, i, func(ctx context.Context, r response) error {
			first <- r
			select {
			case <-sent:
				return nil
			case <-ctx.Done():
				return ctx.Err()
			}
		})
	})
	select {
	case r, ok := <-first:
		if !ok {
			http.Error(w, "not understood", http.StatusBadRequest)
			return
		}
		reply(w, r)
		if flusher, ok := w.(http.Flusher); ok {
			flusher.Flush()
		}
	case <-time.After(acknowledgement):
		http.Error(w, "too late", http.StatusServiceUnavailable)
	}
}

func reply(w http.ResponseWriter, r response) {
	w.Header().Set("Content-Type", "application/json")
	// A caller that is gone cannot be told.
	_ = json.NewEncoder(w).Encode(r)
}
