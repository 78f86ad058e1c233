package slacktest

import (
	"encoding/json"
	"fmt"
	"strings"
	"unicode/utf8"
)

// phoneWidth is the number of characters in a line of a phone.
const phoneWidth = 44

// Phone returns the blocks of a message as text, as a phone shows them: small print between
// brackets, a menu as ⋯ with its choices, a button in square brackets.
func Phone(raw json.RawMessage) string {
	var blocks []map[string]any
	if err := json.Unmarshal(raw, &blocks); err != nil {
		return err.Error()
	}
	var b strings.Builder
	for _, block := range blocks {
		switch kind := block["type"]; kind {
		case "header":
			fmt.Fprintf(&b, "# %s\n", textOf(block["text"]))
		case "section":
			b.WriteString(wrapped(textOf(block["text"]), "", ""))
		case "context":
			for _, e := range listOf(block["elements"]) {
				b.WriteString(wrapped(textOf(e), "  ( ", "    "))
			}
		case "rich_text":
			for _, e := range listOf(block["elements"]) {
				indent := ""
				if e["type"] == "rich_text_quote" {
					indent = "| "
				}
				b.WriteString(wrapped(runsText(e), indent, indent))
			}
		case "data_visualization":
			fmt.Fprintf(&b, "[chart: %s]\n", block["title"])
		case "image":
			fmt.Fprintf(&b, "[image: %s]\n", block["alt_text"])
		case "data_table":
			b.WriteString(tableText(block["rows"]))
		case "actions", "context_actions":
			var row []string
			for _, button := range buttonsOf(mustJSON([]any{block})) {
				row = append(row, "["+button.Label+"]")
			}
			line := strings.Join(row, " ")
			if elements := listOf(block["elements"]); len(elements) > 0 && elements[0]["type"] == "static_select" {
				line = "[▾ " + textOf(elements[0]["placeholder"]) + "]"
			}
			if elements := listOf(block["elements"]); len(elements) > 0 && elements[0]["type"] == "overflow" {
				line = "⋯ " + line
			}
			b.WriteString(wrapped(line, "", ""))
		}
	}
	return b.String()
}

// tableText returns a table with its columns one below the other.
func tableText(rows any) string {
	var cells [][]string
	var widths []int
	list, _ := rows.([]any)
	for _, row := range list {
		var line []string
		for i, cell := range listOf(row) {
			text, _ := cell["text"].(string)
			if len(widths) == i {
				widths = append(widths, 0)
			}
			line, widths[i] = append(line, text), max(widths[i], utf8.RuneCountInString(text))
		}
		cells = append(cells, line)
	}
	var b strings.Builder
	for _, line := range cells {
		for i, text := range line {
			line[i] = text + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(text))
		}
		b.WriteString("│ " + strings.Join(line, " │ ") + " │\n")
	}
	return b.String()
}

func listOf(value any) (out []map[string]any) {
	list, _ := value.([]any)
	for _, e := range list {
		if m, ok := e.(map[string]any); ok {
			out = append(out, m)
		}
	}
	return out
}

func textOf(value any) string {
	m, _ := value.(map[string]any)
	text, _ := m["text"].(string)
	return text
}

// runsText returns the runs of a rich text element, bold ones between stars.
func runsText(e map[string]any) string {
	var b strings.Builder
	for _, r := range listOf(e["elements"]) {
		text, _ := r["text"].(string)
		if fallback, ok := r["fallback"].(string); ok {
			text = fallback
		}
		for kind, sign := range map[string]string{"channel": "#", "user": "@"} {
			if r["type"] == kind {
				text = fmt.Sprint(sign, r[kind+"_id"])
			}
		}
		if style, ok := r["style"].(map[string]any); ok && style["bold"] == true {
			text = "*" + text + "*"
		}
		b.WriteString(text)
	}
	return b.String()
}

// wrapped breaks a text into lines of a phone.
func wrapped(text, first, next string) string {
	var b strings.Builder
	for paragraph := range strings.SplitSeq(text, "\n") {
		line := first
		for word := range strings.FieldsSeq(paragraph) {
			if len([]rune(line))+len([]rune(word)) > phoneWidth && strings.TrimSpace(line) != strings.TrimSpace(first) {
				b.WriteString(strings.TrimRight(line, " ") + "\n")
				line = next
			}
			line += word + " "
		}
		b.WriteString(strings.TrimRight(line, " ") + "\n")
		first = next
	}
	return b.String()
}

func mustJSON(value any) json.RawMessage {
	raw, err := json.Marshal(value)
	if err != nil {
		panic(err) // it was JSON
	}
	return raw
}
