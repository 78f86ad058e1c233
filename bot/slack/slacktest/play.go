package slacktest

import (
	"crypto/rand"
	"encoding/json"
	"slices"
	"strings"
)

// people type, press and send off.
type people struct {
	*deliverer
	*responders
}

// Place is a user in a channel. Team is Slack's own Team where "".
type Place struct{ Team, Channel, User, Thread string }

func (p Place) team() string {
	if p.Team == "" {
		return Team
	}
	return p.Team
}

// Command types a slash command, such as "/who-said truce".
func (s *people) Command(p Place, line string) Delivery {
	command, text, _ := strings.Cut(line, " ")
	s.mu.Lock()
	address := s.responseURL(&responder{team: p.team(), user: p.User, channel: p.Channel})
	s.mu.Unlock()
	return s.deliver(Delivery{Kind: "slash_commands", Payload: map[string]any{
		"token": "t", "team_id": p.team(), "team_domain": "harbour", "channel_id": p.Channel, "channel_name": "general", "user_id": p.User,
		"user_name": "somebody", "command": command, "text": text, "response_url": address, "trigger_id": rand.Text(), "api_app_id": AppID,
		"is_enterprise_install": "false",
	}})
}

// wrap returns an event as the Events API sends it
// (https://docs.slack.dev/apis/events-api#event-type-structure).
func wrap(team string, event map[string]any) map[string]any {
	channel, _ := event["channel"].(string)
	return map[string]any{"token": "t", "team_id": team, "api_app_id": AppID, "event": event, "type": "event_callback",
		"event_id": "Ev" + rand.Text(), "event_time": 1_900_000_000,
		"authorizations": []any{map[string]any{"team_id": team, "user_id": BotUser, "is_bot": true}}, "is_ext_shared_channel": strings.Contains(channel, "SHARED")}
}

// Event sends any event.
func (s *people) Event(team string, event map[string]any) Delivery {
	if team == "" {
		team = Team
	}
	return s.event(Delivery{Kind: "events_api", Payload: wrap(team, event)})
}

// Say posts a message: in a direct channel as message.im, elsewhere as a mention
// where it names the bot. It returns the message's timestamp.
func (s *people) Say(p Place, text string) (ts string, d Delivery) {
	s.mu.Lock()
	ts = s.stamp()
	s.messages = append(s.messages, &Message{Channel: p.Channel, TS: ts, Thread: p.Thread, User: p.User, Text: text})
	s.mu.Unlock()
	event := map[string]any{"type": "message", "channel": p.Channel, "channel_type": "im", "user": p.User, "text": text, "ts": ts,
		"event_ts": ts, "team": p.team()}
	if !strings.HasPrefix(p.Channel, "D") {
		event["channel_type"] = "channel"
		if strings.Contains(text, "<@"+BotUser+">") {
			event["type"] = "app_mention"
			delete(event, "channel_type")
		}
	}
	if p.Thread != "" {
		event["thread_ts"] = p.Thread
	}
	return ts, s.Event(p.team(), event)
}

// Edit changes a user's message.
func (s *people) Edit(p Place, ts, text string) Delivery {
	s.mu.Lock()
	before := ""
	if m := s.find(p.Channel, ts); m != nil {
		before, m.Text = m.Text, text
	}
	stamp := s.stamp()
	s.mu.Unlock()
	return s.Event(p.team(), map[string]any{"type": "message", "subtype": "message_changed", "channel": p.Channel, "channel_type": kindOf(p.Channel),
		"hidden": true, "ts": stamp, "event_ts": stamp,
		"message":          map[string]any{"type": "message", "user": p.User, "text": text, "ts": ts, "edited": map[string]any{"user": p.User, "ts": ts}},
		"previous_message": map[string]any{"type": "message", "user": p.User, "text": before, "ts": ts}})
}

// Remove deletes a user's message. Of one with replies Slack leaves a stone in its place, and
// reports that as a change.
func (s *people) Remove(p Place, ts string) Delivery {
	s.mu.Lock()
	if m := s.find(p.Channel, ts); m != nil {
		m.Deleted = true
	}
	stamp := s.stamp()
	replied := slices.ContainsFunc(s.messages, func(m *Message) bool { return m.Channel == p.Channel && m.Thread == ts && !m.Deleted })
	s.mu.Unlock()
	if replied {
		return s.Event(p.team(), map[string]any{"type": "message", "subtype": "message_changed", "channel": p.Channel, "channel_type": kindOf(p.Channel),
			"hidden": true, "ts": stamp, "event_ts": stamp,
			"message": map[string]any{"type": "message", "subtype": "tombstone", "user": "USLACKBOT", "text": "This message was deleted.", "hidden": true, "ts": ts,
				"thread_ts": ts, "parent_user_id": "USLACKBOT", "reply_count": 1},
			"previous_message": map[string]any{"type": "message", "user": p.User, "text": "…", "ts": ts, "thread_ts": ts}})
	}
	return s.Event(p.team(), map[string]any{"type": "message", "subtype": "message_deleted", "channel": p.Channel, "channel_type": kindOf(p.Channel),
		"hidden": true, "deleted_ts": ts, "ts": stamp, "event_ts": stamp,
		"previous_message": map[string]any{"type": "message", "user": p.User, "text": "…", "ts": ts}})
}

func kindOf(channel string) string {
	if strings.HasPrefix(channel, "D") {
		return "im"
	}
	return "channel"
}

// Press presses the first button of m with that label.
func (s *people) Press(p Place, m Message, label string) Delivery {
	s.t.Helper()
	i := slices.IndexFunc(m.Buttons(), func(b Button) bool { return b.Label == label })
	if i < 0 {
		s.t.Fatalf("no button %q in %v", label, m.Buttons())
	}
	b := m.Buttons()[i]
	s.mu.Lock()
	pressed := s.find(m.Channel, m.TS)
	address := s.responseURL(&responder{team: p.team(), user: p.User, channel: m.Channel, thread: m.Thread, message: pressed})
	s.mu.Unlock()
	message := map[string]any{"type": "message", "user": BotUser, "bot_id": BotID, "ts": m.TS, "text": m.Text, "blocks": m.Blocks}
	if m.Thread != "" {
		message["thread_ts"] = m.Thread
	}
	payload := s.interaction(p, "block_actions")
	payload["response_url"], payload["message"] = address, message
	payload["container"] = map[string]any{"type": "message", "message_ts": m.TS, "channel_id": m.Channel, "is_ephemeral": m.For != "", "thread_ts": m.Thread}
	payload["actions"] = []any{action(b)}
	if m.For != "" {
		delete(payload, "message") // Slack does not send an ephemeral message back
		payload["container"].(map[string]any)["thread_ts"] = ""
	}
	return s.deliver(Delivery{Kind: "interactive", Payload: payload})
}

func action(b Button) map[string]any {
	if b.Type == "overflow" || b.Type == "static_select" {
		return map[string]any{"type": b.Type, "action_id": b.ActionID, "block_id": b.BlockID, "action_ts": "1900000000.1",
			"selected_option": map[string]any{"text": map[string]any{"type": "plain_text", "text": b.Label}, "value": b.Value}}
	}
	return map[string]any{"type": b.Type, "action_id": b.ActionID, "block_id": b.BlockID, "value": b.Value, "action_ts": "1900000000.1",
		"text": map[string]any{"type": "plain_text", "text": b.Label}}
}

func (s *people) interaction(p Place, kind string) map[string]any {
	return map[string]any{"type": kind, "token": "t", "team": map[string]any{"id": p.team(), "domain": "harbour"}, "api_app_id": AppID,
		"user": map[string]any{"id": p.User, "username": "somebody", "team_id": p.team()}, "channel": map[string]any{"id": p.Channel, "name": "general"},
		"trigger_id": rand.Text(), "action_ts": "1900000000.1"}
}

// PressInView presses a button of the App Home.
func (s *people) PressInView(p Place, v View, label string) Delivery {
	s.t.Helper()
	i := slices.IndexFunc(v.Buttons(), func(b Button) bool { return b.Label == label })
	if i < 0 {
		s.t.Fatalf("no button %q in %v", label, v.Buttons())
	}
	return s.PressIn(p, v, v.Buttons()[i])
}

// PressIn presses that button of the App Home.
func (s *people) PressIn(p Place, v View, b Button) Delivery {
	payload := s.interaction(p, "block_actions")
	delete(payload, "channel")
	payload["view"], payload["container"] = viewPayload(v, p, nil), map[string]any{"type": "view", "view_id": v.ID}
	payload["actions"] = []any{action(b)}
	return s.deliver(Delivery{Kind: "interactive", Payload: payload})
}

// Shortcut calls a global shortcut, or with a message one on that message.
func (s *people) Shortcut(p Place, callbackID string, on *Message) Delivery {
	payload := s.interaction(p, "shortcut")
	payload["callback_id"] = callbackID
	if on == nil {
		delete(payload, "channel")
		return s.deliver(Delivery{Kind: "interactive", Payload: payload})
	}
	s.mu.Lock()
	address := s.responseURL(&responder{team: p.team(), user: p.User, channel: on.Channel, thread: on.Thread})
	s.mu.Unlock()
	message := map[string]any{"type": "message", "user": on.User, "ts": on.TS, "text": on.Text}
	if len(on.Blocks) > 0 {
		message["blocks"] = on.Blocks
	}
	if on.User == BotUser {
		message["bot_id"] = BotID
	}
	payload["type"], payload["response_url"], payload["message"], payload["message_ts"] = "message_action", address, message, on.TS
	return s.deliver(Delivery{Kind: "interactive", Payload: payload})
}

// Submit sends a modal off. values are by block and action; one that contains
// response_url_enabled also names the channel to answer in.
func (s *people) Submit(p Place, v View, values map[string]map[string]string, answerIn string) Delivery {
	payload := s.interaction(p, "view_submission")
	delete(payload, "channel")
	payload["view"] = viewPayload(v, p, values)
	if answerIn != "" {
		s.mu.Lock()
		address := s.responseURL(&responder{team: p.team(), user: p.User, channel: answerIn})
		s.mu.Unlock()
		payload["response_urls"] = []any{map[string]any{"channel_id": answerIn, "response_url": address, "block_id": "", "action_id": ""}}
	}
	return s.deliver(Delivery{Kind: "interactive", Payload: payload})
}

func viewPayload(v View, p Place, values map[string]map[string]string) map[string]any {
	out := map[string]any{}
	if json.Unmarshal(v.raw, &out) != nil {
		return nil
	}
	state := map[string]any{}
	for block, actions := range values {
		entries := map[string]any{}
		for id, value := range actions {
			entries[id] = map[string]any{"type": "plain_text_input", "value": value}
			if strings.HasPrefix(value, "C") && strings.Contains(id, "channel") {
				entries[id] = map[string]any{"type": "conversations_select", "selected_conversation": value}
			}
		}
		state[block] = entries
	}
	out["id"], out["team_id"], out["state"] = v.ID, p.team(), map[string]any{"values": state}
	return out
}
