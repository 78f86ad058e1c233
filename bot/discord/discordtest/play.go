package discordtest

import (
	"bytes"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// people do what people do in Discord.
type people struct{ *world }

// Place is a user in a channel.
type Place struct {
	Guild, Channel, User string
	Roles                []string
	Manages              bool   // the server
	Under                string // the channel that Channel is a thread of, "" if it is none
	Guest                bool   // the bot is not there: User has its commands with them
}

// In returns a place in Guild's Channel.
func In(user string) Place { return Place{Guild: Guild, Channel: Channel, User: user} }

// Alone returns a user's direct messages with the bot.
func Alone(user string) Place { return Place{Channel: DirectChannel(user), User: user} }

// Done is the outcome of an interaction.
type Done struct {
	Acked   bool
	Took    time.Duration // to the first response
	Choices []Choice      // of a completion
	Form    *Form         // that was opened instead of an answer
	Token   string        // of the interaction
	ID      string        // of the interaction, for Again
}

// maxEvents is the number of events kept for Again.
const maxEvents = 100

// keep keeps an event for Again. The caller holds the lock.
func (s *world) keep(e event) {
	s.events = append(s.events, e)
	s.events = s.events[max(0, len(s.events)-maxEvents):]
}

// play sends an event that can be delivered again. The caller holds the lock.
func (s *people) play(e event) {
	s.keep(e)
	for _, to := range s.sessions {
		s.emit(to, e.kind, e.data)
	}
}

// Again delivers the message or the interaction of that ID once more.
func (s *people) Again(id string) {
	s.mu.Lock()
	i := slices.IndexFunc(s.events, func(e event) bool { return e.id == id })
	if i < 0 {
		s.mu.Unlock()
		s.t.Errorf("no event %s to deliver again", id)
		return
	}
	e := s.events[i]
	overHTTP := s.InteractionURL != "" && e.kind == "INTERACTION_CREATE"
	for _, to := range s.sessions {
		if !overHTTP {
			s.emit(to, e.kind, e.data)
		}
	}
	s.mu.Unlock()
	if !overHTTP {
		return
	}
	if raw, err := json.Marshal(e.data); err == nil {
		s.Signed(raw, time.Now()) // what is not acknowledged again is not answered twice
	}
}

// Command chooses a slash command with its options; "briefing who-said" is a
// sub-command. It waits up to 3 s for the acknowledgement.
func (s *people) Command(p Place, name string, options map[string]any) Done {
	return s.interact(p, 2, commandData(name, options, ""))
}

// Complete types an option of a command and asks for completions.
func (s *people) Complete(p Place, name, option, prefix string) Done {
	return s.interact(p, 4, commandData(name, map[string]any{option: prefix}, option))
}

func commandData(name string, values map[string]any, focused string) map[string]any {
	options := []any{}
	for key, value := range values {
		o := map[string]any{"name": key, "type": 3, "value": value}
		if _, number := value.(int); number {
			o["type"] = 4
		}
		if key == focused {
			o["focused"] = true
		}
		options = append(options, o)
	}
	command, sub, nested := strings.Cut(name, " ")
	if nested {
		options = []any{map[string]any{"name": sub, "type": 1, "options": options}}
	}
	return map[string]any{"id": "1", "name": command, "type": 1, "options": options}
}

// OnMessage calls a command on a message.
func (s *people) OnMessage(p Place, name string, m Message) Done {
	return s.interact(p, 2, map[string]any{"id": "2", "name": name, "type": 3, "target_id": m.ID, "resolved": map[string]any{"messages": map[string]any{m.ID: m}}})
}

// Press presses the button, or chooses the option of a menu, whose label ends so.
func (s *people) Press(p Place, m Message, label string) Done {
	s.t.Helper()
	for _, row := range m.Components {
		for _, b := range row.Components {
			if strings.HasSuffix(b.Label, label) && b.CustomID != "" {
				return s.PressID(p, m, b.CustomID)
			}
			for _, o := range b.Options {
				if strings.HasSuffix(o.Label, label) {
					return s.interactOn(p, 3, map[string]any{"custom_id": b.CustomID, "component_type": 3, "values": []string{o.Value}}, &m)
				}
			}
		}
	}
	s.t.Fatalf("no button %q below %q", label, m.Words())
	return Done{}
}

// PressID presses a button by its custom ID.
func (s *people) PressID(p Place, m Message, id string) Done {
	return s.interactOn(p, 3, map[string]any{"custom_id": id, "component_type": 2}, &m)
}

// Say writes a message, and returns its ID. The words reach the bot where it is
// mentioned, and in direct messages, as Discord has it without privileged intents.
func (s *people) Say(p Place, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &Message{ID: s.id(), Channel: p.Channel, Guild: p.Guild, Content: text, Author: User{ID: p.User, Username: "user"}}
	s.messages = append(s.messages, m)
	s.belongs(p)
	s.play(event{m.ID, "MESSAGE_CREATE", s.seen(p, *m)})
	return m.ID
}

// Reply replies to a message of the bot and mentions the bot, as Discord's clients do
// by default.
func (s *people) Reply(p Place, text string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &Message{ID: s.id(), Channel: p.Channel, Guild: p.Guild, Content: text, Author: User{ID: p.User, Username: "user"}}
	s.messages = append(s.messages, m)
	s.belongs(p)
	seen := s.seen(p, *m)
	seen["type"], seen["content"], seen["mentions"] = 19, text, []User{{ID: BotUser, Bot: true}}
	s.play(event{m.ID, "MESSAGE_CREATE", seen})
	return m.ID
}

// DeleteAtOnce removes users' messages together, as moderators do.
func (s *people) DeleteAtOnce(p Place, ids ...string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, id := range ids {
		s.message(id).Gone = true
	}
	for _, to := range s.sessions {
		s.emit(to, "MESSAGE_DELETE_BULK", map[string]any{"ids": ids, "channel_id": p.Channel, "guild_id": p.Guild})
	}
}

// belongs notes which channel a thread is one of.
func (s *people) belongs(p Place) {
	if p.Under != "" {
		s.threads[p.Channel] = p.Under
	}
}

// Kick takes the bot out of Guild; where unavailable, Discord merely has an outage
// there.
func (s *people) Kick(unavailable bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kicked = !unavailable
	for _, to := range s.sessions {
		event := map[string]any{"id": Guild}
		if unavailable {
			event["unavailable"] = true
		}
		s.emit(to, "GUILD_DELETE", event)
	}
}

// Invite brings the bot into Guild again.
func (s *people) Invite() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.kicked = false
	for _, to := range s.sessions {
		s.emit(to, "GUILD_CREATE", s.joined())
	}
}

// Edit changes a user's message, and returns an ID of the change for Again.
func (s *people) Edit(p Place, id, text string) (change string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.message(id)
	m.Content = text
	change = "edit-" + s.id()
	update := s.seen(p, *m)
	update["edited_timestamp"] = time.Now().UTC().Format("2006-01-02T15:04:05.000000+00:00")
	s.play(event{change, "MESSAGE_UPDATE", update})
	return change
}

// Delete removes a user's message.
func (s *people) Delete(p Place, id string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.message(id).Gone = true
	for _, to := range s.sessions {
		s.emit(to, "MESSAGE_DELETE", map[string]any{"id": id, "channel_id": p.Channel, "guild_id": p.Guild})
	}
}

// seen returns a message as the bot gets it.
func (s *people) seen(p Place, m Message) map[string]any {
	mentions := []User{}
	if strings.Contains(m.Content, "<@"+BotUser+">") {
		mentions = append(mentions, User{ID: BotUser, Bot: true})
	}
	content := m.Content
	if p.Guild != "" && len(mentions) == 0 {
		content = ""
	}
	return map[string]any{"id": m.ID, "channel_id": m.Channel, "guild_id": m.Guild, "content": content, "type": 0, "author": m.Author,
		"member": map[string]any{"roles": p.Roles}, "mentions": mentions, "embeds": []any{}, "components": []any{}}
}

func (s *people) interact(p Place, kind int, data map[string]any) Done {
	return s.interactOn(p, kind, data, nil)
}

// interactOn makes an interaction and waits up to 3 s for its acknowledgement.
func (s *people) interactOn(p Place, kind int, data map[string]any, m *Message) Done {
	s.mu.Lock()
	s.belongs(p)
	i := &interaction{id: s.id(), kind: kind, channel: p.Channel, user: p.User, made: time.Now(), done: make(chan struct{})}
	i.token = "interaction-token-" + i.id
	s.interactions[i.token] = i
	sent := map[string]any{"id": i.id, "application_id": App, "type": kind, "token": i.token, "version": 1, "channel_id": p.Channel, "channel": s.room(p.Channel, p.Guild), "data": data,
		"app_permissions": "2048", "locale": "en-GB", "entitlements": []any{}}
	user := User{ID: p.User, Username: "user"}
	switch {
	case p.Guest:
		sent["authorizing_integration_owners"] = map[string]string{"1": p.User}
	case p.Guild != "":
		sent["authorizing_integration_owners"] = map[string]string{"0": p.Guild}
	}
	sent["context"] = 1
	if p.Guild == "" && p.Guest {
		sent["context"] = 2
	}
	if p.Guild != "" {
		sent["context"] = 0
		permissions := int64(2048)
		if p.Manages {
			permissions |= 32
		}
		sent["guild_id"] = p.Guild
		sent["member"] = map[string]any{"user": user, "roles": p.Roles, "permissions": strconv.FormatInt(permissions, 10)}
	} else {
		sent["user"] = user
	}
	if m != nil {
		sent["message"] = m
		i.original = s.message(m.ID)
	}
	if e := (event{i.id, "INTERACTION_CREATE", sent}); s.InteractionURL == "" {
		s.play(e)
	} else {
		s.keep(e)
	}
	s.mu.Unlock()
	if s.InteractionURL != "" {
		s.deliver(i, sent)
	}
	return s.acked(i)
}

func (s *people) acked(i *interaction) Done {
	select {
	case <-i.done:
	case <-time.After(3 * time.Second):
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return Done{Acked: i.acked, Took: i.took, Choices: i.choices, Form: i.form, Token: i.token, ID: i.id}
}

// deliver sends an interaction over HTTP, signed.
func (s *people) deliver(i *interaction, event any) {
	raw, err := json.Marshal(event)
	if err != nil {
		s.t.Fatal(err)
	}
	status, body := s.Signed(raw, time.Now())
	if status != http.StatusOK {
		s.problem("an interaction over HTTP was answered %d %s", status, body)
		return
	}
	if status, code, message := s.ack(i, body); status != 0 {
		s.problem("the reply to an interaction over HTTP: %d %s", code, message)
	}
}

// Signed sends a body as Discord does, signed at a time.
func (s *people) Signed(raw []byte, at time.Time) (status int, body []byte) {
	timestamp := strconv.FormatInt(at.Unix(), 10)
	signature := ed25519.Sign(s.key, append([]byte(timestamp), raw...))
	return s.Unsigned(raw, timestamp, hex.EncodeToString(signature))
}

// Unsigned sends a body with any signature.
func (s *people) Unsigned(raw []byte, timestamp, signature string) (status int, body []byte) {
	req, err := http.NewRequest(http.MethodPost, s.InteractionURL, bytes.NewReader(raw))
	if err != nil {
		return 0, []byte(err.Error())
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Signature-Timestamp", timestamp)
	req.Header.Set("X-Signature-Ed25519", signature)
	client := s.Client
	if client == nil {
		client = &http.Client{Timeout: 5 * time.Second}
	}
	resp, err := client.Do(req)
	if err != nil {
		return 0, []byte(fmt.Sprint(err))
	}
	defer resp.Body.Close()
	body, err = io.ReadAll(resp.Body)
	if err != nil {
		return 0, []byte(err.Error())
	}
	return resp.StatusCode, body
}

// Send fills in a form and sends it off.
func (s *people) Send(p Place, f Form, values map[string]string) Done {
	s.t.Helper()
	parts := []any{}
	for _, in := range f.Fields {
		value := in.Entered()
		if v, ok := values[in.CustomID]; ok {
			value = v
		}
		if value == "" && in.Required {
			s.t.Fatalf("Discord does not send a form without its %s", in.CustomID)
		}
		field := map[string]any{"type": in.Type, "custom_id": in.CustomID, "value": value}
		if in.Type == formMenu {
			delete(field, "value")
			field["values"] = []string{value}
		}
		part := map[string]any{"type": formLabel, "component": field}
		if f.rows {
			part = map[string]any{"type": formRow, "components": []any{field}}
		}
		parts = append(parts, part)
	}
	return s.interact(p, 5, map[string]any{"custom_id": f.CustomID, "components": parts})
}
