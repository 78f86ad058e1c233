package discord_test

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord"
	"github.com/briefing-bot/briefing-bot/bot/discord/discordtest"
)

// differs lists the cases in which Discord differs from the kit, over both transports.
var differs = bottest.Differs{
	"deletion*/direct": "Discord does not say whose a deleted direct message was",
	"queued/mention":   "the channel shows “is typing…”",
	"queued/direct":    "the channel shows “is typing…”",
	"queued-behind/*":  "the channel shows “is typing…”",
}

func TestConformanceOverTheGateway(t *testing.T) {
	t.Parallel()
	bottest.TestService(t, open(""), differs)
}

func TestConformanceOverHTTP(t *testing.T) {
	t.Parallel()
	overHTTP := maps.Clone(differs)
	const none = "over HTTP Discord delivers interactions and no messages"
	for _, way := range []string{"mention", "thread", "direct", "overheard"} {
		overHTTP["*/"+way] = none
	}
	bottest.TestService(t, open("bot.test:80"), overHTTP)
}

// open returns a Discord that delivers interactions to an address; over the gateway
// where "".
func open(address string) bottest.Open {
	return func(t *testing.T, n *bottest.Network) bottest.Service {
		o := discordtest.Options{Listener: n.Listen("discord.test:80"), Heartbeat: 41 * time.Second, Bucket: 5, BucketTime: 5 * time.Second,
			Client: &http.Client{Transport: &http.Transport{DialContext: n.Link().Dial, DisableKeepAlives: true}}}
		if address != "" {
			o.InteractionURL = "http://" + address + "/discord/interactions"
		}
		return &service{Server: discordtest.New(t, o), network: n, address: address}
	}
}

// service is Discord as the kit plays it.
type service struct {
	*discordtest.Server
	network *bottest.Network
	address string                      // of the bot, for interactions over HTTP
	bot     atomic.Pointer[discord.Bot] // that runs
}

// Run runs the bot.
func (s *service) Run(ctx context.Context, setup bottest.Setup) error {
	c := discord.Config{Mux: setup.Mux, State: setup.State, Log: setup.Log, Limits: setup.Limits, Dial: setup.Dial, Zone: time.UTC, APIURL: s.APIURL(), Token: discordtest.Token, Shards: 1}
	if s.address != "" {
		c.PublicKey, c.Listener = s.PublicKey(), s.network.Listen(s.address)
	}
	b := discord.New(c)
	s.bot.Store(b)
	defer s.bot.Store(nil)
	return b.Run(ctx)
}

// Ready reports whether deliveries reach the bot.
func (s *service) Ready() bool {
	standing, _, _ := s.Sessions()
	b := s.bot.Load()
	return b != nil && b.Connected() && (s.address != "" || standing == 1)
}

var (
	users = map[string]string{"anna": discordtest.Anna, "boris": discordtest.Boris}
	rooms = map[string]string{"harbour": channel, "lantern": "700000000000000002", "pier": "700000000000000003"}
)

func nameOf(user string) string {
	for name, id := range users {
		if id == user {
			return name
		}
	}
	return user
}

func placeOf(p bottest.Person) discordtest.Place {
	if p.Room == "" {
		return discordtest.Alone(users[p.Name])
	}
	at := discordtest.Place{Guild: discordtest.Guild, Channel: rooms[p.Room], User: users[p.Name]}
	if p.Thread != "" {
		at.Channel, at.Under = p.Thread, at.Channel
	}
	if p.Server != "" {
		at.Guild = discordtest.Elsewhere
	}
	return at
}

func eventOf(d discordtest.Done) bottest.Event {
	return bottest.Event{Acked: d.Acked, Took: d.Took, Own: d.ID}
}

// Ask asks; messages want no acknowledgement.
func (s *service) Ask(p bottest.Person, w bottest.Way, line string) bottest.Event {
	switch w {
	case bottest.Command:
		name, topic, _ := strings.Cut(line, " ")
		values := map[string]any{}
		if topic != "" {
			values["topic"] = topic
		}
		return eventOf(s.Command(placeOf(p), name, values))
	case bottest.Mention, bottest.Thread:
		line = mention + line
	}
	id := s.Say(placeOf(p), line)
	return bottest.Event{ID: id, Acked: true, Own: id}
}

// Press presses a button, whose label may have the number of its row before it.
func (s *service) Press(p bottest.Person, m bottest.Message, label string) (bottest.Event, bool) {
	if !slices.ContainsFunc(m.Buttons, func(b string) bool { return strings.HasSuffix(b, label) }) {
		return bottest.Event{}, false
	}
	return eventOf(s.Server.Press(placeOf(p), m.Own.(discordtest.Message), label)), true
}

// Edit edits a question.
func (s *service) Edit(p bottest.Person, e bottest.Event, line string) bottest.Event {
	switch {
	case line == "":
		line = "never mind"
	case p.Room != "":
		line = mention + line
	}
	return bottest.Event{ID: e.ID, Acked: true, Own: s.Server.Edit(placeOf(p), e.ID, line)}
}

// Remove deletes a question.
func (s *service) Remove(p bottest.Person, e bottest.Event) { s.Delete(placeOf(p), e.ID) }

// Again delivers an event again.
func (s *service) Again(e bottest.Event) { s.Server.Again(e.Own.(string)) }

// Drop ends the connections to the gateway.
func (s *service) Drop() { s.Server.Drop() }

// Disturb lets something happen to the connection to the gateway.
func (s *service) Disturb(n int) string {
	if s.address != "" {
		return ""
	}
	d := disturbances[n%len(disturbances)]
	d.do(s.Server)
	return d.what
}

// disturbances are faults of connections to the gateway.
var disturbances = []struct {
	what string
	do   func(s *discordtest.Server)
}{
	{"a connection that is lost", func(s *discordtest.Server) { s.Drop() }},
	{"a request to connect again", func(s *discordtest.Server) { s.Op(7, nil) }},
	{"a session that can be resumed", func(s *discordtest.Server) { s.Op(9, true) }},
	{"a session that has ended", func(s *discordtest.Server) { s.Op(9, false) }},
	{"a close with 1000", func(s *discordtest.Server) { s.Close(1000) }},
	{"a close with 4000", func(s *discordtest.Server) { s.Close(4000) }},
	{"a close with 4009", func(s *discordtest.Server) { s.Close(4009) }},
	{"no HELLO", func(s *discordtest.Server) { s.Mute(1); s.Drop() }},
	{"no RESUMED", func(s *discordtest.Server) { s.Trick(6, "silence"); s.Drop() }},
	{"no READY", func(s *discordtest.Server) { s.Trick(2, "silence"); s.Op(9, false) }},
	{"sessions that are forgotten", func(s *discordtest.Server) { s.ForgetSessions(); s.Drop() }},
	{"a heartbeat that is not acknowledged", func(s *discordtest.Server) { s.Deafen(1) }},
	{"an event without a name, and no RESUMED", func(s *discordtest.Server) { s.Trick(6, "nameless"); s.Drop() }},
	{"no frame", func(s *discordtest.Server) { s.Trick(6, "garbage"); s.Drop() }},
	{"RESUME that is closed", func(s *discordtest.Server) { s.CloseResumes(4000, 1001); s.Drop() }},
	{"a gateway whose address is not known", func(s *discordtest.Server) {
		s.Answer(2, "/gateway/bot", http.StatusBadGateway, nil, "down")
		s.ForgetSessions()
		s.Drop()
	}},
}

// Bots lets no person write.
func (s *service) Bots(p bottest.Person) {
	at := placeOf(p)
	for i, more := range []map[string]any{
		{"author": map[string]any{"id": discordtest.BotUser, "bot": true}},
		{"author": map[string]any{"id": discordtest.BotUser}},
		{"author": map[string]any{"id": "5", "bot": true}},
		{"author": map[string]any{"id": "6"}, "webhook_id": "7"},
		{"author": map[string]any{"id": "8", "system": true}},
		{"author": map[string]any{"id": at.User}, "type": 7}, // somebody joined
	} {
		event := map[string]any{"id": "99000000000000000" + strconv.Itoa(i), "channel_id": at.Channel, "type": 0, "content": mention + "who-said truce",
			"mentions": []any{map[string]any{"id": discordtest.BotUser}}}
		if at.Guild != "" {
			event["guild_id"] = at.Guild
		}
		maps.Copy(event, more)
		s.Emit("MESSAGE_CREATE", event)
	}
}

// Read reads a channel or a thread.
func (s *service) Read(p bottest.Person) (out []bottest.Message) {
	for _, m := range s.Standing(placeOf(p).Channel) {
		read := bottest.Message{ID: m.ID, Under: m.ReplyTo, Words: m.Words(), Thinking: m.Waiting, Own: m}
		if m.For != "" {
			read.For = nameOf(m.For)
		}
		read.Buttons = m.Labels()
		out = append(out, read)
	}
	return out
}

// Files returns those attached to messages that p sees.
func (s *service) Files(p bottest.Person) (out []string) {
	at := placeOf(p)
	channels := []string{at.Channel}
	if at.Guild != "" {
		channels = append(channels, discordtest.DirectChannel(at.User))
	}
	for _, channel := range channels {
		for _, m := range s.Standing(channel) {
			if m.For == "" || m.For == at.User {
				out = append(out, m.Files...)
			}
		}
	}
	return out
}

// Quotes reads the quotations in embeds back.
func (s *service) Quotes(messages []bottest.Message) []string {
	var descriptions []string
	for _, m := range messages {
		for _, e := range m.Own.(discordtest.Message).Embeds {
			descriptions = append(descriptions, e.Description)
		}
	}
	return discordtest.Quotes(descriptions, "*"+chat.ContinuedNote+"*")
}

// Live finds live markup in quotations; the fake itself refuses what notifies.
func (s *service) Live(m bottest.Message) (out []string) {
	for _, e := range m.Own.(discordtest.Message).Embeds {
		out = append(out, discordtest.Live(e.Description)...)
	}
	return out
}

// Fail lets calls fail: those with an interaction's token for commands.
func (s *service) Fail(p bottest.Person, w bottest.Way, faults ...bottest.Fault) {
	path := "/channels/" + placeOf(p).Channel + "/messages"
	if w == bottest.Command {
		path = "/webhooks/"
	}
	for _, f := range faults {
		switch f.Kind {
		case bottest.Limited:
			after := strconv.Itoa(int(f.Wait.Seconds()))
			s.Answer(1, path, http.StatusTooManyRequests, map[string]string{"Retry-After": after, "X-RateLimit-Scope": "shared"},
				fmt.Sprintf(`{"message":"slow","retry_after":%s,"global":false}`, after))
		case bottest.Down:
			s.Answer(1, path, http.StatusServiceUnavailable, nil, "down")
		case bottest.Lost:
			s.Lose(1, path)
		case bottest.Cut:
			s.Cut(1, path)
		case bottest.BadForm:
			s.Answer(1, path, http.StatusBadRequest, nil, `{"code":50035,"message":"Invalid Form Body"}`)
		case bottest.Forbidden:
			s.Answer(1, path, http.StatusForbidden, nil, `{"code":50001,"message":"Missing Access"}`)
		case bottest.NoFiles:
			s.Answer(1, path, http.StatusBadRequest, nil, "no multipart here")
		}
	}
}

// Refused returns what Discord refused.
func (s *service) Refused() []string { return s.Problems() }

// Unmet returns how many faults are still to come.
func (s *service) Unmet() int { return s.Faults() }

// Secrets returns the bot's token and those of interactions.
func (s *service) Secrets() []string { return []string{discordtest.Token, "interaction-token"} }
