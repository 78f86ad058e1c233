package slacktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// method is one of the Web API's: its arguments, and what it does.
type method struct {
	args  []string
	token string // bot, app, none
	do    func(s *webAPI, team string, args map[string]string) (map[string]any, error)
}

// methods returns those of https://docs.slack.dev/reference/methods that bots of
// this kind call.
func methods() map[string]method {
	post := []string{"channel", "text", "blocks", "thread_ts", "mrkdwn", "unfurl_links", "unfurl_media", "reply_broadcast", "parse", "link_names", "metadata"}
	return map[string]method{
		"auth.test":             {nil, "bot", (*webAPI).authTest},
		"apps.connections.open": {nil, "app", func(s *webAPI, _ string, _ map[string]string) (map[string]any, error) { return s.openConnection() }},
		"chat.postMessage":      {post, "bot", (*webAPI).postMessage},
		"chat.postEphemeral":    {append([]string{"user"}, post...), "bot", (*webAPI).postEphemeral},
		"chat.update":           {append([]string{"ts"}, post...), "bot", (*webAPI).updateMessage},
		"chat.unfurl":           {[]string{"channel", "ts", "unfurls"}, "bot", (*webAPI).unfurl},
		"chat.delete":           {[]string{"channel", "ts"}, "bot", (*webAPI).deleteMessage},
		"conversations.history": {[]string{"channel", "limit", "include_all_metadata", "inclusive", "oldest", "latest", "cursor"}, "bot",
			(*webAPI).history},
		"conversations.replies": {[]string{"channel", "ts", "limit", "include_all_metadata", "inclusive", "oldest", "latest", "cursor"}, "bot",
			(*webAPI).replies},
		"conversations.open": {[]string{"users", "return_im", "prevent_creation"}, "bot", (*webAPI).openConversation},
		"conversations.info": {[]string{"channel", "include_locale", "include_num_members"}, "bot", (*webAPI).conversation},
		"users.info":         {[]string{"user", "include_locale"}, "bot", (*webAPI).userInfo},
		"views.open":         {[]string{"trigger_id", "view"}, "bot", (*webAPI).openView},
		"views.update":       {[]string{"view_id", "external_id", "hash", "view"}, "bot", (*webAPI).openView},
		"views.publish":      {[]string{"user_id", "view", "hash"}, "bot", (*webAPI).publishView},
		"files.getUploadURLExternal": {[]string{"filename", "length", "alt_txt", "snippet_type"}, "bot",
			(*webAPI).uploadURL},
		"files.info": {[]string{"file"}, "bot", (*webAPI).fileInfo},
		"files.completeUploadExternal": {[]string{"files", "channel_id", "channels", "thread_ts", "initial_comment", "blocks"}, "bot",
			(*webAPI).completeUpload},
		"assistant.threads.setStatus": {[]string{"channel_id", "thread_ts", "status", "loading_messages"}, "bot", (*webAPI).nothing},
		"assistant.threads.setTitle":  {[]string{"channel_id", "thread_ts", "title"}, "bot", (*webAPI).nothing},
		"assistant.threads.setSuggestedPrompts": {[]string{"channel_id", "thread_ts", "title", "prompts"}, "bot",
			(*webAPI).suggestedPrompts},
		"oauth.v2.access": {[]string{"client_id", "client_secret", "code", "redirect_uri", "grant_type"}, "none", (*webAPI).oauth},
	}
}

// serve answers one request.
func (s *webAPI) serve(w http.ResponseWriter, r *http.Request) {
	name := r.PathValue("method")
	args, err := arguments(r)
	if !s.options.Forget {
		s.mu.Lock()
		s.calls = append(s.calls, Call{Method: name, Args: args, At: time.Now()})
		s.happened()
		s.mu.Unlock()
	}
	f, faulty := s.fault(name)
	if faulty && f.play(w) {
		return
	}
	if faulty && (f.Lost || f.Cut) {
		var end func()
		w, end = f.lose(w)
		defer end()
	}
	m, known := methods()[name]
	switch {
	case err != nil:
		s.refuse(w, name, refusal{"invalid_arguments", err.Error()})
	case (!known || !s.has(name)) && s.options.NotFound:
		http.NotFound(w, r)
	case !known || !s.has(name):
		s.refuse(w, name, refusal{"unknown_method", name})
	default:
		s.answer(w, r, name, m, args)
	}
}

func (s *webAPI) answer(w http.ResponseWriter, r *http.Request, name string, m method, args map[string]string) {
	team, err := s.team(token(r, args), m.token)
	for arg := range args {
		if arg != "token" && !slices.Contains(m.args, arg) {
			err = errors.Join(err, refusal{"invalid_arguments", "unknown argument " + arg})
		}
	}
	if err == nil && s.options.Limit && name == "chat.postMessage" && s.tooFast(args["channel"]) {
		s.problem("a message to %s less than a second after the last one", args["channel"])
		Fault{Status: http.StatusTooManyRequests, RetryAfter: time.Second}.play(w)
		return
	}
	var body map[string]any
	if err == nil {
		body, err = m.do(s, team, args)
	}
	if err != nil {
		s.refuse(w, name, err)
		return
	}
	if s.options.Scopes != "" {
		w.Header().Set("X-OAuth-Scopes", s.options.Scopes)
	}
	if body == nil {
		body = map[string]any{}
	}
	body["ok"] = true
	reply(w, body)
}

func (s *webAPI) refuse(w http.ResponseWriter, name string, err error) {
	var r refusal
	if !errors.As(err, &r) {
		r = refusal{"internal_error", err.Error()}
	}
	s.problem("%s: %v", name, err)
	reply(w, map[string]any{"ok": false, "error": r.code, "response_metadata": map[string]any{"messages": []string{"[ERROR] " + r.why}}})
}

// arguments reads a form or a JSON body.
func arguments(r *http.Request) (map[string]string, error) {
	args := map[string]string{}
	if strings.HasPrefix(r.Header.Get("Content-Type"), "application/json") {
		var body map[string]any
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil && !errors.Is(err, io.EOF) {
			return nil, fmt.Errorf("read the body: %w", err)
		}
		for k, v := range body {
			text, ok := v.(string)
			if !ok {
				raw, _ := json.Marshal(v)
				text = string(raw)
			}
			args[k] = text
		}
		return args, nil
	}
	if err := r.ParseForm(); err != nil {
		return nil, fmt.Errorf("read the form: %w", err)
	}
	for k := range r.Form {
		args[k] = r.Form.Get(k)
	}
	return args, nil
}

func token(r *http.Request, args map[string]string) string {
	if t, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok {
		return t
	}
	return args["token"]
}

// team returns the workspace that a token opens.
func (s *webAPI) team(token, kind string) (string, error) {
	switch {
	case kind == "none":
		return "", nil
	case token == "":
		return "", refusal{"not_authed", "no token"}
	case token == AppToken && kind == "app", token == BotToken && kind == "bot":
		return Team, nil
	case token == AppToken || token == BotToken:
		return "", refusal{"not_allowed_token_type", "a " + kind + " token is needed"}
	}
	if team := s.options.Tokens[token]; team != "" {
		return team, nil
	}
	return "", refusal{"invalid_auth", "no such token"}
}

// tooFast reports whether a channel had a message less than a second ago.
func (s *webAPI) tooFast(channel string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := time.Now()
	if now.Sub(s.lastPost[channel]) < 900*time.Millisecond {
		return true
	}
	s.lastPost[channel] = now
	return false
}

func (s *webAPI) authTest(team string, _ map[string]string) (map[string]any, error) {
	if s.options.Bare {
		return map[string]any{"url": s.base, "team": "Harbour", "user": "briefing"}, nil
	}
	return map[string]any{"url": "https://harbour.example/", "team": "Harbour", "user": "briefing", "team_id": team, "user_id": BotUser, "bot_id": BotID}, nil
}

func (s *webAPI) post(audience string, args map[string]string) (*Message, error) {
	blocks := json.RawMessage(args["blocks"])
	if err := s.check(args["text"], blocks); err != nil {
		return nil, err
	}
	if args["channel"] == "" {
		return nil, refusal{"channel_not_found", "no channel"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := &Message{Channel: args["channel"], TS: s.stamp(), Thread: args["thread_ts"], User: BotUser, For: audience, Text: args["text"], Blocks: blocks, Metadata: json.RawMessage(args["metadata"])}
	s.messages = append(s.messages, m)
	s.happened()
	return m, nil
}

func (s *webAPI) postMessage(_ string, args map[string]string) (map[string]any, error) {
	m, err := s.post("", args)
	if err != nil {
		return nil, err
	}
	return map[string]any{"channel": m.Channel, "ts": m.TS, "message": map[string]any{"ts": m.TS, "text": m.Text}}, nil
}

func (s *webAPI) postEphemeral(_ string, args map[string]string) (map[string]any, error) {
	m, err := s.post(args["user"], args)
	if err != nil {
		return nil, err
	}
	return map[string]any{"message_ts": m.TS}, nil
}

func (s *webAPI) updateMessage(_ string, args map[string]string) (map[string]any, error) {
	blocks := json.RawMessage(args["blocks"])
	if err := s.check(args["text"], blocks); err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.find(args["channel"], args["ts"])
	if m == nil || m.User != BotUser || m.For != "" {
		return nil, refusal{"message_not_found", args["ts"]}
	}
	m.Text, m.Blocks, m.Edits = args["text"], blocks, m.Edits+1
	s.happened()
	return map[string]any{"channel": m.Channel, "ts": m.TS, "text": m.Text}, nil
}

func (s *webAPI) deleteMessage(_ string, args map[string]string) (map[string]any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	m := s.find(args["channel"], args["ts"])
	if m == nil || m.For != "" {
		return nil, refusal{"message_not_found", args["ts"]}
	}
	if m.User != BotUser {
		return nil, refusal{"cant_delete_message", "it is somebody else's"}
	}
	m.Deleted = true
	s.happened()
	return map[string]any{"channel": m.Channel, "ts": m.TS}, nil
}

// history returns a channel's messages, newest first.
func (s *webAPI) history(_ string, args map[string]string) (map[string]any, error) {
	return s.list(args, func(*Message) bool { return true })
}

// replies returns a thread's messages. The order is that of history: who reads it must
// not depend on it.
func (s *webAPI) replies(_ string, args map[string]string) (map[string]any, error) {
	return s.list(args, func(m *Message) bool { return m.Thread == args["ts"] && m.TS >= args["oldest"] })
}

func (s *webAPI) list(args map[string]string, shown func(*Message) bool) (map[string]any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	most, err := strconv.Atoi(args["limit"])
	if err != nil || most > 999 {
		return nil, refusal{"invalid_limit", args["limit"]}
	}
	list := []map[string]any{}
	for _, m := range slices.Backward(s.messages) {
		if m.Channel != args["channel"] || m.For != "" || m.Deleted || !shown(m) || len(list) == most {
			continue
		}
		entry := map[string]any{"type": "message", "ts": m.TS, "user": m.User, "text": m.Text}
		if len(m.Metadata) > 0 && args["include_all_metadata"] != "" && args["include_all_metadata"] != "0" {
			entry["metadata"] = m.Metadata
		}
		list = append(list, entry)
	}
	return map[string]any{"messages": list, "has_more": false}, nil
}

// DirectChannel returns the channel of direct messages between a user and the bot.
func DirectChannel(user string) string { return "D" + strings.TrimPrefix(user, "U") }

func (s *webAPI) openConversation(_ string, args map[string]string) (map[string]any, error) {
	if args["users"] == "" {
		return nil, refusal{"users_list_not_supplied", "no users"}
	}
	return map[string]any{"channel": map[string]any{"id": DirectChannel(args["users"])}}, nil
}

func (s *webAPI) conversation(_ string, args map[string]string) (map[string]any, error) {
	id := args["channel"]
	return map[string]any{"channel": map[string]any{"id": id, "is_im": strings.HasPrefix(id, "D"),
		"is_member": !strings.Contains(id, "OUTSIDE"), "is_archived": strings.Contains(id, "ARCHIVED"), "is_ext_shared": strings.Contains(id, "SHARED")}}, nil
}

func (s *webAPI) userInfo(team string, args map[string]string) (map[string]any, error) {
	id := args["user"]
	return map[string]any{"user": map[string]any{"id": id, "team_id": team, "tz": "Europe/Stockholm", "is_bot": id == BotUser,
		"is_restricted": strings.Contains(id, "GUEST")}}, nil
}

func (s *webAPI) nothing(string, map[string]string) (map[string]any, error) { return nil, nil }

func (s *webAPI) suggestedPrompts(_ string, args map[string]string) (map[string]any, error) {
	var prompts []struct{ Title, Message string }
	switch err := json.Unmarshal([]byte(args["prompts"]), &prompts); {
	case err != nil || len(prompts) > 4:
		return nil, refusal{"invalid_arguments", "at most 4 prompts"}
	case s.options.App == "assistant" && args["thread_ts"] == "":
		return nil, refusal{"invalid_arguments", "no thread_ts"}
	case s.options.App == "none":
		return nil, refusal{"missing_scope", "assistant:write"}
	case s.options.App == "agent" && args["thread_ts"] != "":
		return nil, nil // it fails without a word
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.prompted = append(s.prompted, Prompted{Channel: args["channel_id"], Thread: args["thread_ts"], Prompts: len(prompts)})
	s.happened()
	return nil, nil
}

// Prompted returns the questions that people were shown, in order.
func (s *world) Prompted() []Prompted {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.prompted)
}

// oauth gives the code's workspace a token: code-T0002 that of xoxb-T0002.
func (s *webAPI) oauth(_ string, args map[string]string) (map[string]any, error) {
	team, ok := strings.CutPrefix(args["code"], "code-")
	if !ok || args["client_id"] == "" || args["client_secret"] == "" {
		return nil, refusal{"invalid_code", args["code"]}
	}
	for token, t := range s.options.Tokens {
		if t == team {
			return map[string]any{"access_token": token, "token_type": "bot", "scope": s.options.Scopes, "bot_user_id": BotUser, "app_id": AppID,
				"team": map[string]any{"id": team, "name": "Workspace " + team}, "authed_user": map[string]any{"id": "U1"}}, nil
		}
	}
	return nil, refusal{"invalid_code", args["code"]}
}
