package slacktest

import (
	"encoding/json"
	"maps"
	"net/url"
	"slices"
	"strings"
)

// Domain is the domain that the app may preview links of: Slack tells it of no other links.
const Domain = "gazette.example"

// Link posts a message with links, and tells the app of those of its domain, as the Events API
// does in all channels (https://docs.slack.dev/reference/events/link_shared).
func (s *people) Link(p Place, text string, links ...string) (ts string, d Delivery) {
	s.mu.Lock()
	ts = s.stamp()
	s.messages = append(s.messages, &Message{Channel: p.Channel, TS: ts, Thread: p.Thread, User: p.User, Text: text + " " + strings.Join(links, " ")})
	s.mu.Unlock()
	return ts, s.linked(p, p.Channel, ts, "conversations_history", links)
}

// Compose types links without sending them: Slack tells of those, too.
func (s *people) Compose(p Place, links ...string) Delivery {
	return s.linked(p, "COMPOSER", "U1-909b5454", "composer", links)
}

func (s *people) linked(p Place, channel, ts, source string, links []string) Delivery {
	shared := []any{}
	for _, l := range links {
		if u, err := url.Parse(l); err == nil && (u.Hostname() == Domain || strings.HasSuffix(u.Hostname(), "."+Domain)) {
			shared = append(shared, map[string]any{"domain": Domain, "url": l})
		}
	}
	return s.Event(p.team(), map[string]any{"type": "link_shared", "channel": channel, "is_bot_user_member": !strings.Contains(channel, "OUTSIDE"),
		"user": p.User, "message_ts": ts, "unfurl_id": channel + "." + ts, "source": source, "links": shared, "event_ts": ts})
}

// unfurl shows previews below the links of a message. A second call changes them
// (https://docs.slack.dev/reference/methods/chat.unfurl).
func (s *webAPI) unfurl(_ string, args map[string]string) (map[string]any, error) {
	var unfurls map[string]struct {
		Blocks json.RawMessage `json:"blocks"`
	}
	if err := json.Unmarshal([]byte(args["unfurls"]), &unfurls); err != nil || len(unfurls) == 0 {
		return nil, refusal{"missing_unfurls", args["unfurls"]}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.find(args["channel"], args["ts"])
	if m == nil {
		return nil, refusal{"cannot_find_message", args["ts"]}
	}
	for link, shown := range unfurls {
		u, err := url.Parse(link)
		switch {
		case err != nil || u.Hostname() != Domain && !strings.HasSuffix(u.Hostname(), "."+Domain):
			return nil, refusal{"cannot_unfurl_url", link}
		case !strings.Contains(m.Text, link):
			return nil, refusal{"cannot_unfurl_message", link}
		case strings.Contains(string(shown.Blocks), `"rich_text"`) || strings.Contains(string(shown.Blocks), `"context_actions"`):
			return nil, refusal{"invalid_blocks", "unsupported type below a link"}
		}
		if err := CheckBlocks(shown.Blocks); err != nil {
			return nil, err
		}
	}
	if m.Previews == nil {
		m.Previews = map[string]json.RawMessage{}
	}
	for link, shown := range unfurls {
		m.Previews[link] = shown.Blocks
	}
	s.happened()
	return nil, nil
}

// Previews returns what stands below the links of a message, by address.
func (s *world) Previews(channel, ts string) map[string]json.RawMessage {
	s.mu.Lock()
	defer s.mu.Unlock()
	if m := s.find(channel, ts); m != nil {
		return maps.Clone(m.Previews)
	}
	return nil
}

// PressPreview presses the first button of that label below a link
// (https://docs.slack.dev/reference/interaction-payloads/block_actions-payload).
func (s *people) PressPreview(p Place, ts, link, label string) Delivery {
	s.t.Helper()
	buttons := buttonsOf(s.Previews(p.Channel, ts)[link])
	i := slices.IndexFunc(buttons, func(b Button) bool { return b.Label == label })
	if i < 0 {
		s.t.Fatalf("no button %q in %v", label, buttons)
	}
	s.mu.Lock()
	address := s.responseURL(&responder{team: p.team(), user: p.User, channel: p.Channel, thread: p.Thread})
	s.mu.Unlock()
	payload := s.interaction(p, "block_actions")
	payload["response_url"] = address
	payload["container"] = map[string]any{"type": "message_attachment", "message_ts": ts, "attachment_id": 1, "channel_id": p.Channel,
		"is_ephemeral": false, "is_app_unfurl": true, "app_unfurl_url": link}
	payload["app_unfurl"] = map[string]any{"id": 1, "from_url": link, "app_unfurl_url": link, "is_app_unfurl": true}
	payload["actions"] = []any{action(buttons[i])}
	return s.deliver(Delivery{Kind: "interactive", Payload: payload})
}
