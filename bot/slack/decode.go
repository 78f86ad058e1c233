package slack

import (
	"cmp"
	"regexp"
	"strings"
)

// encoded is Slack's markup in what people type: users, channels, groups, links
// (https://docs.slack.dev/messaging/formatting-message-text#parsing-messages).
var encoded = regexp.MustCompile(`<(?:([@#!])([^<>|\s]+)|([a-z][a-z0-9+.-]*:[^<>|\s]+))(?:\|([^<>]*))?>`)

// decode returns a line as a person typed it: Slack's encodings are undone, and the
// mention of the bot itself, me, is taken out.
func decode(text, me string) string {
	text = encoded.ReplaceAllStringFunc(text, func(m string) string {
		p := encoded.FindStringSubmatch(m)
		sigil, id, label := p[1], p[2], p[4]
		switch {
		case sigil == "@" && id == me && me != "":
			return " "
		case sigil == "!":
			word, _, _ := strings.Cut(id, "^")
			return "@" + strings.TrimPrefix(cmp.Or(label, word), "@")
		case sigil == "@" || sigil == "#":
			return sigil + strings.TrimPrefix(cmp.Or(label, id), sigil)
		}
		return link(p[3], label)
	})
	return strings.TrimSpace(unescaper.Replace(text))
}

// link returns a web address, or the words that Slack made a link of: a person who
// types example.com gets <http://example.com|example.com>.
func link(address, label string) string {
	if label == "" {
		return strings.TrimPrefix(address, "mailto:")
	}
	if bare := strings.TrimPrefix(strings.TrimPrefix(address, "https://"), "http://"); bare == label || strings.HasPrefix(address, "mailto:") {
		return label
	}
	return address
}

var unescaper = strings.NewReplacer("&lt;", "<", "&gt;", ">", "&amp;", "&")

// commandLine returns a slash command as one line; /briefing alone asks for help.
func commandLine(command, text, me string) string {
	text = decode(text, me)
	if strings.EqualFold(strings.TrimPrefix(command, "/"), safeName) {
		if text == "" {
			return "/help"
		}
		return text
	}
	return strings.TrimSpace(command + " " + text)
}

// safeName is the command that every other can be typed after, for workspaces
// where another app has taken its name.
const safeName = "briefing"
