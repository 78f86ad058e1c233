package mcp_test

import (
	"context"
	"encoding/json"
	"io"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/bottest"
	"github.com/briefing-bot/briefing-bot/bot/console/terminal"
	"github.com/briefing-bot/briefing-bot/index/raced"
)

// TestAttacks gives an assistant answers with hostile text in every place: each is one text
// and one JSON value, and nothing in the text acts where it is shown. Who reads the text is
// told by the instructions that articles give none.
func TestAttacks(t *testing.T) {
	raced.Sequential(t)
	var card bot.Card
	s := newServer()
	s.Mux.Commands = []bot.Command{{Name: "status", Handle: func(context.Context, bot.Request) (bot.Card, error) { return card, nil }}}
	s.Render = func(w io.Writer, c bot.Card) error { return terminal.Render(w, c, terminal.Options{}) }
	client := connectTo(t, s)
	bottest.CheckAttacks(t, func(t *testing.T, c bot.Card) string {
		card = c
		got, err := client.CallTool(t.Context(), &sdk.CallToolParams{Name: "status"})
		if err != nil || len(got.Content) != 1 {
			t.Fatalf("%v, %d contents", err, len(got.Content))
		}
		text := got.Content[0].(*sdk.TextContent).Text
		if bad := strings.IndexFunc(text, func(r rune) bool { return r < 0x20 && r != '\n' && r != '\t' || r >= 0x7f && r < 0xa0 }); bad >= 0 {
			t.Errorf("the text acts: %.40q", text[bad:])
		}
		form, err := json.Marshal(got.StructuredContent)
		if err != nil {
			t.Fatal(err)
		}
		var read struct{ Items []json.RawMessage }
		if err := json.Unmarshal(form, &read); err != nil || len(read.Items) != len(c.Items) {
			t.Errorf("%d rows, %v", len(read.Items), err)
		}
		return ""
	})
}
