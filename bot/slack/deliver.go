package slack

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"strconv"
	"strings"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
)

// target is where an answer goes, and what stands there already.
type target struct {
	team                  *workspace
	channel, thread, user string
	under                 string // the channel whose settings and outlets hold, where that is not channel: of direct messages
	private               bool   // for user's eyes only
	responseURL           string // "" once it is spent
	spareURL              string // a response URL for where the bot may not post itself
	replace               bool   // what the response URL belongs to
	message               string // the message to change, "" to post one
	asked                 string // the message that asked, "" for commands and buttons
	event                 string // the claimed event, "" if none is
	unsure                bool   // Slack may have taken a message although its answer was lost
	queued                bool   // the asker was told to wait
}

// pauses between tries while Slack is down.
const (
	firstPause = 500 * time.Millisecond
	longPause  = time.Minute
	// responseTries is how often a response URL that fails is tried before the
	// Web API is, which may be there while the other is not.
	responseTries = 4
	// giveUpAfter is how long an answer is kept for a Slack that is down.
	giveUpAfter = 3 * time.Hour
)

// deliver sends m to where v says, however often it takes. What the platform
// refuses goes out as plain text, and where the bot may not post, who asked is
// told how to fix it.
func (b *Bot) deliver(ctx context.Context, v *target, m blockkit.Message) error {
	if v.responseURL != "" {
		err := b.persist(ctx, v, nil, m, b.respond)
		if r, _ := remedyFor(err); r != otherRoute {
			return err
		}
		v.responseURL, v.replace = "", false
	}
	waiting := time.AfterFunc(lateAfter, func() { b.tellQueued(ctx, v) })
	defer waiting.Stop()
	return b.lanes.Join(ctx, v.team.ID+"/"+v.channel, func(ctx context.Context, q *outbox.Queue) error {
		waiting.Stop()
		return b.persist(ctx, v, q, m, b.post)
	})
}

// persist tries send until it succeeds or nothing more can be done.
func (b *Bot) persist(ctx context.Context, v *target, q *outbox.Queue, m blockkit.Message, send func(context.Context, *target, blockkit.Message) error) error {
	began, pauses := time.Now(), outbox.Pauses(firstPause, longPause)
	for tries := 1; ; tries++ {
		if q != nil {
			if err := q.Pace(ctx); err != nil {
				return err
			}
		}
		b.look(ctx, v)
		err := send(ctx, v, m)
		r, wait := remedyFor(err)
		switch {
		case err == nil:
			return nil
		case b.refusesMetadata(v.team, err):
			continue
		case r == asText && m.Spare != nil:
			m = *m.Spare
			continue
		case r == asText && len(m.Blocks) > 0:
			b.Log.Error("Slack refuses the blocks of an answer; it goes out as plain text", slog.Any("error", redacted(err)))
			m = blockkit.Message{Text: m.Plain}
			continue
		case r == asText && m.Text != refusedText:
			m = blockkit.Message{Text: refusedText}
			continue
		case r == postAnew && v.message != "":
			b.lacks(v.team, updateMethod, err)
			v.message = ""
			continue
		case r == tellAsker && v.spareURL != "":
			v.responseURL, v.spareURL = v.spareURL, ""
			return b.persist(ctx, v, nil, m, b.respond)
		case r == tellAsker:
			return b.tellFix(ctx, v, err)
		case r != retryLater && r != postAnew || time.Since(began) > giveUpAfter:
			return err
		case v.responseURL != "" && (time.Since(began) > responseLife || wait == 0 && tries == responseTries):
			return &responseError{code: "expired_url"}
		}
		pause := max(wait, pauses.NextBackOff())
		b.Log.Warn("Slack did not take a message; trying again", slog.Duration("in", pause), slog.Any("error", redacted(err)))
		if pause >= lateAfter && (q != nil || wait >= lateAfter) {
			go b.tellQueued(ctx, v)
		}
		if err := outbox.Pause(ctx, pause); err != nil {
			return err
		}
	}
}

// patiently tries a call that is not a message until Slack takes or refuses it.
func (b *Bot) patiently(ctx context.Context, try func() error) error {
	p := outbox.Policy{First: firstPause, Max: longPause, For: giveUpAfter,
		Passes: func(err error) (time.Duration, bool) {
			r, wait := remedyFor(err)
			return wait, r == retryLater
		},
		Notify: func(err error, in time.Duration) {
			b.Log.Warn("Slack did not take a call; trying again", slog.Duration("in", in), slog.Any("error", redacted(err)))
		}}
	return outbox.Retry(ctx, p, try)
}

const refusedText = "Slack refuses to show this answer. Narrow the question (by:, since:, limit:1) and ask again."

// Methods that a server may lack, beside those named where they are called.
const (
	updateMethod  = "chat.update"
	deleteMethod  = "chat.delete"
	privateMethod = "chat.postEphemeral"
)

// update puts m in the place of the message at v, once.
func (b *Bot) update(ctx context.Context, v *target, m blockkit.Message) error {
	options := m.Options()
	if len(m.Blocks) == 0 {
		options = append(options, slack.MsgOptionBlocks([]slack.Block{}...)) // else the old ones stay
	}
	_, _, _, err := v.team.api.UpdateMessageContext(ctx, v.channel, v.message, options...)
	return err
}

// post sends m with the Web API, once.
func (b *Bot) post(ctx context.Context, v *target, m blockkit.Message) error {
	options := m.Options()
	if v.message != "" && !b.has(v.team, updateMethod) {
		v.message = ""
	}
	if v.message != "" {
		return b.update(ctx, v, m)
	}
	if v.thread != "" {
		options = append(options, slack.MsgOptionTS(v.thread))
	}
	if v.private {
		return b.postPrivately(ctx, v, m, options)
	}
	if v.event != "" && b.has(v.team, metadata) {
		options = append(options, keyed(chat.IdempotencyKey(v.event, "")))
	}
	_, ts, err := v.team.api.PostMessageContext(ctx, v.channel, options...)
	r, _ := remedyFor(err)
	var limited *slack.RateLimitedError
	v.unsure = r == retryLater && !errors.As(err, &limited)
	if err == nil {
		v.message = ts
	}
	return err
}

// look finds a message that Slack may have taken although its answer was lost, so
// that the next try changes it instead of posting another.
func (b *Bot) look(ctx context.Context, v *target) {
	if !v.unsure || v.message != "" || v.event == "" || v.responseURL != "" || !b.has(v.team, metadata) {
		return
	}
	ts, err := b.arrived(ctx, v, chat.IdempotencyKey(v.event, ""))
	if err != nil {
		b.Log.Warn("it is not known whether a message arrived", slog.Any("error", redacted(err)))
		return
	}
	v.message, v.unsure = ts, false
}

// postPrivately shows m to one person in the channel or, where that cannot be,
// in direct messages.
func (b *Bot) postPrivately(ctx context.Context, v *target, m blockkit.Message, options []slack.MsgOption) error {
	if !b.has(v.team, privateMethod) {
		return b.direct(ctx, v, m)
	}
	_, err := v.team.api.PostEphemeralContext(ctx, v.channel, v.user, options...)
	if r, _ := remedyFor(err); err != nil && (r == tellAsker || b.lacks(v.team, privateMethod, err)) {
		return b.direct(ctx, v, m)
	}
	return err
}

// direct sends m as a direct message to who asked.
func (b *Bot) direct(ctx context.Context, v *target, m blockkit.Message) error {
	channel, err := b.directChannel(ctx, v)
	if err != nil {
		return fmt.Errorf("open a direct message: %w", err)
	}
	private := target{team: v.team, channel: channel, user: v.user}
	return b.post(ctx, &private, m)
}

// tellFix tells who asked why the answer does not stand where it was asked for.
func (b *Bot) tellFix(ctx context.Context, v *target, refused error) error {
	code := codeOf(refused)
	b.Log.Warn("Slack does not let the bot post in a channel", slog.String("channel", v.channel), slog.String("reason", code))
	if v.user == "" {
		return refused
	}
	text := fixFor(code, "<#"+v.channel+">")
	if err := b.patiently(ctx, func() error { return b.direct(ctx, v, blockkit.Message{Text: text}) }); err != nil {
		return errors.Join(refused, err)
	}
	return nil
}

// tellQueued says once that an answer waits for Slack.
func (b *Bot) tellQueued(ctx context.Context, v *target) {
	defer chat.Rescue(b.Log, "nobody could be told that an answer waits", nil)
	b.mu.Lock()
	said := v.queued
	v.queued = true
	b.mu.Unlock()
	if said || v.user == "" {
		return
	}
	const text = "Queued: Slack takes about one message a second in a channel. Your answer will come."
	if strings.HasPrefix(v.channel, "D") { // where no message is for one alone
		if b.lanes.Pace(ctx, v.team.ID+"/"+v.channel) == nil {
			_ = b.post(ctx, &target{team: v.team, channel: v.channel, thread: v.thread}, blockkit.Message{Text: text})
		}
		return
	}
	if !b.has(v.team, privateMethod) {
		return
	}
	options := []slack.MsgOption{slack.MsgOptionText(text, false)}
	if v.thread != "" {
		options = append(options, slack.MsgOptionTS(v.thread))
	}
	// A notice that is lost costs nothing: the answer itself is kept.
	_, err := v.team.api.PostEphemeralContext(ctx, v.channel, v.user, options...)
	b.lacks(v.team, privateMethod, err)
}

// responseBody is what a response URL takes
// (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses).
type responseBody struct {
	Text            string        `json:"text,omitempty"`
	Blocks          []slack.Block `json:"blocks,omitempty"`
	Mrkdwn          *bool         `json:"mrkdwn,omitempty"`
	ResponseType    string        `json:"response_type,omitempty"`
	ReplaceOriginal bool          `json:"replace_original"`
	DeleteOriginal  bool          `json:"delete_original,omitempty"`
	Thread          string        `json:"thread_ts,omitempty"`
}

// respond sends m to the response URL, once.
func (b *Bot) respond(ctx context.Context, v *target, m blockkit.Message) error {
	body := responseBody{Text: m.Text, Blocks: m.Blocks, ReplaceOriginal: v.replace, Thread: v.thread}
	if len(m.Blocks) == 0 {
		body.Mrkdwn = new(bool)
	}
	if !v.replace {
		if body.ResponseType = "in_channel"; v.private {
			body.ResponseType = "ephemeral"
		}
	}
	return b.postJSON(ctx, v.responseURL, body)
}

func (b *Bot) postJSON(ctx context.Context, address string, body responseBody) error {
	raw, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("encode a response: %w", err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(raw))
	if err != nil {
		return &responseError{code: "invalid_url"}
	}
	req.Header.Set("Content-Type", "application/json; charset=utf-8")
	resp, err := b.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	said, _ := io.ReadAll(io.LimitReader(resp.Body, 1<<16))
	return responseErrorOf(resp, said)
}

// responseError is a response URL's refusal.
type responseError struct {
	status int
	code   string
	wait   time.Duration
}

// Error returns the refusal without the address and without words of the server's own,
// which may be what it was sent.
func (e *responseError) Error() string {
	code, _, _ := strings.Cut(e.code, ":")
	if !shapedAsCode.MatchString(code) {
		return fmt.Sprintf("the response URL answered %d in words of its own", e.status)
	}
	return fmt.Sprintf("the response URL answered %d %s", e.status, code)
}

func (e *responseError) remedy() remedy {
	switch {
	case e.status == http.StatusTooManyRequests || e.status >= 500:
		return retryLater
	case strings.Contains(e.code, "blocks") || strings.Contains(e.code, "too_long"):
		return asText
	}
	return otherRoute
}

// responseErrorOf reads the answer: "ok", JSON with ok and error, or words.
func responseErrorOf(resp *http.Response, said []byte) error {
	var body struct {
		OK    *bool  `json:"ok"`
		Error string `json:"error"`
	}
	asJSON := json.Unmarshal(said, &body) == nil
	if text := bytes.TrimSpace(bytes.TrimPrefix(said, []byte("\ufeff"))); resp.StatusCode < 300 &&
		(bytes.HasPrefix(text, []byte("<")) || bytes.HasPrefix(text, []byte("{")) && !asJSON) {
		return &oddAnswer{status: resp.StatusCode} // a page, or half an answer
	}
	if resp.StatusCode < 300 && (!asJSON || body.OK == nil || *body.OK) {
		return nil
	}
	e := &responseError{status: resp.StatusCode, code: body.Error}
	if e.code == "" {
		e.code, _ = chat.Clip(strings.TrimSpace(string(said)), 80)
	}
	if seconds, err := strconv.Atoi(resp.Header.Get("Retry-After")); err == nil {
		e.wait = time.Duration(seconds) * time.Second
	}
	return e
}

// remove deletes the bot's message at v.
func (b *Bot) remove(ctx context.Context, v *target) error {
	if v.private && v.responseURL != "" {
		return b.patiently(ctx, func() error { return b.postJSON(ctx, v.responseURL, responseBody{DeleteOriginal: true}) })
	}
	err := b.lanes.Join(ctx, v.team.ID+"/"+v.channel, func(ctx context.Context, _ *outbox.Queue) error {
		return b.patiently(ctx, func() error {
			_, _, err := v.team.api.DeleteMessageContext(ctx, v.channel, v.message)
			return err
		})
	})
	if codeOf(err) == "message_not_found" {
		err = nil // it is gone already
	}
	if err == nil {
		gone := bot.Posted{Place: v.place(), Message: v.message}
		b.faults.Eventually(ctx, "a message that is gone could not be forgotten", func() error { return b.State.ForgetPosted(ctx, gone) })
	}
	return err
}

// say sends our own words without markup.
func (b *Bot) say(ctx context.Context, v *target, text string) {
	a := blockkit.Answer{Card: bot.Card{Notice: text}, Plain: true}
	if err := b.deliver(ctx, v, a.Render()[0]); err != nil {
		b.Log.Error("a message could not be delivered", slog.String("channel", v.channel), slog.Any("error", redacted(err)))
	}
}
