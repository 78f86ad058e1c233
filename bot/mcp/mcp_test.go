package mcp_test

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/mcp"
	"github.com/briefing-bot/briefing-bot/bot/ratelimit"
)

// newServer returns a server of commands that answer with the call that they got.
func newServer() *mcp.Server {
	echo := func(_ context.Context, r bot.Request) (bot.Card, error) {
		if r.Args["topic"] == "nothing" {
			return bot.Card{}, &bot.Error{Message: "No topic of that name."}
		}
		return bot.Card{Title: fmt.Sprintf("%s from %d, admin %v", r.Line, r.Offset, r.Admin), Total: 1,
			Items: []bot.Item{{Kind: "direct", Quote: bot.Excerpt{Text: "The ferry sails."}, Receipt: "k7f2"}}}, nil
	}
	words := bot.Param{Name: "topic", Kind: bot.Text, Words: true, Required: true, Help: "words"}
	return &mcp.Server{
		Version: "1",
		Request: bot.Request{Platform: "mcp"},
		Render: func(w io.Writer, c bot.Card) error {
			_, err := fmt.Fprintln(w, c.Title+c.Notice)
			return err
		},
		Mux: &bot.Mux{Commands: []bot.Command{
			{Name: "who-said", Summary: "Statements", Handle: echo, Params: []bot.Param{words,
				{Name: "by", Aliases: []string{"from"}, Kind: bot.Person, Help: "a name"},
				{Name: "sort", Kind: bot.Choice, Choices: []string{"best", "newest"}},
				{Name: "limit", Kind: bot.Number, Min: 1, Max: 50}}},
			{Name: "status", Summary: "The state", Handle: echo},
			{Name: "help", Summary: "Help", Handle: echo},
			{Name: "admin hide", Summary: "Hides", Admin: true, Changes: true, Handle: echo},
			{Name: "digest list", Summary: "Lists", Handle: echo},
			{Name: "forget", Summary: "Forgets", Changes: true, Handle: echo},
		}},
	}
}

// connect returns a client of the server that speaks lines to it.
func connect(t *testing.T) *sdk.ClientSession {
	t.Helper()
	return connectTo(t, newServer())
}

// connectTo returns a client of a server.
func connectTo(t *testing.T, s *mcp.Server) *sdk.ClientSession {
	t.Helper()
	fromClient, toServer := io.Pipe()
	fromServer, toClient := io.Pipe()
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.ServeLines(ctx, fromClient, toClient) }()
	client, err := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil).Connect(t.Context(), &sdk.IOTransport{Reader: fromServer, Writer: toServer}, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		stop()
		fromClient.Close()
		if err := <-ended; err != nil {
			t.Errorf("the server ended with %v", err)
		}
		client.Close()
	})
	return client
}

// TestTools lists what a client may call, with the arguments as a schema.
func TestTools(t *testing.T) {
	t.Parallel()
	client := connect(t)
	if text := client.InitializeResult().Instructions; !strings.Contains(text, "receipt") {
		t.Errorf("instructions: %s", text)
	}
	found, err := client.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, tool := range found.Tools {
		raw, err := json.Marshal(tool.InputSchema)
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, tool.Name+" "+string(raw))
		if !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s is not marked as reading only", tool.Name)
		}
	}
	want := `status {"additionalProperties":false,"properties":{},"required":[],"type":"object"}
who-said {"additionalProperties":false,"properties":{"by":{"description":"a name","type":"string"},"limit":{"description":"","maximum":50,"minimum":1,"type":"integer"},` +
		`"offset":{"description":"rows to skip, for the pages after the first","maximum":16777216,"minimum":0,"type":"integer"},` +
		`"sort":{"description":"","enum":["best","newest"],"type":"string"},"topic":{"description":"words","type":"string"}},"required":["topic"],"type":"object"}`
	if strings.Join(got, "\n") != want {
		t.Errorf("tools:\n%s\nwant\n%s", strings.Join(got, "\n"), want)
	}
}

// TestCalls calls tools with good and bad arguments, a call a row.
func TestCalls(t *testing.T) {
	t.Parallel()
	client := connect(t)
	for _, row := range []struct {
		name, tool string
		arguments  map[string]any
		text       string
		failed     bool
	}{
		{"arguments", "who-said", map[string]any{"topic": "ferry", "by": "Ole Brandt", "limit": 3}, `/who-said ferry by:"Ole Brandt" limit:3 from 0, admin false`, false},
		{"an alias", "who-said", map[string]any{"topic": "ferry", "from": "Brandt"}, `/who-said ferry by:Brandt from 0`, false},
		{"an offset", "who-said", map[string]any{"topic": "ferry", "offset": 10}, `/who-said ferry from 10`, false},
		{"null is nothing", "who-said", map[string]any{"topic": "ferry", "by": nil}, `/who-said ferry from 0`, false},
		{"none", "status", nil, `/status from 0`, false},
		{"nothing found", "who-said", map[string]any{"topic": "nothing"}, "No topic of that name.", false},
		{"one missing", "who-said", map[string]any{"by": "Brandt"}, "who-said needs a topic", true},
		{"an unknown one", "who-said", map[string]any{"topic": "ferry", "speaker": "Brandt"}, `who-said has no argument "speaker"`, true},
		{"no choice", "who-said", map[string]any{"topic": "ferry", "sort": "oldest"}, "sort:oldest is not one of best, newest", true},
		{"a list", "who-said", map[string]any{"topic": []string{"ferry"}}, "topic must be a text or a number", true},
		{"a bad offset", "who-said", map[string]any{"topic": "ferry", "offset": -1}, "offset must be a whole number", true},
		{"an offset of a single page", "status", map[string]any{"offset": 1}, `status has no argument "offset"`, true},
	} {
		got, err := client.CallTool(t.Context(), &sdk.CallToolParams{Name: row.tool, Arguments: row.arguments})
		if err != nil {
			t.Errorf("%s: %v", row.name, err)
			continue
		}
		text := got.Content[0].(*sdk.TextContent).Text
		if !strings.Contains(text, row.text) || got.IsError != row.failed {
			t.Errorf("%s: %q, failed %v; want %q, %v", row.name, text, got.IsError, row.text, row.failed)
		}
		form, err := json.Marshal(got.StructuredContent)
		if err != nil || strings.HasPrefix(row.text, "/") && !strings.Contains(string(form), `"receipt":"k7f2"`) {
			t.Errorf("%s: the structured answer is %s (%v)", row.name, form, err)
		}
	}
	for _, name := range []string{"admin hide", "digest list", "forget", "help"} {
		if got, err := client.CallTool(t.Context(), &sdk.CallToolParams{Name: name}); err == nil {
			t.Errorf("%s can be called: %+v", name, got)
		}
	}
}

// TestHandler answers over HTTP to who has the token, and to nobody else.
func TestHandler(t *testing.T) {
	t.Parallel()
	const token = "a token of thirty-two characters"
	limited := newServer()
	limited.Limits = ratelimit.New(ratelimit.Limits{User: 1})
	server := httptest.NewServer(limited.Handler(token))
	defer server.Close()
	client, err := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil).Connect(t.Context(),
		&sdk.StreamableClientTransport{Endpoint: server.URL + mcp.Path, HTTPClient: &http.Client{Transport: bearer(token)}, DisableStandaloneSSE: true}, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	got, err := client.CallTool(t.Context(), &sdk.CallToolParams{Name: "status"})
	if err != nil || !strings.Contains(got.Content[0].(*sdk.TextContent).Text, "/status") {
		t.Errorf("%+v, %v", got, err)
	}
	if got, err = client.CallTool(t.Context(), &sdk.CallToolParams{Name: "status"}); err != nil || !got.IsError || !strings.Contains(got.Content[0].(*sdk.TextContent).Text, "Call again in") {
		t.Errorf("a second call in a minute: %+v, %v", got, err)
	}
	for _, row := range []struct {
		name, authorization, origin string
		want                        int
	}{
		{"no token", "", "", http.StatusUnauthorized},
		{"another token", "Bearer another token of thirty-two", "", http.StatusUnauthorized},
		{"another scheme", "Basic " + token, "", http.StatusUnauthorized},
		{"another site's page", "Bearer " + token, "https://evil.example", http.StatusForbidden},
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, server.URL+mcp.Path, strings.NewReader(`{"jsonrpc":"2.0","id":1,"method":"tools/list"}`))
		if err != nil {
			t.Fatal(err)
		}
		r.Header = http.Header{"Content-Type": {"application/json"}, "Accept": {"application/json, text/event-stream"}}
		if row.authorization != "" {
			r.Header.Set("Authorization", row.authorization)
		}
		if row.origin != "" {
			r.Header.Set("Origin", row.origin)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != row.want {
			t.Errorf("%s: status %d, want %d", row.name, answer.StatusCode, row.want)
		}
	}
}

// bearer sends its token with each request.
type bearer string

func (b bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+string(b))
	return http.DefaultTransport.RoundTrip(r)
}
