package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strconv"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Run chats until the input ends (Ctrl-D), somebody types quit, or ctx is done.
// Ctrl-C stops the answer under way and nothing else: the caller must not end
// ctx with it.
func (c *Chat) Run(ctx context.Context) error {
	read, leave, err := c.reader()
	if err != nil {
		return err
	}
	defer leave()
	if c.interactive() {
		if err := c.greet(ctx); err != nil {
			return err
		}
	}
	for {
		line, err := read(ctx)
		switch {
		case errors.Is(err, errAborted):
			continue
		case errors.Is(err, io.EOF) || ctx.Err() != nil:
			return nil
		case err != nil:
			return fmt.Errorf("read a line: %w", err)
		}
		if line = strings.TrimSpace(line); line == "quit" || line == "exit" {
			return nil
		}
		if err := c.turn(ctx, line); err != nil {
			return err
		}
	}
}

// turn answers one line: a question, a button's number, or a page's letter.
func (c *Chat) turn(ctx context.Context, line string) error {
	if line == "" {
		return nil
	}
	action, format, err := c.pressed(line)
	switch {
	case err != nil:
		return c.say(err.Error())
	case action == nil:
		return c.show(ctx, func(ctx context.Context) bot.Card { return c.Mux.Answer(ctx, Hidden(line), c.fresh()) })
	case action.Kind == bot.Export:
		return c.export(ctx, *action, format)
	case action.Kind == bot.Open:
		return c.say(Visible(action.Call.Args["url"]))
	}
	r := c.fresh()
	r.Call = action.Call
	return c.show(ctx, func(ctx context.Context) bot.Card { return c.Mux.Do(ctx, r) })
}

// pressed returns the button that a line chooses, if it chooses one: its number, an
// export's format after it, or n and p for the pages.
func (c *Chat) pressed(line string) (*bot.Action, string, error) {
	choice, format, _ := strings.Cut(line, " ")
	for _, a := range c.shown.Actions {
		if a.Kind == bot.Page && line == pageLetter(a, c.shown) {
			return &a, "", nil
		}
	}
	n, err := strconv.Atoi(choice)
	buttons := Buttons(c.shown)
	switch {
	case line == "n" || line == "p":
		return nil, "", &bot.Error{Message: "There is no such page."}
	case err != nil || format != "" && (n < 1 || n > len(buttons) || buttons[n-1].Kind != bot.Export):
		return nil, "", nil
	case n < 1 || n > len(buttons):
		return nil, "", &bot.Error{Message: fmt.Sprintf("No button %d: the last answer has %d.", n, len(buttons))}
	}
	return &buttons[n-1], strings.TrimSpace(format), nil
}

// show answers and renders; Ctrl-C interrupts the answer.
func (c *Chat) show(ctx context.Context, answer func(context.Context) bot.Card) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	c.shown = answer(ctx)
	if err := Render(c.Out, c.shown, c.options()); err != nil {
		return err
	}
	return c.say("")
}
