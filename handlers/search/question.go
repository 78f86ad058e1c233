package search

import (
	"context"
	"regexp"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
)

// otherCommand reads questions such as "what did Putin say about gas" and
// "when did the talks begin" as the commands they mean. A name must be one of
// the briefing's.
func (c Commands) otherCommand(ctx context.Context, r query.Request, question string) (bot.Call, bool) {
	q := strings.Trim(query.Plain(question), " ?!.")
	if topic, ok := timelineQuestion(q); ok {
		return bot.Call{Command: "timeline", Args: argsFor(r, "topic", query.ContentWords(topic))}, true
	}
	for _, form := range []*regexp.Regexp{saidAbout, didSay, quotesOf} {
		m := form.FindStringSubmatch(q)
		if m == nil {
			continue
		}
		people, err := c.Reader.FindPeople(ctx, r, m[1])
		if err == nil && len(people) > 0 {
			return bot.Call{Command: "who-said", Args: argsFor(r, "by", m[1], "topic", query.ContentWords(m[2]))}, true
		}
	}
	if m := whoSpoke.FindStringSubmatch(q); m != nil {
		return bot.Call{Command: "who-said", Args: argsFor(r, "topic", query.ContentWords(m[1]))}, true
	}
	return bot.Call{}, false
}

// timelineQuestion reports whether a question asks for dates.
func timelineQuestion(q string) (topic string, ok bool) {
	lower := strings.ToLower(q)
	for _, start := range []string{"timeline of ", "timeline for ", "timeline about ", "chronology of ", "when did ", "when was ",
		"when were ", "when will ", "when is ", "what happened when "} {
		if strings.HasPrefix(lower, start) {
			return strings.Trim(q[len(start):], " ?."), true
		}
	}
	return "", false
}

// The forms of questions that ask for statements: a name and a topic.
var (
	saidAbout = regexp.MustCompile(`(?i)^what (?:did|does|do|has|have|had|is|are|was|were) (.+?) (?:say|says|said|saying|think|thinks|tell|told|comment|warn|warned|claim|claimed)(?: (?:about|on|of|regarding|concerning) (.+))?$`)
	didSay    = regexp.MustCompile(`(?i)^(?:did|has|have|does) (.+?) (?:say|said|claim|claimed|mention|mentioned|comment on|commented on) (?:that |anything about |anything on |about )?(.+)$`)
	whoSpoke  = regexp.MustCompile(`(?i)^who (?:said|says|spoke|talked|commented|warned|claimed|has said) (?:something |anything |what )?(?:about |on |that |of )?(.+)$`)
	quotesOf  = regexp.MustCompile(`(?i)^(?:quotes?|statements?|remarks|comments) (?:by|of|from) (.+?)(?: (?:on|about|regarding) (.+))?$`)
	writing   = regexp.MustCompile(`(?i)^(?:please )?(?:can you |could you |would you )?(?:write|draft|summari[sz]e|translate|compose|rewrite|explain|invent|generate|give me a summary|make up)\b`)
)

// argsFor returns the request's options with the pairs set and the question gone.
func argsFor(r query.Request, pairs ...string) bot.Args {
	call := r.Call.With("question", "")
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			call = call.With(pairs[i], pairs[i+1])
		}
	}
	return call.Args
}
