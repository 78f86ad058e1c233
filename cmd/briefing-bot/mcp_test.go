package main

import (
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// TestMCP runs the verb as an assistant does, as a child process: it checks a
// quotation, and verifies the receipt of the answer.
func TestMCP(t *testing.T) {
	t.Parallel()
	data := filepath.Join(t.TempDir(), "data")
	copySample(t, data)
	var warnings strings.Builder
	child := exec.CommandContext(t.Context(), "briefing-bot", "mcp", "--data", data)
	child.Stderr = &warnings
	client, err := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil).Connect(t.Context(), &sdk.CommandTransport{Command: child}, nil)
	if err != nil {
		t.Fatal(err)
	}
	call := func(tool string, arguments map[string]any) (text string, card map[string]any) {
		t.Helper()
		got, err := client.CallTool(t.Context(), &sdk.CallToolParams{Name: tool, Arguments: arguments})
		if err != nil {
			t.Fatal(err)
		}
		return got.Content[0].(*sdk.TextContent).Text, got.StructuredContent.(map[string]any)
	}
	text, card := call("check-quote", map[string]any{"text": "Our batteries have been silent since Thursday"})
	if card["verdict"] != "exact" {
		t.Errorf("check-quote: %v", card["verdict"])
	}
	row := card["items"].([]any)[0].(map[string]any)
	if receipt := row["receipt"].(string); !strings.Contains(text, receipt) || !strings.Contains(text, row["text"].(string)) {
		t.Errorf("the text lacks receipt or words of the row: %s", text)
	}
	if _, verified := call("verify", map[string]any{"receipt": row["receipt"]}); verified["verdict"] != "exact" {
		t.Errorf("verify: %v", verified["verdict"])
	}
	if err := client.Close(); err != nil || warnings.Len() > 0 {
		t.Errorf("the verb ended with %v and wrote %q", err, warnings.String())
	}
}
