package slacktest

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/slack-go/slack"
)

// The tables below are Slack's reference of blocks, elements and composition
// objects (https://docs.slack.dev/reference/block-kit), as far as bots of this
// kind use them. A type that is not listed is refused, and so is an unknown field.

func str(limit int) field     { return field{kind: "string", max: limit} }
func need(f field) field      { f.required = true; return f }
func flag() field             { return field{kind: "bool"} }
func number() field           { return field{kind: "number"} }
func anyObject() field        { return field{kind: "object"} }
func blockID() field          { return str(255) }
func actionID() field         { return str(255) }
func plain(limit int) field   { return textField(limit, "plain_text") }
func anyText(limit int) field { return textField(limit, "plain_text", "mrkdwn") }
func list(limit int, types func() map[string]map[string]field) field {
	return field{kind: "list", max: limit, each: inner(types)}
}
func object(types func() map[string]map[string]field) field {
	return field{kind: "object", each: inner(types)}
}

// textField returns a composition object of text: 1 to max characters.
func textField(limit int, kinds ...string) field {
	return object(func() map[string]map[string]field {
		fields := map[string]map[string]field{}
		for _, kind := range kinds {
			fields[kind] = map[string]field{"text": need(str(limit)), "emoji": flag(), "verbatim": flag()}
			if kind == "mrkdwn" {
				delete(fields[kind], "emoji")
			} else {
				delete(fields[kind], "verbatim")
			}
		}
		return fields
	})
}

func blockTypes() map[string]map[string]field {
	return map[string]map[string]field{
		"header":             {"text": need(plain(150)), "block_id": blockID(), "level": number()},
		"divider":            {"block_id": blockID()},
		"section":            {"text": anyText(3000), "fields": {kind: "list", max: 10, each: anyText(2000).each}, "accessory": object(elementTypes), "block_id": blockID(), "expand": flag()},
		"context":            {"elements": need(list(10, contextTypes)), "block_id": blockID()},
		"actions":            {"elements": need(list(25, elementTypes)), "block_id": blockID()},
		"image":              {"image_url": str(3000), "slack_file": anyObject(), "alt_text": need(str(2000)), "title": plain(2000), "block_id": blockID()},
		"rich_text":          {"elements": need(list(0, richTypes)), "block_id": blockID()},
		"context_actions":    {"elements": need(list(5, smallTypes)), "block_id": blockID()},
		"data_visualization": {"title": need(str(50)), "chart": need(field{kind: "object", each: chart}), "block_id": blockID()},
		"data_table": {"caption": need(str(0)), "rows": need(field{kind: "list", max: 101, each: tableRow}), "page_size": number(),
			"row_header_column_index": number(), "block_id": blockID()},
		"input": {"label": need(plain(2000)), "element": need(object(elementTypes)), "hint": plain(2000), "optional": flag(),
			"dispatch_action": flag(), "block_id": blockID()},
	}
}

func contextTypes() map[string]map[string]field {
	text := map[string]field{"text": need(str(2000)), "emoji": flag(), "verbatim": flag()}
	return map[string]map[string]field{
		"plain_text": text, "mrkdwn": text,
		"image": {"image_url": str(3000), "slack_file": anyObject(), "alt_text": need(str(2000))},
	}
}

func elementTypes() map[string]map[string]field {
	return map[string]map[string]field{
		"button": {"text": need(plain(75)), "action_id": actionID(), "url": str(3000), "value": str(2000), "style": str(0),
			"confirm": anyObject(), "accessibility_label": str(75)},
		"overflow": {"action_id": actionID(), "options": need(field{kind: "list", max: 5, each: option}), "confirm": anyObject()},
		"static_select": {"placeholder": plain(150), "action_id": actionID(), "options": field{kind: "list", max: 100, each: option},
			"option_groups": field{kind: "list", max: 100, each: optionGroup}, "initial_option": anyObject(), "focus_on_load": flag(), "confirm": anyObject()},
		"plain_text_input": {"action_id": actionID(), "initial_value": str(0), "multiline": flag(), "min_length": number(), "max_length": number(),
			"dispatch_action_config": anyObject(), "focus_on_load": flag(), "placeholder": plain(150)},
		"conversations_select": {"placeholder": plain(150), "action_id": actionID(), "initial_conversation": str(0),
			"default_to_current_conversation": flag(), "response_url_enabled": flag(), "filter": anyObject(), "focus_on_load": flag(), "confirm": anyObject()},
	}
}

// smallTypes are what context_actions hold.
func smallTypes() map[string]map[string]field {
	feedback := need(field{kind: "object", each: func(c *checker, at string, value any) {
		c.object(at, value.(map[string]any), map[string]field{"text": need(plain(75)), "value": need(str(2000)), "accessibility_label": str(75)})
	}})
	return map[string]map[string]field{
		"feedback_buttons": {"action_id": actionID(), "positive_button": feedback, "negative_button": feedback},
		"icon_button": {"icon": need(str(0)), "text": need(plain(75)), "action_id": actionID(), "value": str(2000), "confirm": anyObject(),
			"accessibility_label": str(75), "visible_to_user_ids": {kind: "list"}},
	}
}

// chart checks a chart as the library does, by Slack's reference.
func chart(c *checker, at string, value any) {
	raw, err := json.Marshal(map[string]any{"type": "data_visualization", "title": "t", "chart": value})
	var block slack.DataVisualizationBlock
	if err == nil {
		err = json.Unmarshal(raw, &block)
	}
	if err == nil {
		err = block.Validate()
	}
	if err != nil {
		c.fail(at, "%v", err)
	}
}

// option is a choice of a menu.
func option(c *checker, at string, value any) {
	m, ok := value.(map[string]any)
	if !ok {
		c.fail(at, "must be an object")
		return
	}
	c.object(at, m, map[string]field{"text": need(anyText(75)), "value": need(str(150)), "description": plain(75), "url": str(3000)})
}

// optionGroup is choices of a menu below a label.
func optionGroup(c *checker, at string, value any) {
	m, ok := value.(map[string]any)
	if !ok {
		c.fail(at, "must be an object")
		return
	}
	c.object(at, m, map[string]field{"label": need(plain(75)), "options": need(field{kind: "list", max: 100, each: option})})
}

// maxTableText is the most characters of a table's cells.
const maxTableText = 10_000

// tableRow checks a row of a table: up to 20 cells, which the header has as text alone.
func tableRow(c *checker, at string, value any) {
	cells, ok := value.([]any)
	if !ok || len(cells) == 0 || len(cells) > 20 {
		c.fail(at, "must be 1 to 20 cells")
		return
	}
	if header := strings.HasSuffix(at, "/rows/0"); header {
		c.columns = len(cells)
	}
	if len(cells) != c.columns {
		c.fail(at, "has %d cells, the header has %d", len(cells), c.columns)
	}
	for i, cell := range cells {
		inner(cellTypes)(c, fmt.Sprintf("%s/%d", at, i), cell)
	}
	if c.text > maxTableText {
		c.fail(at, "the table is too long")
	}
}

func cellTypes() map[string]map[string]field {
	return map[string]map[string]field{
		"raw_text":   {"text": need(str(0))},
		"raw_number": {"value": need(number()), "text": str(0)},
		"rich_text":  {"elements": need(list(0, richTypes))},
	}
}

func richTypes() map[string]map[string]field {
	section := need(list(0, spanTypes))
	return map[string]map[string]field{
		"rich_text_section":      {"elements": section},
		"rich_text_quote":        {"elements": section, "border": number()},
		"rich_text_preformatted": {"elements": section, "border": number()},
		"rich_text_list": {"elements": need(list(0, richTypes)), "style": need(str(0)), "indent": number(),
			"offset": number(), "border": number()},
	}
}

func spanTypes() map[string]map[string]field {
	style := object(func() map[string]map[string]field {
		flags := map[string]field{}
		for _, name := range []string{"bold", "italic", "strike", "code", "underline", "highlight", "client_highlight", "unlink"} {
			flags[name] = flag()
		}
		return map[string]map[string]field{"": flags}
	})
	return map[string]map[string]field{
		"text":      {"text": need(str(0)), "style": style},
		"link":      {"url": need(str(3000)), "text": str(0), "style": style, "unsafe": flag()},
		"user":      {"user_id": need(str(0)), "style": style},
		"channel":   {"channel_id": need(str(0)), "style": style},
		"broadcast": {"range": need(str(0)), "style": style},
		"date":      {"timestamp": need(number()), "format": need(str(0)), "url": str(3000), "fallback": str(0), "style": style},
		"emoji":     {"name": need(str(0)), "unicode": str(0), "style": style},
	}
}
