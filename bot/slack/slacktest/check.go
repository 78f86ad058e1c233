package slacktest

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"strings"
	"unicode/utf16"
)

// The limits that Slack documents for messages and views
// (https://docs.slack.dev/reference/block-kit), and the one that it enforces
// without documenting it, on the text of all blocks.
const (
	MaxMessageBlocks = 50
	MaxViewBlocks    = 100
	MaxBlocksText    = 13_200
	MaxText          = 40_000
)

// CheckBlocks refuses what Slack refuses in the blocks of a message, as Slack
// says it: invalid_blocks with the reason, or msg_blocks_too_long.
func CheckBlocks(raw []byte) error { return checkBlocks(raw, MaxMessageBlocks) }

func checkBlocks(raw []byte, most int) error {
	var blocks []map[string]any
	if err := json.Unmarshal(raw, &blocks); err != nil {
		return refusal{"invalid_blocks_format", err.Error()}
	}
	if len(blocks) > most {
		return refusal{"invalid_blocks", fmt.Sprintf("no more than %d items allowed [json-pointer:/blocks]", most)}
	}
	c := &checker{ids: map[string]bool{}, actions: map[string]bool{}}
	for i, b := range blocks {
		c.block(fmt.Sprintf("/blocks/%d", i), b)
	}
	if err := errors.Join(c.errs...); err != nil {
		return refusal{"invalid_blocks", err.Error()}
	}
	if most == MaxMessageBlocks && c.text > MaxBlocksText {
		return refusal{"msg_blocks_too_long", fmt.Sprintf("%d characters", c.text)}
	}
	return nil
}

// refusal is an error that the API answers.
type refusal struct{ code, why string }

// Error returns Slack's code and why it was given.
func (r refusal) Error() string { return r.code + ": " + r.why }

// checker collects what is wrong.
type checker struct {
	errs         []error
	text         int
	ids, actions map[string]bool
	columns      int // of the table that is checked
}

func (c *checker) fail(at, format string, args ...any) {
	c.errs = append(c.errs, fmt.Errorf(format+" [json-pointer:%s]", append(args, at)...))
}

// field says what a field of an object may be.
type field struct {
	kind     string // string, bool, number, object, list
	required bool
	max      int // characters or elements; 0 for no limit
	each     func(c *checker, at string, value any)
}

// object checks the fields of m against those that the type has.
func (c *checker) object(at string, m map[string]any, fields map[string]field) {
	for name, value := range m {
		f, known := fields[name]
		if !known && name != "type" {
			c.fail(at, "invalid additional property: %s", name)
			continue
		}
		if known {
			c.field(at+"/"+name, value, f)
		}
	}
	for name, f := range fields {
		if _, ok := m[name]; f.required && !ok {
			c.fail(at, "missing required field: %s", name)
		}
	}
}

func (c *checker) field(at string, value any, f field) {
	size, ok := 1, false
	switch v := value.(type) {
	case string:
		ok, size = f.kind == "string", units(v)
	case bool:
		ok = f.kind == "bool"
	case float64:
		ok = f.kind == "number"
	case map[string]any:
		ok = f.kind == "object"
	case []any:
		ok, size = f.kind == "list", len(v)
		for i, e := range v {
			if f.each != nil && ok {
				f.each(c, fmt.Sprintf("%s/%d", at, i), e)
			}
		}
	}
	switch {
	case !ok:
		c.fail(at, "must be a %s", f.kind)
	case f.required && size == 0:
		c.fail(at, "must not be empty")
	case f.max > 0 && size > f.max:
		c.fail(at, "must be at most %d long, and is %d", f.max, size)
	case f.kind == "object" && f.each != nil:
		f.each(c, at, value)
	}
}

// units counts characters as JavaScript does.
func units(s string) int {
	n := 0
	for _, r := range s {
		n += max(1, utf16.RuneLen(r))
	}
	return n
}

func (c *checker) block(at string, b map[string]any) {
	kind, _ := b["type"].(string)
	fields, ok := blockTypes()[kind]
	if !ok {
		c.fail(at, "unsupported type: %s", kind)
		return
	}
	if id, _ := b["block_id"].(string); id != "" {
		if c.ids[id] {
			c.fail(at, "block_id %q stands twice", id)
		}
		c.ids[id] = true
	}
	c.actions = map[string]bool{}
	c.object(at, b, fields)
	if kind == "section" && b["text"] == nil && b["fields"] == nil {
		c.fail(at, "missing required field: text or fields")
	}
	if kind == "image" && (b["image_url"] == nil) == (b["slack_file"] == nil) {
		c.fail(at, "exactly one of image_url and slack_file is needed")
	}
}

// inner checks an object by its own type.
func inner(types func() map[string]map[string]field) func(*checker, string, any) {
	return func(c *checker, at string, value any) {
		m, ok := value.(map[string]any)
		if !ok {
			c.fail(at, "must be an object")
			return
		}
		kind, _ := m["type"].(string)
		fields, ok := types()[kind]
		if !ok {
			c.fail(at, "unsupported type: %s", kind)
			return
		}
		c.object(at, m, fields)
		if text, ok := m["text"].(string); ok {
			c.text += units(text)
		}
		c.action(at, m)
	}
}

// action checks what elements that people use have in common.
func (c *checker) action(at string, m map[string]any) {
	id, _ := m["action_id"].(string)
	if id != "" && c.actions[id] {
		c.fail(at, "action_id %q stands twice in its block", id)
	}
	c.actions[id] = id != ""
	if address, ok := m["url"].(string); ok {
		if u, err := url.Parse(address); err != nil || u.Host == "" || !strings.HasPrefix(u.Scheme, "http") {
			c.fail(at, "invalid url")
		}
	}
}
