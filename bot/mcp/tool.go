package mcp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"github.com/briefing-bot/briefing-bot/bot"
)

// aboutChat lists the commands about a chat and its settings rather than the briefing.
var aboutChat = []string{"help", "privacy", "settings"}

// isTool reports whether a client may call a command: it changes nothing, everybody
// may use it, and it is about the briefing. Sub-commands set up posts to channels.
func isTool(c bot.Command) bool {
	return !c.Admin && !c.Owner && !c.Changes && !strings.Contains(c.Name, " ") && !slices.Contains(aboutChat, c.Name)
}

// offsetName is the argument for the pages after the first.
const offsetName = "offset"

// pages reports whether a command's answer has pages.
func pages(c bot.Command) bool {
	_, ok := c.Param("limit")
	return ok
}

// tool returns the description of a command, with its arguments as a JSON Schema.
func tool(c bot.Command) *sdk.Tool {
	properties := map[string]any{}
	required := []string{}
	for _, p := range c.Params {
		properties[p.Name] = schema(p)
		if p.Required {
			required = append(required, p.Name)
		}
	}
	if pages(c) {
		properties[offsetName] = map[string]any{"type": "integer", "minimum": 0, "maximum": bot.MaxOffset,
			"description": "rows to skip, for the pages after the first"}
	}
	closed := false
	return &sdk.Tool{
		Name: c.Name, Description: c.Summary + ".",
		InputSchema: map[string]any{"type": "object", "properties": properties, "required": required, "additionalProperties": false},
		Annotations: &sdk.ToolAnnotations{ReadOnlyHint: true, IdempotentHint: true, OpenWorldHint: &closed},
	}
}

// schema returns the JSON Schema of an argument.
func schema(p bot.Param) map[string]any {
	out := map[string]any{"type": "string", "description": p.Help}
	switch p.Kind {
	case bot.Number:
		out["type"], out["minimum"], out["maximum"] = "integer", p.Min, p.Max
	case bot.Choice:
		out["enum"] = p.Choices
	}
	return out
}

// arguments reads a call's arguments as text by name, and the offset. Its errors are
// *bot.Error.
func arguments(c bot.Command, raw json.RawMessage) (values map[string]string, offset int, err error) {
	values = map[string]string{}
	if len(raw) == 0 {
		return values, 0, nil
	}
	given := map[string]any{}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	if err := d.Decode(&given); err != nil {
		return nil, 0, &bot.Error{Usage: true, Message: "The arguments are not a JSON object: " + err.Error()}
	}
	for name, value := range given {
		if value == nil {
			continue
		}
		text, ok := asText(value)
		switch p, known := c.Param(name); {
		case name == offsetName && pages(c):
			n, isNumber := value.(json.Number)
			at, failed := n.Int64()
			if !isNumber || failed != nil || at < 0 || at > bot.MaxOffset {
				return nil, 0, &bot.Error{Usage: true, Message: fmt.Sprintf("offset must be a whole number from 0 to %d.", bot.MaxOffset)}
			}
			offset = int(at)
		case !known:
			return nil, 0, &bot.Error{Usage: true, Message: fmt.Sprintf("%s has no argument %q.\nUsage: %s", c.Name, name, c.Usage())}
		case !ok:
			return nil, 0, &bot.Error{Usage: true, Message: name + " must be a text or a number."}
		default:
			values[p.Name] = text
		}
	}
	return values, offset, nil
}

func asText(value any) (string, bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case json.Number:
		return v.String(), true
	}
	return "", false
}
