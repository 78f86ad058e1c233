package discordtest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// api is the HTTP interface.
type api struct {
	*world
	gateway *gateway
}

// hasRoom counts a message against its channel's bucket, and refuses it where
// that is empty.
func (s *api) hasRoom(w http.ResponseWriter, r *http.Request) bool {
	if s.Bucket == 0 || r.Method != http.MethodPost || !strings.HasPrefix(r.URL.Path, "/channels/") || !strings.HasSuffix(r.URL.Path, "/messages") {
		return true
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.buckets == nil {
		s.buckets = map[string]*bucket{}
	}
	now := time.Now()
	b := s.buckets[r.URL.Path]
	if b == nil || !now.Before(b.reset) {
		b = &bucket{left: s.Bucket, reset: now.Add(s.BucketTime)}
		s.buckets[r.URL.Path] = b
	}
	after := strconv.FormatFloat(time.Until(b.reset).Seconds(), 'f', 3, 64)
	h := w.Header()
	h.Set("X-RateLimit-Limit", strconv.Itoa(s.Bucket))
	h.Set("X-RateLimit-Reset-After", after)
	h.Set("X-RateLimit-Bucket", r.URL.Path)
	if b.left == 0 {
		s.problems = append(s.problems, "a message to a channel whose bucket is empty")
		h.Set("X-RateLimit-Remaining", "0")
		h.Set("Retry-After", after)
		writeJSON(w, http.StatusTooManyRequests, map[string]any{"message": "You are being rate limited.", "retry_after": time.Until(b.reset).Seconds(), "global": false})
		return false
	}
	b.left--
	h.Set("X-RateLimit-Remaining", strconv.Itoa(b.left))
	return true
}

// asPublished checks the JSON of a call against Discord's published document.
func (s *api) asPublished(w http.ResponseWriter, r *http.Request) bool {
	if r.ContentLength == 0 {
		return true
	}
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return false
	}
	r.Body = io.NopCloser(bytes.NewReader(raw))
	if kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type")); kind == "multipart/form-data" {
		raw, _ = parts(raw, params["boundary"])
	}
	if err := checkPublished(r.Method, r.URL.Path, numbered(raw)); err != nil {
		s.problem("%s %s: %v in %s", r.Method, r.URL.Path, err, raw)
		refuse(w, 400, 50035, "Invalid Form Body")
		return false
	}
	return true
}

// permissionBits are the permissions of a command as Discord's reference has them and as
// Discord gives them back, a string; its published document wants a number there.
var permissionBits = regexp.MustCompile(`("default_member_permissions":)"(\d+)"`)

func numbered(raw []byte) []byte { return permissionBits.ReplaceAll(raw, []byte("$1$2")) }

func (s *api) me(w http.ResponseWriter, _ *http.Request) {
	writeJSON(w, 200, User{ID: BotUser, Username: "briefing", Bot: true})
}

func (s *api) openDirect(w http.ResponseWriter, r *http.Request) {
	var in struct {
		Recipient string `json:"recipient_id"`
	}
	if json.NewDecoder(r.Body).Decode(&in) != nil || in.Recipient == "" {
		refuse(w, 400, 50035, "Invalid Form Body")
		return
	}
	writeJSON(w, 200, map[string]any{"id": DirectChannel(in.Recipient), "type": 1})
}

func (s *api) listCommands(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	commands := s.commands[r.URL.Path]
	if commands == nil {
		commands = []Command{}
	}
	writeJSON(w, 200, commands)
}

func (s *api) putCommands(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	commands, err := CheckCommands(raw)
	for _, c := range commands {
		if r.PathValue("guild") != "" && len(c.Contexts)+len(c.Installs) > 0 {
			err = fmt.Errorf("%s of one server names contexts", c.Name)
		}
	}
	if err != nil {
		s.problem("commands: %v", err)
		refuse(w, 400, 50035, "Invalid Form Body")
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for i := range commands {
		commands[i].ID = s.id()
		if p := commands[i].Permissions; p != nil {
			commands[i].Permissions = fmt.Sprint(p)
		}
	}
	s.commands[r.URL.Path] = commands
	s.overwrites++
	writeJSON(w, 200, commands)
}

// read returns the message of a call, and the names of its attachments.
func (s *api) read(w http.ResponseWriter, r *http.Request) (b body, files []string, ok bool) {
	kind, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	raw, err := io.ReadAll(r.Body)
	if err != nil {
		return b, nil, false
	}
	if kind == "multipart/form-data" {
		if s.NoFiles {
			refuse(w, 415, 0, "415: Unsupported Media Type")
			return b, nil, false
		}
		if s.failsFile() {
			w.WriteHeader(s.FileStatus)
			io.WriteString(w, s.FileBody)
			return b, nil, false
		}
		raw, files = parts(raw, params["boundary"])
	}
	var named map[string]json.RawMessage
	alone := json.Unmarshal(raw, &named) == nil && len(named) == 1 && named["components"] != nil
	if alone {
		err = json.Unmarshal(raw, &b)
		b.componentsAlone = true
		if err == nil {
			err = checkRows(b.Components)
		}
	} else {
		b, err = checkMessage(raw, len(files) == 0)
	}
	if err != nil {
		s.problem("%s: %v", r.URL.Path, err)
		refuse(w, 400, 50035, "Invalid Form Body")
		return b, nil, false
	}
	return b, files, true
}

// failsFile reports whether a message with attachments is to fail.
func (s *api) failsFile() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.FailFiles--
	return s.FailFiles >= 0
}

// parts reads a multipart body: the JSON, and the names of the files.
func parts(raw []byte, boundary string) (payload []byte, files []string) {
	form := multipart.NewReader(strings.NewReader(string(raw)), boundary)
	for {
		p, err := form.NextPart()
		if err != nil {
			return payload, files
		}
		content, err := io.ReadAll(p)
		switch {
		case err != nil:
			return payload, files
		case p.FormName() == "payload_json":
			payload = content
		default:
			files = append(files, p.FileName())
		}
	}
}

func (m *Message) fill(b body, files []string) {
	if b.componentsAlone {
		m.Components = b.Components
		return
	}
	m.Content, m.Embeds, m.Components, m.Waiting = b.Content, b.Embeds, b.Components, false
	m.Files = append(m.Files, files...)
	for _, a := range b.Attachments {
		m.Alts = append(m.Alts, a.Description)
	}
}

// add makes a message of the bot. The caller holds the lock.
func (s *world) add(channel string, b body, files []string) *Message {
	m := &Message{ID: s.id(), Channel: channel, Author: User{ID: BotUser, Username: "briefing", Bot: true}, Flags: b.Flags}
	m.fill(b, files)
	if b.Reference != nil {
		m.ReplyTo = b.Reference.MessageID
	}
	s.messages = append(s.messages, m)
	return m
}

func (s *api) postMessage(w http.ResponseWriter, r *http.Request) {
	b, files, ok := s.read(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	channel := r.PathValue("channel")
	if s.kinds[channel] == forum {
		s.problems = append(s.problems, "a message in a forum")
		refuse(w, 400, 50008, "Cannot send messages in a non-text channel")
		return
	}
	for _, m := range s.messages {
		if b.EnforceNonce && b.Nonce != nil && m.Channel == channel && m.Nonce == b.Nonce {
			writeJSON(w, 200, m)
			return
		}
	}
	m := s.add(channel, b, files)
	m.Nonce = b.Nonce
	writeJSON(w, 200, m)
}

// listMessages are the bot's in a channel, newest first.
func (s *api) listMessages(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []*Message{}
	for _, m := range slices.Backward(s.messages) {
		if m.Channel == r.PathValue("channel") && !m.Gone && m.For == "" {
			list = append(list, m)
		}
	}
	writeJSON(w, 200, list)
}

// message finds one of the bot's that still stands. The caller holds the lock.
func (s *world) message(id string) *Message {
	for _, m := range s.messages {
		if m.ID == id && !m.Gone {
			return m
		}
	}
	return nil
}

func (s *api) editMessage(w http.ResponseWriter, r *http.Request) {
	b, files, ok := s.read(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.message(r.PathValue("message"))
	if m == nil {
		refuse(w, 404, 10008, "Unknown Message")
		return
	}
	m.fill(b, files)
	m.Edits++
	writeJSON(w, 200, m)
}

func (s *api) deleteMessage(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.message(r.PathValue("message"))
	if m == nil {
		refuse(w, 404, 10008, "Unknown Message")
		return
	}
	m.Gone = true
	w.WriteHeader(http.StatusNoContent)
}

// ack takes the first response to an interaction; a code other than 0 refuses it.
func (s *world) ack(i *interaction, raw []byte) (status, code int, message string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	var in struct {
		Type int             `json:"type"`
		Data json.RawMessage `json:"data"`
	}
	switch {
	case i.acked:
		return 400, 40060, "Interaction has already been acknowledged."
	case time.Since(i.made) > 3*time.Second:
		s.problems = append(s.problems, "an interaction was acknowledged after more than 3 s")
		return 404, 10062, "Unknown interaction"
	case json.Unmarshal(raw, &in) != nil:
		return 400, 50035, "Invalid Form Body"
	}
	if problem := s.take(i, in.Type, in.Data); problem != "" {
		if problem != errNoLabels.Error() { // the test asked for it
			s.problems = append(s.problems, problem)
		}
		return 400, 50035, "Invalid Form Body"
	}
	i.acked, i.response, i.took = true, in.Type, time.Since(i.made)
	close(i.done)
	return 0, 0, ""
}

// take does what a response says. The caller holds the lock.
func (s *world) take(i *interaction, kind int, data json.RawMessage) (problem string) {
	var d struct {
		Flags   int      `json:"flags"`
		Choices []Choice `json:"choices"`
	}
	if len(data) > 0 && json.Unmarshal(data, &d) != nil {
		return "a response whose data cannot be read"
	}
	switch {
	case kind == 8 && i.kind == 4 && len(d.Choices) <= 25:
		i.choices = d.Choices
		for _, c := range d.Choices {
			if value, ok := c.Value.(string); !ok || units(c.Name) < 1 || units(c.Name) > 100 || units(value) > 100 {
				return "a choice that is too long or empty"
			}
		}
	case kind == 5 && i.kind != 4:
		i.original = s.add(i.channel, body{Flags: d.Flags}, nil)
		i.original.Waiting = true
		if d.Flags&64 != 0 {
			i.original.For = i.user
		}
	case kind == 9 && (i.kind == 2 || i.kind == 3):
		f, err := checkForm(data, s.NoLabels)
		if err != nil {
			return err.Error()
		}
		i.form = f
	case kind == 6 && i.kind == 3:
	default:
		return "a response of a type that does not fit the interaction"
	}
	return ""
}

func (s *api) callback(w http.ResponseWriter, r *http.Request) {
	raw, err := io.ReadAll(r.Body)
	s.mu.Lock()
	i := s.interactions[r.PathValue("token")]
	s.mu.Unlock()
	if err != nil || i == nil || i.id != r.PathValue("id") {
		refuse(w, 404, 10062, "Unknown interaction")
		return
	}
	if status, code, message := s.ack(i, raw); status != 0 {
		refuse(w, status, code, message)
		return
	}
	w.WriteHeader(http.StatusNoContent)
}

// live returns the interaction of a token that is good and was acknowledged.
func (s *api) live(w http.ResponseWriter, r *http.Request) *interaction {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.interactions[r.PathValue("token")]
	switch {
	case i == nil || !i.acked:
		refuse(w, 404, 10015, "Unknown Webhook")
		return nil
	case time.Since(i.made) > s.TokenLife:
		refuse(w, 401, 50027, "Invalid Webhook Token")
		return nil
	}
	return i
}

func (s *api) editOriginal(w http.ResponseWriter, r *http.Request) {
	i := s.live(w, r)
	if i == nil {
		return
	}
	b, files, ok := s.read(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i.original == nil || i.original.Gone {
		refuse(w, 404, 10008, "Unknown Message")
		return
	}
	if !i.original.Waiting {
		i.original.Edits++
	}
	i.original.fill(b, files)
	writeJSON(w, 200, i.original)
}

func (s *api) deleteOriginal(w http.ResponseWriter, r *http.Request) {
	i := s.live(w, r)
	if i == nil {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if i.original == nil || i.original.Gone {
		refuse(w, 404, 10008, "Unknown Message")
		return
	}
	i.original.Gone = true
	w.WriteHeader(http.StatusNoContent)
}

func (s *api) followUp(w http.ResponseWriter, r *http.Request) {
	i := s.live(w, r)
	if i == nil {
		return
	}
	b, files, ok := s.read(w, r)
	if !ok {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.add(i.channel, b, files)
	if b.Flags&64 != 0 {
		m.For = i.user
	}
	writeJSON(w, 200, m)
}
