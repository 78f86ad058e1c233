package search

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/handlers/internal/query"
	"github.com/briefing-bot/briefing-bot/handlers/internal/wording"
	"github.com/briefing-bot/briefing-bot/index"
)

// mostMisspelt is how many unknown words of a question are looked up among the
// words of the index, and mostNear how many near ones of each are offered.
const (
	mostMisspelt = 3
	mostNear     = 2
)

// respelling are words of the index that are spelt like unknown ones, and the buttons
// that ask with them.
type respelling struct {
	words   []string
	actions []bot.Action
}

// question asks which word is meant.
func (s respelling) question() string {
	if len(s.words) == 0 {
		return ""
	}
	return "Did you mean " + strings.Join(s.words, " or ") + "?"
}

// respelt looks for words of the index that are spelt like unknown ones and find
// something: count returns how much the question with word for term does, and its call.
func (c Commands) respelt(ctx context.Context, scope index.Scope, unknown []string, count func(term, word string) (int, bot.Call, error)) (respelling, error) {
	var out respelling
	unknown = unknown[:min(len(unknown), mostMisspelt)]
	if len(unknown) == 0 {
		return out, nil
	}
	near, err := c.Index.NearEach(ctx, scope, unknown, false, mostNear)
	if err != nil {
		return out, fmt.Errorf("find near words: %w", err)
	}
	for i, term := range unknown {
		for _, word := range near[i] {
			n, call, err := count(term, word)
			if err != nil {
				return out, fmt.Errorf("search a near word: %w", err)
			}
			if n > 0 {
				out.words = append(out.words, word)
				out.actions = append(out.actions, bot.Action{Kind: bot.Run, Label: fmt.Sprintf("%s (%d)", word, n), Call: call})
			}
		}
	}
	return out, nil
}

// unknownName adds to the answer that nobody has a name how many articles have its words:
// not every name in a text is found to be a person's.
func (c Commands) unknownName(ctx context.Context, r query.Request, name string, err error) error {
	var e *bot.Error
	if name = query.Plain(name); !errors.As(err, &e) || !errors.Is(err, query.ErrUnknownName) {
		return err
	}
	n, err2 := c.Index.Mentions(ctx, index.Query{Words: index.Words{Terms: strings.Fields(name)}, Scope: r.Scope})
	if err2 != nil || n == 0 {
		return err
	}
	told := *e
	told.Message = wording.Join(e.Message, fmt.Sprintf("Not every name is found to be a person’s: %s %s in the text.", wording.Count(n, "article"), has(n)))
	told.Actions = append(slices.Clone(e.Actions), bot.Ask("Passages with “"+name+"”", "ask", "question", name))
	return &told
}

func has(n int) string {
	if n == 1 {
		return "has it"
	}
	return "have it"
}
