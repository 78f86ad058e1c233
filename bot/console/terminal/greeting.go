package terminal

import (
	"cmp"
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// greetTime is the time limit for gathering the contents of a greeting.
const greetTime = 3 * time.Second

// greet tells what the briefing holds, what can be asked, and how to leave.
func (c *Chat) greet(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, greetTime)
	defer cancel()
	card := bot.Card{Title: strings.Join(append([]string{"briefing-bot"}, c.holds(ctx)...), " · "), Reading: c.About}
	if examples := c.examples(ctx); len(examples) > 0 {
		card.Text = append([]string{"Ask in plain words or with a command:"}, examples...)
	}
	card.Footer = "help lists what can be asked · Tab completes · Ctrl-D leaves"
	if err := Render(c.Out, card, c.options()); err != nil {
		return err
	}
	return c.say("")
}

// holds returns how many articles and outlets there are, and of when.
func (c *Chat) holds(ctx context.Context) []string {
	r := c.fresh()
	r.Call = bot.Call{Command: "sources"}
	if _, ok := c.Mux.Find(r.Command); !ok {
		return nil
	}
	card := c.Mux.Do(ctx, r)
	if card.Status != bot.Answered {
		return []string{visibleLine(card.Notice)}
	}
	s := card.Searched
	if s.Articles == 0 {
		return []string{"nothing has been read yet; add articles with: briefing-bot ingest FOLDER"}
	}
	out := []string{counted(s.Articles, "article"), counted(card.Total, "outlet")}
	from, err := time.Parse(time.DateOnly, s.From)
	to, also := time.Parse(time.DateOnly, s.To)
	switch {
	case cmp.Or(err, also) != nil:
	case from.Equal(to):
		out = append(out, from.Format("2 Jan 2006"))
	default:
		out = append(out, from.Format("2 Jan 2006")+" to "+to.Format("2 Jan 2006"))
	}
	return out
}

// counted returns a number with its noun: 1 article, 1,284 articles.
func counted(n int, noun string) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	if n != 1 {
		noun += "s"
	}
	return digits + " " + noun
}

// mostExamples is the maximum number of examples in a greeting.
const mostExamples = 3

// examples returns lines to type, those that help has as buttons.
func (c *Chat) examples(ctx context.Context) []string {
	r := c.fresh()
	r.Call = bot.Call{Command: "help"}
	if _, ok := c.Mux.Find(r.Command); !ok {
		return nil
	}
	var out []string
	for _, a := range c.Mux.Do(ctx, r).Actions {
		if typed := a.Label == a.Line || "/ask "+a.Label == a.Line; typed && len(out) < mostExamples {
			out = append(out, "  "+a.Label)
		}
	}
	return out
}
