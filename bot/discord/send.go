package discord

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/discord/embed"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// sender implements converse.Sender.
type sender struct {
	api      *api
	channels *channelTree
	files    fileFaults
}

// fileFaults counts messages with files in a row that the server failed on. A server may
// fail on files alone, and an answer must not wait for them.
type fileFaults struct{ inRow atomic.Int32 }

// maxFileFaults in a row are enough to leave the files out of what follows.
const maxFileFaults = 2

func (f *fileFaults) failed() (given bool) { return f.inRow.Add(1) >= maxFileFaults }
func (f *fileFaults) taken()               { f.inRow.Store(0) }
func (f *fileFaults) suspected() bool      { return f.inRow.Load() >= maxFileFaults }

// Classify returns what to do about an error. The rest package waits for rate limits.
func (s *sender) Classify(err error) (converse.Remedy, time.Duration) {
	return general[remedyFor(err, false)], 0
}

// Gone reports whether the message of a call, or its channel, was deleted.
func (s *sender) Gone(err error) bool {
	return rest.CodeOf(err) == unknownMessage || rest.CodeOf(err) == unknownChannel
}

// Redact returns an error without the token in an interaction's address.
func (s *sender) Redact(err error) error { return rest.Redact(err) }

// Room returns the channel that messages to t go to: a thread is one of its own.
func (s *sender) Room(t *converse.Target) string { return cmp.Or(t.Thread, t.Channel) }

// Editable reports whether what is sent to t can be changed: what announces an answer
// cannot move to the answer's thread.
func (s *sender) Editable(t *converse.Target) bool { return !wantsThread(t) }

// openly, in Target.Own, makes a message one for all: one that is shared, or a private one
// whose recipient takes no direct messages.
type openly struct{}

func isOpen(t *converse.Target) bool {
	_, ok := t.Own.(openly)
	return ok
}

// Send sends m, once. A server that takes what it failed on as soon as the file is left
// out lacks files; Discord itself is merely down for them.
func (s *sender) Send(ctx context.Context, t *converse.Target, m embed.Message) error {
	err := s.send(ctx, t, m)
	switch {
	case err != nil:
	case len(m.Files) > 0:
		s.files.taken()
	case m.Stripped && s.files.suspected():
		s.api.lackOnce(attachments, !s.api.isDiscord())
	}
	return err
}

func (s *sender) send(ctx context.Context, t *converse.Target, m embed.Message) error {
	switch {
	case t.Reply != "":
		return s.reply(ctx, t, m)
	case t.Private && !isOpen(t): // an answer that came too late for its token
		return s.sendDirect(ctx, t, m)
	}
	return s.post(ctx, t, m)
}

// reply answers an interaction: in the place of its acknowledgement or of the message that
// was pressed, or beside that, for who pressed alone.
func (s *sender) reply(ctx context.Context, t *converse.Target, m embed.Message) error {
	method, path, body := "POST", "/webhooks/"+t.Reply, m.Body(embed.OnlyAsker)
	switch {
	case t.Replace:
		method, path, body = "PATCH", path+"/messages/@original", m.Body(0)
	case isOpen(t):
		body = m.Body(0)
	}
	var posted chatMessage
	err := settled(ctx, func() error { return s.api.Call(ctx, method, path, body, &posted, m.Files...) })
	if err == nil && !t.Private && (t.Replace || isOpen(t)) {
		t.Message = posted.ID
	}
	return err
}

// sendDirect sends m to t's user alone. Its buttons belong to the server that it comes
// from.
func (s *sender) sendDirect(ctx context.Context, t *converse.Target, m embed.Message) error {
	to, err := s.Direct(ctx, t)
	if err != nil {
		return err
	}
	m.Components = nil
	return s.post(ctx, to, m)
}

// post sends m to the channel: as a reply to what asked, or in the place of the message
// that is there.
func (s *sender) post(ctx context.Context, t *converse.Target, m embed.Message) error {
	out := m.Body(0)
	if t.Message != "" {
		return s.api.Call(ctx, "PATCH", "/channels/"+s.Room(t)+"/messages/"+t.Message, out, nil, m.Files...)
	}
	if t.Asked != "" && t.Thread == "" {
		out.Reference = &embed.Reference{MessageID: t.Asked, ChannelID: t.Channel}
	}
	if t.Quiet {
		out.Flags |= embed.Silent
	}
	if name, ok := t.Own.(postTitle); ok {
		if kind := s.channels.kindOf(ctx, s.Room(t)); kind == forum || kind == mediaForum {
			return s.postInForum(ctx, t, string(name), out, m)
		}
	}
	if key := keyOf(t, m); key != "" { // a try whose answer was lost is not posted again
		out.Nonce, out.EnforceNonce = key, true
	}
	var posted chatMessage
	if err := s.api.Call(ctx, "POST", "/channels/"+s.Room(t)+"/messages", out, &posted, m.Files...); err != nil {
		return err
	}
	t.Message = posted.ID
	s.publish(ctx, t)
	return nil
}

// publish shows a post to the servers that follow its channel. They can do without.
func (s *sender) publish(ctx context.Context, t *converse.Target) {
	if !t.Publish || s.channels.kindOf(ctx, s.Room(t)) != announcements {
		return
	}
	if err := s.api.Call(ctx, "POST", "/channels/"+s.Room(t)+"/messages/"+t.Message+"/crosspost", nil, nil); err != nil {
		s.api.log.Warn("a post could not be published to followers", slog.String("channel", s.Room(t)), slog.Any("error", rest.Redact(err)))
	}
}

// postTitle, in Target.Own, is what a post is named where channels hold posts with a title.
type postTitle string

// postInForum makes a post of a forum. The first message of one has its ID.
func (s *sender) postInForum(ctx context.Context, t *converse.Target, title string, out embed.Payload, m embed.Message) error {
	var opened struct {
		ID string `json:"id"`
	}
	body := embed.Post{Name: title, Rests: threadRests, Message: out}
	if err := s.api.Call(ctx, "POST", "/channels/"+s.Room(t)+"/threads", body, &opened, m.Files...); err != nil {
		return err
	}
	t.Message, t.Thread = opened.ID, opened.ID
	return nil
}

// findPost looks for a post of a forum that may have arrived, by its title.
func (s *sender) findPost(ctx context.Context, t *converse.Target, title string) (string, error) {
	var active struct {
		Threads []struct {
			ID     string `json:"id"`
			Parent string `json:"parent_id"`
			Owner  string `json:"owner_id"`
			Name   string `json:"name"`
		} `json:"threads"`
	}
	if err := s.api.Call(ctx, "GET", "/guilds/"+guildOf(t.Workspace)+"/threads/active", nil, &active); err != nil {
		return "", err
	}
	for _, p := range active.Threads {
		if p.Parent == s.Room(t) && p.Owner == s.api.me && p.Name == title {
			return p.ID, nil
		}
	}
	return "", nil
}

// maxNonce is the maximum length of a nonce.
const maxNonce = 25

// keyOf returns the nonce of a message, which Discord refuses to post twice within some
// minutes (https://discord.com/developers/docs/resources/message#create-message).
func keyOf(t *converse.Target, m embed.Message) string {
	key := t.Key
	if key == "" && t.Event != "" {
		what := m.Text
		if t.Anew { // Discord knows the first one's nonce, and would take this for it
			what = "anew " + what
		}
		key = chat.IdempotencyKey(t.Event, what)
	}
	return key[:min(len(key), maxNonce)]
}

// Delete removes the message at t.
func (s *sender) Delete(ctx context.Context, t *converse.Target) error {
	path := "/channels/" + s.Room(t) + "/messages/" + t.Message
	if t.Reply != "" {
		path = "/webhooks/" + t.Reply + "/messages/@original"
	}
	err := settled(ctx, func() error { return s.api.Call(ctx, "DELETE", path, nil, nil) })
	if s.Gone(err) {
		return nil
	}
	return err
}

// errDirect is the error of somebody who is in direct messages already.
var errDirect = errors.New("these are direct messages already")

// Direct opens the direct messages with t's user. A post stays at its place.
func (s *sender) Direct(ctx context.Context, t *converse.Target) (*converse.Target, error) {
	if !t.Unasked && guildOf(t.Workspace) == "" {
		return nil, errDirect
	}
	var channel struct {
		ID string `json:"id"`
	}
	err := s.api.Call(ctx, "POST", "/users/@me/channels", map[string]string{"recipient_id": t.User}, &channel)
	switch {
	case slices.Contains([]int{unknownUser, invalidRecipient}, rest.CodeOf(err)):
		return nil, errors.Join(&bot.PostError{Mend: "Discord takes no direct messages for that person: the account is gone, or is a bot's."}, err)
	case rest.CodeOf(err) == takesNoDirect:
		return nil, errors.Join(&bot.PostError{Mend: embed.AllowDirectText}, err)
	case err != nil:
		return nil, fmt.Errorf("open a direct message: %w", err)
	case t.Unasked:
		to := *t
		to.Thread = channel.ID
		return &to, nil
	}
	return &converse.Target{Workspace: workspaceOf("", t.User), Channel: channel.ID, User: t.User, Event: t.Event}, nil
}

// Find looks for a post among the channel's last messages: by its nonce, or by a button,
// which has the same ID in every try.
func (s *sender) Find(ctx context.Context, t *converse.Target, calls []state.ButtonCall) (string, error) {
	if title, ok := t.Own.(postTitle); ok {
		if kind := s.channels.kindOf(ctx, s.Room(t)); kind == forum || kind == mediaForum {
			return s.findPost(ctx, t, string(title))
		}
	}
	var last []chatMessage
	if err := s.api.Call(ctx, "GET", "/channels/"+s.Room(t)+"/messages?limit=50", nil, &last); err != nil {
		if status := rest.StatusOf(err); status == 404 || status == 403 || status == 405 {
			return "", nil // it cannot be read here: the nonce has to do
		}
		return "", err
	}
	var keys []string
	for _, c := range calls {
		if key, err := state.Key(scopeOf(t), c); err == nil {
			keys = append(keys, key)
		}
	}
	for _, said := range last {
		if said.Author == nil || said.Author.ID != s.api.me {
			continue
		}
		if said.Nonce == keyOf(t, embed.Message{}) || said.hasButton(keys) {
			return said.ID, nil
		}
	}
	return "", nil
}

// scopeOf returns the scope of the buttons at t.
func scopeOf(t *converse.Target) string { return platform + "/" + t.Workspace }

// hasButton reports whether a message has a button of one of the keys.
func (c chatMessage) hasButton(keys []string) bool {
	for _, row := range c.Components {
		for _, button := range row.Components {
			if slices.ContainsFunc(keys, func(key string) bool { return strings.Contains(button.CustomID, key) }) {
				return true
			}
		}
	}
	return false
}

// Text returns a message of our own words.
func (s *sender) Text(words string) embed.Message { return embed.Message{Text: embed.Words(words)} }

// Plainer returns m in a form that Discord may take, if there is another one.
func (s *sender) Plainer(t *converse.Target, m embed.Message, err error) (embed.Message, bool) {
	switch remedyFor(err, len(m.Files) > 0) {
	case retryLater:
		if len(m.Files) > 0 && rest.StatusOf(err) >= 500 && s.files.failed() {
			return m.WithoutFile("Discord does not take files at the moment. Try again later.")
		}
	case asText:
		if m.Spare != nil { // the file, or how it is described, may be all that is refused
			s.api.log.Warn("Discord refuses an answer with its picture; it goes out without", slog.Any("error", rest.Redact(err)))
			return m.WithoutFile("")
		}
		s.api.log.Error("Discord refuses the form of an answer; it goes out as plain text", slog.Any("error", rest.Redact(err)))
		return m.AsPlainText()
	case noFiles:
		s.api.lackOnce(attachments, true)
		return m.WithoutFile("This server takes no files.")
	case tooLarge:
		return m.WithoutFile(embed.TooLargeText)
	case tellAsker:
		switch code := rest.CodeOf(err); {
		case code == takesNoDirect && isRefusal(t): // a reply in the channel, then
			t.Private, t.Own = false, nil
			return m, true
		case code == takesNoDirect && t.Private && t.Own == nil && t.Reply == "": // a guest may not post
			t.Own = openly{}
			return embed.Message{Text: "<@" + t.User + ">, my answer came too late to stand here. " + embed.AllowDirectText + " Then ask again."}, true
		case code == missingPermissions:
			s.api.log.Warn("Discord does not let the bot post in this form in a channel", slog.String("channel", s.Room(t)), slog.Int("files", len(m.Files)), slog.Int("embeds", len(m.Embeds)))
			return m.Plainer()
		}
	case noReply:
		asked := t.Asked
		t.Asked = ""
		return m, asked != ""
	}
	return m, false
}

// CanPost asks whether the bot may write in a channel, by showing there that it does.
func (s *sender) CanPost(ctx context.Context, t *converse.Target) error {
	if s.Room(t) == "" {
		return nil
	}
	err := s.api.Call(ctx, "POST", "/channels/"+s.Room(t)+"/typing", nil, nil)
	if code := rest.CodeOf(err); code == unknownChannel || code == missingAccess || code == missingPermissions || code == archivedThread {
		return &bot.PostError{Mend: s.Fix(ctx, t, err)}
	}
	return nil
}

// Fix returns what whoever asked can do if the bot may not post in a room.
func (s *sender) Fix(ctx context.Context, t *converse.Target, err error) string {
	channel := bot.Mention{Kind: bot.MentionsChannel, ID: s.Room(t), Text: "#" + s.Room(t)}.Mark()
	switch rest.CodeOf(err) {
	case unknownChannel, missingAccess:
		return fmt.Sprintf("I cannot see %s. Give me the permission View Channel there and ask again.", channel)
	case needsTag:
		return fmt.Sprintf("The forum %s wants a tag on each post, and I give none. Switch that off in its settings.", channel)
	case archivedThread:
		return fmt.Sprintf("The thread %s is archived. Open it again and ask once more.", channel)
	case takesNoDirect:
		return embed.AllowDirectText
	}
	return fmt.Sprintf("I may not post in %s. Give me the permission %s there and ask again.", channel, s.permission(ctx, s.Room(t)))
}

// permission returns the permission that posting in a channel takes; both if Discord does
// not say what kind of channel it is.
func (s *sender) permission(ctx context.Context, id string) string {
	switch under, err := s.channels.underOf(ctx, id); {
	case err != nil:
		return "Send Messages (in a thread: Send Messages in Threads)"
	case under != "":
		return "Send Messages in Threads"
	}
	return "Send Messages"
}

// Queued does nothing: the channel shows "is typing…".
func (s *sender) Queued(context.Context, *converse.Target, func(context.Context) error) {}
