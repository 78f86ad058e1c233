package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"

	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/bwmarrin/discordgo"
)

// Client calls Discord's HTTP API. discordgo's own client sleeps for a 429 without
// regard to the context, holds one lock for all edits of replies, and never frees the
// buckets of interactions.
type Client struct {
	base   string // with the version, without a slash at the end
	token  string
	client *http.Client
	limits *limits
	log    *slog.Logger
}

// DefaultURL is Discord's own.
const DefaultURL = "https://discord.com/api/v10"

// New returns a client for the server at base. client makes the calls.
func New(base, token string, client *http.Client, log *slog.Logger) *Client {
	return &Client{base: base, token: token, client: client, limits: newLimits(), log: log}
}

// maxReply bounds an answer, in bytes.
const maxReply = 8 << 20

// Call makes one call: in is sent as JSON, beside files, and the answer is decoded into
// out. in, out or both may be nil. It waits for rate limits, as long as ctx allows, and
// does not retry for any other reason. The error is an *Error if Discord refused, and
// an *UnreachableError if there was no answer.
func (r *Client) Call(ctx context.Context, method, path string, in, out any, files ...*discordgo.File) error {
	content, raw, err := encode(in, files)
	if err != nil {
		return err
	}
	for {
		route := method + " " + path
		if interactionRoute(path) {
			route = ""
		}
		if err := r.limits.wait(ctx, route); err != nil {
			return err
		}
		err := r.once(ctx, method, path, route, content, raw, out)
		var refused *Error
		if !errors.As(err, &refused) || refused.Status != http.StatusTooManyRequests {
			return err
		}
		r.log.Warn("Discord asks to wait", slog.Duration("for", refused.Wait))
		if err := outbox.Pause(ctx, refused.Wait); err != nil {
			return err
		}
	}
}

func encode(in any, files []*discordgo.File) (content string, raw []byte, err error) {
	switch {
	case in == nil:
		return "", nil, nil
	case len(files) > 0:
		for _, f := range files { // an earlier try has read them
			if again, ok := f.Reader.(io.Seeker); ok {
				_, err = again.Seek(0, io.SeekStart)
			}
		}
		if err != nil {
			break
		}
		content, raw, err = discordgo.MultipartBodyWithJSON(in, files)
	default:
		content = "application/json"
		raw, err = json.Marshal(in)
	}
	if err != nil {
		return "", nil, fmt.Errorf("encode a call to Discord: %w", err)
	}
	return content, raw, nil
}

func (r *Client) once(ctx context.Context, method, path, route, content string, raw []byte, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, r.base+path, bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("make a call to Discord: %w", Redact(err))
	}
	if content != "" {
		req.Header.Set("Content-Type", content)
	}
	if !interactionRoute(path) { // those have their own token
		req.Header.Set("Authorization", "Bot "+r.token)
	}
	req.Header.Set("User-Agent", "DiscordBot (https://github.com/briefing-bot/briefing-bot, 1)")
	resp, err := r.client.Do(req)
	if err != nil {
		return fmt.Errorf("reach Discord: %w", Redact(err))
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, maxReply))
	if err != nil {
		return fmt.Errorf("read Discord's answer: %w", Redact(err))
	}
	if r.odd(resp.StatusCode, said) {
		return &UnreachableError{fmt.Errorf("something other than Discord answered, with status %d", resp.StatusCode)}
	}
	r.limits.learn(route, resp)
	if resp.StatusCode >= 300 {
		refused := refusal(resp, said)
		if refused.Status == http.StatusTooManyRequests && refused.Global {
			r.limits.hold(refused.Wait)
		}
		return refused
	}
	if out == nil || len(said) == 0 {
		return nil
	}
	if err := json.Unmarshal(said, out); err != nil {
		return fmt.Errorf("read Discord's answer: %w", err)
	}
	return nil
}

// odd reports whether an answer is that of something else, such as a proxy's page:
// Discord answers in JSON, also where it refuses.
func (r *Client) odd(status int, said []byte) bool {
	said = bytes.TrimSpace(said)
	switch {
	case status < 300:
		return len(said) > 0 && !json.Valid(said)
	case status < 400:
		return true // Discord redirects no call
	case status < 500 && status != http.StatusTooManyRequests:
		return r.base == DefaultURL && !bytes.HasPrefix(said, []byte("{"))
	}
	return false
}
