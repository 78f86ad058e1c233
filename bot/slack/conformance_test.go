package slack_test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/bot/slack/slacktest"
	"github.com/briefing-bot/briefing-bot/bot/state"
)

// differs is where Slack is not as the kit says, over both transports.
var differs = bottest.Differs{
	"feedback/*":   "Slack shows itself which of the two buttons was pressed",
	"lost/command": "Slack does not say what a response URL took: the answer, for one person alone, comes twice",
	"cut/command":  "Slack does not say what a response URL took: the answer, for one person alone, comes twice",
}

func TestConformanceOverSocketMode(t *testing.T) {
	t.Parallel()
	bottest.TestService(t, open(""), differs)
}

func TestConformanceOverHTTP(t *testing.T) {
	t.Parallel()
	bottest.TestService(t, open("bot.test:80"), differs)
}

// elsewhere is a second workspace, and its bot's token.
const (
	elsewhere      = "T0002"
	elsewhereToken = "xoxb-invented-second-token"
)

// open returns a Slack that delivers to an address; over Socket Mode where "".
func open(address string) bottest.Open {
	return func(t *testing.T, n *bottest.Network) bottest.Service {
		o := slacktest.Options{Listener: n.Listen("slack.test:80"), Quiet: true, Limit: true, Tokens: map[string]string{elsewhereToken: elsewhere},
			Client: &http.Client{Transport: &http.Transport{DialContext: n.Link().Dial, DisableKeepAlives: true}}}
		if address != "" {
			o.RequestURL = "http://" + address + "/slack/events"
		}
		return &service{Server: slacktest.New(t, o), network: n, address: address}
	}
}

// service is Slack as the kit plays it.
type service struct {
	*slacktest.Server
	network *bottest.Network
	address string                    // of the bot, for deliveries by HTTP
	bot     atomic.Pointer[slack.Bot] // that runs
	seen    map[string]reading        // by channel and timestamp
}

// reading is a message as it was read when it had so many edits.
type reading struct {
	edits   int
	message bottest.Message
}

// Run runs the bot.
func (s *service) Run(ctx context.Context, setup bottest.Setup) error {
	installed := state.Installation{Platform: "slack", Workspace: elsewhere, Name: "Elsewhere", Token: elsewhereToken, Bot: slacktest.BotUser}
	if err := setup.State.Install(ctx, installed); err != nil {
		return err
	}
	c := slack.Config{Mux: setup.Mux, State: setup.State, Log: setup.Log, Limits: setup.Limits, Dial: setup.Dial, Zone: time.UTC, APIURL: s.APIURL(),
		BotToken: slacktest.BotToken, PingInterval: -1}
	c.OAuth.ClientID, c.OAuth.ClientSecret = "1.2", "invented-client-secret"
	if s.address == "" {
		c.AppToken = slacktest.AppToken
	} else {
		c.SigningSecret, c.Listener = slacktest.SigningSecret, s.network.Listen(s.address)
	}
	b := slack.New(c)
	s.bot.Store(b)
	defer s.bot.Store(nil)
	return b.Run(ctx)
}

// Ready reports whether deliveries reach the bot.
func (s *service) Ready() bool {
	b := s.bot.Load()
	return b != nil && b.Connected() && (s.address != "" || s.Connections() == 2)
}

var users = map[string]string{"anna": "U1", "boris": "U2"}

func nameOf(user string) string {
	for name, id := range users {
		if id == user {
			return name
		}
	}
	return user
}

func placeOf(p bottest.Person) slacktest.Place {
	at := slacktest.Place{User: users[p.Name], Channel: "C" + strings.ToUpper(p.Room), Thread: p.Thread}
	if p.Room == "" {
		at.Channel = slacktest.DirectChannel(at.User)
	}
	if p.Server != "" {
		at.Team = elsewhere
	}
	return at
}

func eventOf(ts string, d slacktest.Delivery) bottest.Event {
	return bottest.Event{ID: ts, Acked: d.Acked, Took: d.Took, Own: d}
}

// Ask asks.
func (s *service) Ask(p bottest.Person, w bottest.Way, line string) bottest.Event {
	switch w {
	case bottest.Command:
		return eventOf("", s.Command(placeOf(p), "/"+line))
	case bottest.Mention, bottest.Thread:
		line = mention + line
	}
	ts, d := s.Say(placeOf(p), line)
	return eventOf(ts, d)
}

// Press presses a button.
func (s *service) Press(p bottest.Person, m bottest.Message, label string) (bottest.Event, bool) {
	if !slices.Contains(m.Buttons, label) {
		return bottest.Event{}, false
	}
	return eventOf("", s.Server.Press(placeOf(p), m.Own.(slacktest.Message), label)), true
}

// Edit edits a question.
func (s *service) Edit(p bottest.Person, e bottest.Event, line string) bottest.Event {
	at := placeOf(p)
	switch {
	case line == "":
		line = "never mind"
	case p.Room != "":
		line = mention + line
	}
	return eventOf(e.ID, s.Server.Edit(at, e.ID, line))
}

// Remove deletes a question.
func (s *service) Remove(p bottest.Person, e bottest.Event) { s.Server.Remove(placeOf(p), e.ID) }

// Again delivers an event as a retry, and over every connection.
func (s *service) Again(e bottest.Event) {
	d := e.Own.(slacktest.Delivery)
	s.Server.Again(d)
	if s.address == "" {
		s.Everywhere(d)
	}
}

// Drop ends the connections of Socket Mode.
func (s *service) Drop() { s.Server.Drop() }

// Disturb lets something happen to the connections of Socket Mode.
func (s *service) Disturb(n int) string {
	if s.address != "" {
		return ""
	}
	if n%2 == 0 {
		s.Server.Drop()
		return "connections that are lost"
	}
	s.Refresh()
	return "connections that are to come back anew"
}

// Bots lets no person write.
func (s *service) Bots(p bottest.Person) {
	at := placeOf(p)
	event := func(kind, ts string, more map[string]any) {
		e := map[string]any{"type": kind, "channel": at.Channel, "text": mention + "who-said truce", "ts": ts}
		if kind == "message" {
			e["channel_type"] = "channel"
			if p.Room == "" {
				e["channel_type"] = "im"
			}
		}
		maps.Copy(e, more)
		s.Event("", e)
	}
	for i, kind := range []string{"message", "app_mention"} {
		if p.Room == "" && kind == "app_mention" {
			continue
		}
		event(kind, fmt.Sprintf("1.%d1", i), map[string]any{"user": slacktest.BotUser})
		event(kind, fmt.Sprintf("1.%d2", i), map[string]any{"bot_id": "B9"})
		event(kind, fmt.Sprintf("1.%d3", i), map[string]any{"bot_id": "B9", "user": "U9"})
		event(kind, fmt.Sprintf("1.%d4", i), map[string]any{"bot_id": "B9", "subtype": "bot_message"})
	}
	event("message", "1.5", map[string]any{"user": "U1", "subtype": "channel_join"})
}

// Read reads a channel or a thread.
func (s *service) Read(p bottest.Person) (out []bottest.Message) {
	at := placeOf(p)
	for _, m := range s.Answers(at.Channel) {
		if at.Thread != "" && m.Thread != at.Thread {
			continue
		}
		out = append(out, s.read(m))
	}
	return out
}

// read reads a message, unless it is the same as when it was read before: the kit looks often.
func (s *service) read(m slacktest.Message) bottest.Message {
	key := m.Channel + "/" + m.TS
	if r, ok := s.seen[key]; ok && r.edits == m.Edits {
		return r.message
	}
	read := bottest.Message{ID: m.TS, Under: m.Thread, Words: m.Words(), Own: m}
	if m.For != "" {
		read.For = nameOf(m.For)
	}
	for _, b := range m.Buttons() {
		read.Buttons = append(read.Buttons, b.Label)
	}
	if s.seen == nil {
		s.seen = map[string]reading{}
	}
	s.seen[key] = reading{m.Edits, read}
	return read
}

// Files returns those uploaded to p's channel or direct messages.
func (s *service) Files(p bottest.Person) (out []string) {
	at := placeOf(p)
	for _, f := range s.Server.Files() {
		if f.Channel == at.Channel || f.Channel == slacktest.DirectChannel(at.User) {
			out = append(out, f.Name)
		}
	}
	return out
}

// Quotes reads the quotations of rich text back.
func (s *service) Quotes(messages []bottest.Message) []string {
	var blocks []json.RawMessage
	for _, m := range messages {
		blocks = append(blocks, m.Own.(slacktest.Message).Blocks)
	}
	return slacktest.Quotes(blocks)
}

// Live finds what is no plain text in quotations, and text that Slack reads
// markup in.
func (s *service) Live(m bottest.Message) []string { return slacktest.Live(m.Own.(slacktest.Message)) }

// codes are Slack's errors for the kit's faults.
var codes = map[bottest.FaultKind]string{bottest.BadForm: "invalid_blocks", bottest.Forbidden: "not_in_channel", bottest.NoFiles: "unknown_method"}

// Fail lets calls fail: those of response URLs for commands.
func (s *service) Fail(_ bottest.Person, w bottest.Way, faults ...bottest.Fault) {
	if len(faults) > 0 && faults[0].Kind == bottest.BadForm { // the newest blocks, then the older ones
		faults = append([]bottest.Fault{faults[0]}, faults...)
	}
	for _, f := range faults {
		method := "chat.postMessage"
		if w == bottest.Command {
			method = "response"
		}
		fault := slacktest.Fault{Error: codes[f.Kind]}
		switch f.Kind {
		case bottest.Limited:
			fault.Status, fault.RetryAfter = http.StatusTooManyRequests, f.Wait
		case bottest.Down:
			fault.Status = http.StatusServiceUnavailable
		case bottest.Lost:
			fault.Lost = true
		case bottest.Cut:
			fault.Cut = true
		case bottest.NoFiles:
			method = "files.getUploadURLExternal"
		}
		s.Server.Fail(method, fault)
	}
}

// Refused returns what Slack refused.
func (s *service) Refused() []string { return s.Problems() }

// Unmet returns how many faults are still to come.
func (s *service) Unmet() int { return s.Faults() }

// Secrets returns tokens, the signing secret and addresses.
func (s *service) Secrets() []string {
	return []string{"xoxb-", "xapp-", slacktest.SigningSecret, "invented-client-secret", "/response/", "ticket="}
}
