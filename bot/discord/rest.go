package discord

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/bwmarrin/discordgo"

	"github.com/briefing-bot/briefing-bot/bot/chat"
)

// rest calls Discord's HTTP interface. The library's own client sleeps for a 429
// without regard to the context, holds one lock for all edits of replies, and
// never frees the buckets of interactions: this one does none of that.
type rest struct {
	base   string // with the version, without a slash at the end
	token  string
	client *http.Client
	limits *limits
	log    *slog.Logger
}

// newREST returns a client for the server at base. client makes the calls.
func newREST(base, token string, client *http.Client, log *slog.Logger) *rest {
	return &rest{base: base, token: token, client: client, limits: newLimits(), log: log}
}

// maxReply is more than Discord answers.
const maxReply = 8 << 20

// apiError is Discord's refusal of a call.
type apiError struct {
	Status  int
	Code    int    // https://discord.com/developers/docs/topics/opcodes-and-status-codes#json
	Message string // Discord's own words
	Wait    time.Duration
	Global  bool // the wait is for all routes
}

// Error has no address: those of interactions hold a token.
func (e *apiError) Error() string {
	return fmt.Sprintf("Discord answered %d (code %d: %s)", e.Status, e.Code, e.Message)
}

// codeOf is Discord's code of an error, 0 where it is none of Discord's.
func codeOf(err error) int {
	var e *apiError
	if errors.As(err, &e) {
		return e.Code
	}
	return 0
}

// statusOf is the HTTP status of a refusal, 0 where there was no answer.
func statusOf(err error) int {
	var e *apiError
	if errors.As(err, &e) {
		return e.Status
	}
	return 0
}

// call sends in as JSON, beside files, and reads out. It waits for rate limits,
// as long as ctx allows, and does not try again for any other reason.
func (r *rest) call(ctx context.Context, method, path string, in, out any, files ...*discordgo.File) error {
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
		var refused *apiError
		if !errors.As(err, &refused) || refused.Status != http.StatusTooManyRequests {
			return err
		}
		r.log.Warn("Discord asks to wait", slog.Duration("for", refused.Wait))
		if err := chat.Pause(ctx, refused.Wait); err != nil {
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

func (r *rest) once(ctx context.Context, method, path, route, content string, raw []byte, out any) error {
	req, err := http.NewRequestWithContext(ctx, method, r.base+path, bytes.NewReader(raw))
	if err != nil {
		return fmt.Errorf("make a call to Discord: %w", redacted(err))
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
		return fmt.Errorf("reach Discord: %w", redacted(err))
	}
	defer resp.Body.Close()
	said, err := io.ReadAll(io.LimitReader(resp.Body, maxReply))
	if err != nil {
		return fmt.Errorf("read Discord's answer: %w", redacted(err))
	}
	if r.odd(resp.StatusCode, said) {
		return &unreachable{fmt.Errorf("something other than Discord answered, with status %d", resp.StatusCode)}
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
// what is said with success is JSON, and Discord itself refuses in JSON, too.
func (r *rest) odd(status int, said []byte) bool {
	said = bytes.TrimSpace(said)
	switch {
	case status < 300:
		return len(said) > 0 && !json.Valid(said)
	case status < 400:
		return true // Discord redirects no call
	case status < 500 && status != http.StatusTooManyRequests:
		return r.base == DefaultAPIURL && !bytes.HasPrefix(said, []byte("{"))
	}
	return false
}

// refusal reads an error; what is no JSON, as a proxy sends, has its status alone.
func refusal(resp *http.Response, said []byte) *apiError {
	var body struct {
		Code    int     `json:"code"`
		Message string  `json:"message"`
		Retry   float64 `json:"retry_after"`
		Global  bool    `json:"global"`
	}
	_ = json.Unmarshal(said, &body) // what cannot be read says nothing more
	e := &apiError{Status: resp.StatusCode, Code: body.Code, Message: body.Message, Global: body.Global || resp.Header.Get("X-RateLimit-Global") != ""}
	if e.Wait = max(seconds(body.Retry), secondsOf(resp.Header.Get("Retry-After"))); e.Wait == 0 {
		e.Wait = time.Second
	}
	return e
}

// maxWait is the longest that an answer can ask to wait, whatever it says.
const maxWait = 24 * time.Hour

// seconds is a number of them; what is none, or negative, is 0.
func seconds(s float64) time.Duration {
	if !(s > 0) {
		return 0
	}
	return time.Duration(min(s, maxWait.Seconds()) * float64(time.Second))
}

// secondsOf reads a number of seconds; what is none is 0.
func secondsOf(text string) time.Duration {
	s, err := strconv.ParseFloat(text, 64)
	if err != nil {
		return 0
	}
	return seconds(s)
}

// redacted is an error without the address that it was about: that of an
// interaction holds its token.
func redacted(err error) error {
	var network *url.Error
	if errors.As(err, &network) {
		return &unreachable{network.Err}
	}
	return err
}

// unreachable is a call that got no answer.
type unreachable struct{ err error }

// Error is the cause.
func (u *unreachable) Error() string { return u.err.Error() }

// Unwrap is the cause.
func (u *unreachable) Unwrap() error { return u.err }
