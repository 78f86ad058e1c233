package slack

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/slack/blockkit"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// channelInterval is the time between two messages of a channel
// (https://docs.slack.dev/apis/web-api/rate-limits).
const channelInterval = time.Second

// sender implements converse.Sender.
type sender struct {
	client *http.Client
	log    *slog.Logger
	// trouble is called with what to tell the people who run the bot when Slack refuses a
	// token, and with "" when it takes it again.
	trouble func(text string)
	refused sync.Map // the workspaces whose token is refused, by ID
}

// Classify returns what to do about an error.
func (s *sender) Classify(err error) (converse.Remedy, time.Duration) { return remedyFor(err) }

// Gone reports whether the message of a call was deleted, or has not the link any more.
func (s *sender) Gone(err error) bool {
	return slices.Contains([]string{messageNotFound, "cannot_find_message", "cannot_unfurl_message"}, codeOf(err))
}

// Redact returns an error without secret addresses and words of the server's own.
func (s *sender) Redact(err error) error { return redacted(err) }

// Room returns the channel that messages to t go to: its threads have the same pace.
func (s *sender) Room(t *converse.Target) string { return t.Channel }

// Editable reports whether what is sent to t can be changed: a message that one person
// alone sees, only by a response URL.
func (s *sender) Editable(t *converse.Target) bool {
	if t.Link != "" {
		return teamOf(t).has(unfurlMethod)
	}
	return t.Reply != "" || !t.Private && teamOf(t).has(updateMethod)
}

// Send sends m, once. If Slack takes a spare message, it does not know the newer blocks of
// the one before.
func (s *sender) Send(ctx context.Context, t *converse.Target, m blockkit.Message) error {
	err := s.send(ctx, t, m)
	s.noteToken(teamOf(t), err)
	if w := teamOf(t); err == nil && m.Lacks != "" && w.has(m.Lacks) {
		w.lack(m.Lacks, lackingLife)
	}
	return err
}

// noteToken tells those who run the bot, once, that a workspace's token is refused while the
// bot runs, and that it is not any more.
func (s *sender) noteToken(w *workspace, err error) {
	refused := tokenError("bot token of the workspace "+w.ID, err)
	switch {
	case err == nil:
		if _, was := s.refused.LoadAndDelete(w.ID); was && s.trouble != nil {
			s.trouble("")
		}
	case refused != nil && slices.Contains(revoked, codeOf(err)):
		if _, told := s.refused.LoadOrStore(w.ID, true); told {
			return
		}
		s.log.Error("no answers reach a workspace", slog.String("workspace", w.ID), slog.Any("error", refused))
		if s.trouble != nil {
			s.trouble("No answers reach the Slack workspace " + w.ID + ": " + refused.Error())
		}
	}
}

// revoked are Slack's codes for a token that was good and is not any more.
var revoked = []string{"token_revoked", "token_expired", "account_inactive", "invalid_auth"}

func (s *sender) send(ctx context.Context, t *converse.Target, m blockkit.Message) error {
	w := teamOf(t)
	if t.Message != "" && t.Reply == "" && t.Link == "" && !w.has(updateMethod) {
		t.Message = ""
	}
	switch {
	case t.Link != "":
		return s.unfurl(ctx, t, m)
	case t.Reply != "":
		return s.respond(ctx, t, m)
	case t.Message != "":
		return s.update(ctx, t, m)
	case t.Private:
		return s.postPrivately(ctx, t, m)
	}
	return s.post(ctx, t, m)
}

// responseTries is the number of tries of a failing response URL before the Web API is used,
// which may be reachable when the other is not.
const responseTries = 4

// respond sends m to the response URL.
func (s *sender) respond(ctx context.Context, t *converse.Target, m blockkit.Message) error {
	body := webapi.Response[slack.Block]{Text: m.Text, Blocks: m.Blocks, ReplaceOriginal: t.Replace, Thread: t.Thread}
	if len(m.Blocks) == 0 {
		body.Mrkdwn = new(bool)
	}
	if !t.Replace {
		if body.ResponseType = "in_channel"; t.Private {
			body.ResponseType = "ephemeral"
		}
	}
	err := webapi.Respond(ctx, s.client, t.Reply, body)
	if err == nil {
		return nil
	}
	if t.Tries++; t.Tries >= responseTries {
		if remedy, wait := remedyFor(err); remedy == converse.Retry && wait == 0 {
			return &webapi.ResponseError{Code: "expired_url"}
		}
	}
	return err
}

// update puts m in the place of the message at t.
func (s *sender) update(ctx context.Context, t *converse.Target, m blockkit.Message) error {
	options := m.Options()
	if len(m.Blocks) == 0 {
		options = append(options, slack.MsgOptionBlocks([]slack.Block{}...)) // else the old ones stay
	}
	w := teamOf(t)
	_, _, _, err := w.api.UpdateMessageContext(ctx, t.Channel, t.Message, options...)
	w.lacks(updateMethod, err)
	return err
}

// unfurl shows m below the link of somebody's message, in the place of what it showed there.
func (s *sender) unfurl(ctx context.Context, t *converse.Target, m blockkit.Message) error {
	w := teamOf(t)
	_, _, _, err := w.api.UnfurlMessageContext(ctx, t.Channel, t.Message, map[string]slack.Attachment{t.Link: {Blocks: slack.Blocks{BlockSet: m.Blocks}}})
	w.lacks(unfurlMethod, err)
	return err
}

// postPrivately shows m to one person in the channel or, where that cannot be,
// in direct messages.
func (s *sender) postPrivately(ctx context.Context, t *converse.Target, m blockkit.Message) error {
	w := teamOf(t)
	if !w.has(privateMethod) {
		return s.postDirect(ctx, t, m)
	}
	_, err := w.api.PostEphemeralContext(ctx, t.Channel, t.User, inThread(t, m.Options())...)
	if r, _ := remedyFor(err); err != nil && (r == converse.TellAsker || w.lacks(privateMethod, err)) {
		return s.postDirect(ctx, t, m)
	}
	return err
}

// inThread adds t's thread to the options of a message.
func inThread(t *converse.Target, options []slack.MsgOption) []slack.MsgOption {
	if t.Thread != "" {
		options = append(options, slack.MsgOptionTS(t.Thread))
	}
	return options
}

// postDirect sends m as a direct message to who asked.
func (s *sender) postDirect(ctx context.Context, t *converse.Target, m blockkit.Message) error {
	direct, err := s.Direct(ctx, t)
	if err != nil {
		return err
	}
	return s.post(ctx, direct, m)
}

// post posts m in t's channel.
func (s *sender) post(ctx context.Context, t *converse.Target, m blockkit.Message) error {
	w, options := teamOf(t), inThread(t, m.Options())
	if key := keyOf(t); key != "" && w.has(metadata) {
		options = append(options, slack.MsgOptionMetadata(slack.SlackMetadata{EventType: postedEvent, EventPayload: map[string]any{"key": key}}))
	}
	_, ts, err := w.api.PostMessageContext(ctx, t.Channel, options...)
	remedy, _ := remedyFor(err)
	t.Unsure = remedy == converse.Retry && w.has(metadata)
	if err == nil {
		t.Message = ts
	}
	return err
}

// postedEvent names the metadata that a message has so that it is recognised
// (https://docs.slack.dev/messaging/message-metadata).
const postedEvent = "briefing_bot_post"

// keyOf returns what a message is recognised by, "" for nothing.
func keyOf(t *converse.Target) string {
	if t.Key == "" && t.Event != "" {
		return chat.IdempotencyKey(t.Event, "")
	}
	return t.Key
}

// CanPost asks whether the bot is in a channel. Another server than Slack's own may not
// know.
func (s *sender) CanPost(ctx context.Context, t *converse.Target) error {
	w := teamOf(t)
	if t.Channel == "" || isDirect(t.Channel) || !w.has(channelMethod) {
		return nil
	}
	var found struct {
		Channel struct {
			Archived bool  `json:"is_archived"`
			Member   *bool `json:"is_member"` // nil on servers that do not tell
		} `json:"channel"`
	}
	err := w.raw.Call(ctx, channelMethod, url.Values{"channel": {t.Channel}}, &found)
	code := codeOf(err)
	switch member := found.Channel.Member; {
	case found.Channel.Archived:
		code = "is_archived"
	case member != nil && !*member:
		code = "not_in_channel"
	}
	if _, known := channelFixes[code]; known {
		return &bot.PostError{Mend: fixFor(code, channelMention(t.Channel))}
	}
	w.lacks(channelMethod, err)
	return nil
}

// Delete removes the message at t.
func (s *sender) Delete(ctx context.Context, t *converse.Target) error {
	if t.Private && t.Reply != "" {
		return webapi.Respond(ctx, s.client, t.Reply, webapi.Response[slack.Block]{DeleteOriginal: true})
	}
	w := teamOf(t)
	_, _, err := w.api.DeleteMessageContext(ctx, t.Channel, t.Message)
	if s.Gone(err) {
		return nil
	}
	w.lacks(deleteMethod, err)
	return err
}

// Direct opens the direct messages with t's user. A server that opens none takes the
// user's ID for it, as Slack does too.
func (s *sender) Direct(ctx context.Context, t *converse.Target) (*converse.Target, error) {
	w, channel := teamOf(t), t.User
	if w.has(openMethod) {
		c, _, _, err := w.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{t.User}})
		switch {
		case err == nil:
			channel = c.ID
		case slices.Contains(goneUsers, codeOf(err)):
			return nil, errors.Join(&bot.PostError{Mend: "Slack takes no direct messages for that person: the account was deactivated, or is a bot's."}, err)
		case !w.lacks(openMethod, err):
			return nil, fmt.Errorf("open a direct message: %w", err)
		}
	}
	if t.Unasked {
		direct := *t
		direct.Channel = channel
		return &direct, nil
	}
	direct := targetIn(w)
	direct.Channel, direct.User = channel, t.User
	return direct, nil
}

// goneUsers are Slack's codes for somebody who can be written to no more.
var goneUsers = []string{"user_disabled", "user_not_found", "users_not_found", "user_not_visible", "cannot_dm_bot"}

// lookedBack is the number of a channel's latest messages to search for a post that may have
// arrived.
const lookedBack = 100

// Find looks for a message among the channel's last ones, or those of t's thread since the
// question. A server that does not show them is believed to have lost it.
func (s *sender) Find(ctx context.Context, t *converse.Target, _ []state.ButtonCall) (string, error) {
	w, method := teamOf(t), "conversations.history"
	if t.Thread != "" {
		method = "conversations.replies"
	}
	if !w.has(method) {
		return "", nil
	}
	messages, err := lastMessages(ctx, w, t)
	if err != nil {
		if w.lacks(method, err) || codeOf(err) == missingScope {
			return "", nil
		}
		return "", err
	}
	key := keyOf(t)
	for _, m := range messages {
		if m.Metadata.EventType == postedEvent && m.Metadata.EventPayload["key"] == key {
			return m.Timestamp, nil
		}
	}
	return "", nil
}

func lastMessages(ctx context.Context, w *workspace, t *converse.Target) ([]slack.Message, error) {
	if t.Thread != "" {
		messages, _, _, err := w.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: t.Channel, Timestamp: t.Thread,
			Oldest: t.Asked, Limit: lookedBack, IncludeAllMetadata: true})
		return messages, err
	}
	h, err := w.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{ChannelID: t.Channel, Limit: lookedBack, IncludeAllMetadata: true})
	if err != nil {
		return nil, err
	}
	return h.Messages, nil
}

// Text returns a message of our own words, in which Slack shows channels by name.
func (s *sender) Text(words string) blockkit.Message {
	var b strings.Builder
	for _, p := range bot.Parts(words) {
		if p.Mention != nil && p.Mention.Kind == bot.MentionsChannel {
			b.WriteString("<#" + p.Mention.ID + ">")
			continue
		}
		b.WriteString(p.Text)
	}
	return blockkit.Message{Text: b.String()}
}

const refusedText = "Slack refuses to show this answer. Narrow the question (by:, since:, limit:1) and ask again."

// Plainer returns m in a form that Slack may take, if there is another one: without the
// picture, as plain text, as a notice. A server that takes no metadata gets none.
func (s *sender) Plainer(t *converse.Target, m blockkit.Message, err error) (blockkit.Message, bool) {
	w := teamOf(t)
	if strings.Contains(codeOf(err), "metadata") && w.has(metadata) {
		w.lack(metadata, lackingLife)
		return m, true
	}
	remedy, _ := remedyFor(err)
	switch {
	case remedy != converse.OtherForm:
	case m.Spare != nil:
		return *m.Spare, true
	case len(m.Blocks) > 0:
		s.log.Error("Slack refuses the blocks of an answer; it goes out as plain text", slog.Any("error", redacted(err)))
		return blockkit.Message{Text: m.Plain}, true
	case m.Text != refusedText:
		return blockkit.Message{Text: refusedText}, true
	}
	return m, false
}

// Fix tells who asked what to do if the bot may not post in a channel.
func (s *sender) Fix(_ context.Context, t *converse.Target, err error) string {
	return fixFor(codeOf(err), channelMention(t.Channel))
}

// channelFixes tell who asked how a channel's refusal can be fixed.
var channelFixes = map[string]string{
	"not_in_channel":    "I am not in %s. Invite me there (/invite) and ask again.",
	"channel_not_found": "I cannot see %s. Invite me there (/invite) and ask again.",
	"is_archived":       "%s is archived, so I cannot answer there.",
}

func channelMention(id string) string {
	return bot.Mention{Kind: bot.MentionsChannel, ID: id, Text: "#" + id}.Mark()
}

func fixFor(code, channel string) string {
	text, ok := channelFixes[code]
	if !ok {
		text = "The workspace's settings do not let me post in %s (" + code + "). An administrator can allow it."
	}
	return fmt.Sprintf(text, channel)
}

// Queued says that an answer waits for Slack. A notice that is lost costs nothing: the
// answer itself is kept.
func (s *sender) Queued(ctx context.Context, t *converse.Target, pace func(context.Context) error) {
	w := teamOf(t)
	if t.User == "" {
		return
	}
	m := s.Text("Queued: Slack takes about one message a second in a channel. Your answer will come.")
	if isDirect(t.Channel) { // where no message is for one alone
		if pace(ctx) == nil {
			to := targetIn(w)
			to.Channel, to.Thread = t.Channel, t.Thread
			_ = s.post(ctx, to, m)
		}
		return
	}
	if !w.has(privateMethod) {
		return
	}
	_, err := w.api.PostEphemeralContext(ctx, t.Channel, t.User, inThread(t, m.Options())...)
	if !errors.Is(err, context.Canceled) {
		w.lacks(privateMethod, err)
	}
}
