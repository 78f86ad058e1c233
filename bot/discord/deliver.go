package discord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/outbox"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// target is where an answer goes, and what stands there already.
type target struct {
	guild, channel, user string
	under                string     // the channel that channel is a thread of, "" if it is none
	located              bool       // under is known
	of                   *bot.Place // of direct messages, whose settings and outlets hold there for what was set up elsewhere
	roles                []string
	manages              bool      // the user may manage the server
	private              bool      // for the user's eyes only
	app, token           string    // of the interaction, "" for messages and once it is spent
	until                time.Time // the token is good
	message              string    // the message to change, "" to post one
	answered             string    // the message that an interaction was answered with
	anew                 bool      // the message to change was gone
	asked                string    // the message that asked, "" for interactions
	threads              bool      // the channel is set to a thread for each mention
	thread               string    // where messages go, where that is not channel
	event                string    // what was claimed
}

// unknownWebhook is what Discord says of an interaction that it has no
// acknowledgement of, and settleWithin how long one may take to arrive.
const (
	unknownWebhook = 10015
	settleWithin   = 3 * time.Second
)

// attachments is what a server may lack.
const attachments = "attachments"

// direct begins the scope of direct messages, which have no server.
const direct = "@"

// scope returns that of data: a server, or somebody's direct messages.
func (v *target) scope() string {
	if v.guild == "" {
		return direct + v.user
	}
	return v.guild
}

// ruling returns the server, the channel and the channel that it is a thread of whose
// settings and outlets hold.
func (v *target) ruling() (guild, channel, under string) {
	if v.of != nil {
		return v.of.Workspace, v.of.Channel, v.of.Under
	}
	return v.guild, v.channel, v.under
}

// room returns the channel that messages go to.
func (v *target) room() string { return cmp.Or(v.thread, v.channel) }

// targetIn returns a target of a scope.
func targetIn(scope string) *target {
	if user, alone := strings.CutPrefix(scope, direct); alone {
		return &target{user: user}
	}
	return &target{guild: scope}
}

// buttons returns the scope of buttons.
func (v *target) buttons() string { return platform + "/" + v.scope() }

// deliver sends m to where v says, however often it takes. What Discord refuses
// goes out as plain text, and where the bot may not post, who asked is told how to
// mend it.
func (b *Bot) deliver(ctx context.Context, v *target, m embed.Message) error {
	if v.token != "" {
		err := b.persist(ctx, v, m, b.respond)
		if r := remedyFor(err, false); err == nil || r != otherRoute && r != postAnew {
			return err
		}
		if rest.CodeOf(err) == 10008 { // who asked has dismissed it
			return nil
		}
		return b.deliverLate(ctx, v, m)
	}
	return b.lanes.Join(ctx, v.room(), func(ctx context.Context, _ *outbox.Queue) error { return b.persist(ctx, v, m, b.post) })
}

// deliverLate is for an answer that comes after its token has expired: to the
// channel where all were to see it, else to the asker alone, who is told in the
// channel how to get it where that cannot be.
func (b *Bot) deliverLate(ctx context.Context, v *target, m embed.Message) error {
	v.token = ""
	if v.private {
		err := b.direct(ctx, v, m)
		if rest.CodeOf(err) != takesNoDirect {
			return err
		}
		m = embed.Message{Text: "<@" + v.user + ">, my answer came too late to stand here. " + allowDirect + " Then ask again."}
	}
	return b.lanes.Join(ctx, v.channel, func(ctx context.Context, _ *outbox.Queue) error { return b.persist(ctx, v, m, b.post) })
}

// persist tries send until it succeeds or nothing more can be done.
func (b *Bot) persist(ctx context.Context, v *target, m embed.Message, send func(context.Context, *target, embed.Message) error) error {
	began, pauses := time.Now(), outbox.Pauses(firstPause, longPause)
	for {
		if v.token != "" && time.Now().After(v.until) {
			return &rest.Error{Code: 50027, Message: "the interaction's time is over"}
		}
		err := send(ctx, v, m)
		if err == nil {
			return nil
		}
		next, again := b.plainerForm(v, m, err)
		if again {
			m = next
			continue
		}
		switch r := remedyFor(err, len(m.Files) > 0); {
		case r == tellAsker:
			return b.tellFix(ctx, v, err)
		case rest.CodeOf(err) == unknownWebhook && time.Since(began) < settleWithin:
			// Over HTTP the acknowledgement may still be on its way.
		case r != retryLater || time.Since(began) > giveUpAfter:
			return err
		}
		pause := pauses.NextBackOff()
		b.Log.Warn("Discord did not take a message; trying again", slog.Duration("in", pause), slog.Any("error", rest.Redact(err)))
		if err := outbox.Pause(ctx, pause); err != nil {
			return err
		}
	}
}

// plainerForm returns m in a form that Discord may take, where there is another one.
func (b *Bot) plainerForm(v *target, m embed.Message, err error) (embed.Message, bool) {
	switch remedyFor(err, len(m.Files) > 0) {
	case asText:
		b.Log.Error("Discord refuses the form of an answer; it goes out as plain text", slog.Any("error", rest.Redact(err)))
		return m.AsPlainText()
	case noFiles:
		b.lackOnce(attachments, true)
		return m.WithoutFile("This server takes no files.")
	case tooLarge:
		return m.WithoutFile(embed.TooLargeText)
	case tellAsker:
		if rest.CodeOf(err) == missingPermissions {
			b.Log.Warn("Discord does not let the bot post in this form in a channel", slog.String("channel", v.room()), slog.Int("files", len(m.Files)), slog.Int("embeds", len(m.Embeds)))
			return m.Plainer()
		}
	case noReply:
		asked := v.asked
		v.asked = ""
		return m, asked != ""
	case postAnew:
		old := v.message
		v.message, v.anew = "", true
		return m, old != ""
	}
	return m, false
}

// respond puts m where the interaction was acknowledged, once.
func (b *Bot) respond(ctx context.Context, v *target, m embed.Message) error {
	var posted chatMessage
	err := b.rest.Call(ctx, "PATCH", "/webhooks/"+v.app+"/"+v.token+"/messages/@original", m.Body(0), &posted, m.Files...)
	v.answered = posted.ID
	return err
}

// post sends m to the channel, once: as a reply to what asked, or in the place of
// the message that stands there.
func (b *Bot) post(ctx context.Context, v *target, m embed.Message) error {
	out := m.Body(0)
	if v.message != "" {
		return b.rest.Call(ctx, "PATCH", "/channels/"+v.room()+"/messages/"+v.message, out, nil, m.Files...)
	}
	if v.asked != "" && v.thread == "" {
		out.Reference = &embed.Reference{MessageID: v.asked, ChannelID: v.channel}
	}
	if v.event != "" { // a try whose answer was lost is not posted again
		what := m.Text
		if v.anew { // Discord knows the first one's nonce, and would take this for it
			what = "anew " + what
		}
		out.Nonce, out.EnforceNonce = nonce(chat.IdempotencyKey(v.event, what)), true
	}
	var posted chatMessage
	if err := b.rest.Call(ctx, "POST", "/channels/"+v.room()+"/messages", out, &posted, m.Files...); err != nil {
		return err
	}
	v.message = posted.ID
	return nil
}

// direct sends m as a direct message to who asked, however often it takes.
func (b *Bot) direct(ctx context.Context, v *target, m embed.Message) error {
	var channel string
	opening, stop := context.WithTimeout(ctx, giveUpAfter)
	defer stop()
	err := b.insist(opening, func() (err error) {
		channel, err = b.directChannel(opening, v.user)
		return err
	})
	if err != nil {
		return err
	}
	private := target{channel: channel, user: v.user, event: v.event}
	m.Components = nil // they belong to the server's scope
	if m.Spare != nil {
		spare := *m.Spare
		spare.Components, m.Spare = nil, &spare
	}
	return b.lanes.Join(ctx, channel, func(ctx context.Context, _ *outbox.Queue) error { return b.persist(ctx, &private, m, b.post) })
}

// insist tries a call while Discord cannot be reached or is down, until ctx ends.
func (b *Bot) insist(ctx context.Context, try func() error) error {
	p := outbox.Policy{First: firstPause, Max: longPause,
		Passes: func(err error) (time.Duration, bool) { return 0, remedyFor(err, false) == retryLater },
		Notify: func(err error, in time.Duration) {
			b.Log.Warn("Discord did not take a call; trying again", slog.Duration("in", in), slog.Any("error", rest.Redact(err)))
		}}
	return outbox.Retry(ctx, p, try)
}

// directChannel returns the channel of direct messages with a user.
func (b *Bot) directChannel(ctx context.Context, user string) (string, error) {
	var channel struct {
		ID string `json:"id"`
	}
	if err := b.rest.Call(ctx, "POST", "/users/@me/channels", map[string]string{"recipient_id": user}, &channel); err != nil {
		return "", fmt.Errorf("open a direct message: %w", err)
	}
	return channel.ID, nil
}

// tellFix tells who asked why the answer does not stand where it was asked for.
func (b *Bot) tellFix(ctx context.Context, v *target, refused error) error {
	b.Log.Warn("Discord does not let the bot post in a channel", slog.String("channel", v.room()), slog.Int("code", rest.CodeOf(refused)))
	if v.user == "" || v.guild == "" {
		return refused
	}
	if err := b.direct(ctx, v, embed.Message{Text: b.fixFor(ctx, rest.CodeOf(refused), v.room())}); err != nil {
		return errors.Join(refused, err)
	}
	return nil
}

// say sends our own words.
func (b *Bot) say(ctx context.Context, v *target, text string) {
	a := embed.Answer{Card: bot.Card{Notice: text}, Bare: true}
	if err := b.deliver(ctx, v, a.Render()[0]); err != nil {
		b.Log.Error("a message could not be delivered", slog.String("channel", v.channel), slog.Any("error", rest.Redact(err)))
	}
}
