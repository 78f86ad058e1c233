package slacktest

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"time"
)

// A response URL takes 5 messages within 30 minutes
// (https://docs.slack.dev/interactivity/handling-user-interaction#message_responses).
const (
	MaxResponses = 5
	ResponseLife = 30 * time.Minute
)

// responders are the response URLs, by ID.
type responders struct {
	*world
	responses map[string]*responder
	taken     map[string]int // messages for each user, where the server forgets them
}

// responder is a response URL: whom and what it answers.
type responder struct {
	team, user, channel, thread string
	message                     *Message // that was pressed; nil for a command until it is answered
	uses                        int
	made                        time.Time
}

// responseURL makes a new one. The caller holds s.mu.
func (s *responders) responseURL(r *responder) string {
	r.made = time.Now()
	id := fmt.Sprintf("r%d", len(s.responses)+1)
	s.responses[id] = r
	return s.base + "/response/" + id
}

// Expire makes every response URL of now a spent one.
func (s *responders) Expire() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.responses {
		r.made = r.made.Add(-ResponseLife - time.Second)
	}
}

// response is the body that a response URL takes.
type response struct {
	Text            string          `json:"text"`
	Blocks          json.RawMessage `json:"blocks"`
	ResponseType    string          `json:"response_type"`
	ReplaceOriginal bool            `json:"replace_original"`
	DeleteOriginal  bool            `json:"delete_original"`
	Thread          string          `json:"thread_ts"`
}

var responseFields = []string{"text", "blocks", "response_type", "replace_original", "delete_original", "thread_ts", "mrkdwn", "unfurl_links", "unfurl_media"}

func (s *responders) respond(w http.ResponseWriter, r *http.Request) {
	f, faulty := s.fault("response")
	if faulty && f.play(w) {
		return
	}
	if faulty && (f.Lost || f.Cut) {
		var end func()
		w, end = f.lose(w)
		defer end()
	}
	var fields map[string]json.RawMessage
	if err := json.NewDecoder(r.Body).Decode(&fields); err != nil {
		s.notTaken(w, http.StatusBadRequest, "invalid_payload")
		return
	}
	for name := range fields {
		if !slices.Contains(responseFields, name) {
			s.notTaken(w, http.StatusBadRequest, "invalid_payload: unknown field "+name)
			return
		}
	}
	raw, _ := json.Marshal(fields)
	var body response
	if err := json.Unmarshal(raw, &body); err != nil {
		s.notTaken(w, http.StatusBadRequest, "invalid_payload")
		return
	}
	if err := s.check(body.Text, body.Blocks); err != nil && !body.DeleteOriginal {
		s.notTaken(w, http.StatusBadRequest, err.Error())
		return
	}
	status, why := s.use(r.PathValue("id"), body)
	if status != http.StatusOK {
		s.notTaken(w, status, why)
		return
	}
	fmt.Fprint(w, "ok")
}

func (s *responders) notTaken(w http.ResponseWriter, status int, why string) {
	s.problem("response_url: %s", why)
	http.Error(w, why, status)
}

// use applies a response.
func (s *responders) use(id string, body response) (status int, why string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.responses[id]
	switch {
	case r == nil:
		return http.StatusNotFound, "no_such_url"
	case r.uses >= MaxResponses:
		return http.StatusNotFound, "used_url"
	case time.Since(r.made) > ResponseLife:
		return http.StatusNotFound, "expired_url"
	}
	r.uses++
	if s.options.Forget {
		s.taken[r.user]++
		return http.StatusOK, ""
	}
	s.calls = append(s.calls, Call{Method: "response", At: time.Now(), Args: map[string]string{"text": body.Text, "type": body.ResponseType,
		"replace": fmt.Sprint(body.ReplaceOriginal), "delete": fmt.Sprint(body.DeleteOriginal)}})
	defer s.happened()
	switch {
	case body.DeleteOriginal:
		if r.message != nil {
			r.message.Deleted = true
		}
	case body.ReplaceOriginal && r.message != nil && !r.message.Deleted:
		r.message.Text, r.message.Blocks, r.message.Edits = body.Text, body.Blocks, r.message.Edits+1
	default:
		m := &Message{Channel: r.channel, TS: s.stamp(), Thread: body.Thread, User: BotUser, For: r.user, Text: body.Text, Blocks: body.Blocks}
		if body.ResponseType == "in_channel" {
			m.For = ""
		}
		s.messages = append(s.messages, m)
		if r.message == nil {
			r.message = m
		}
	}
	return http.StatusOK, ""
}

// Taken returns how many messages response URLs took for each user, where the server
// forgets them.
func (s *responders) Taken() map[string]int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.taken)
}
