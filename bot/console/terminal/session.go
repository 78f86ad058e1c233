package terminal

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"golang.org/x/term"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Chat is a conversation in a terminal, or, where standard input or output is
// none, line by line through a pipe.
type Chat struct {
	Mux     *bot.Mux
	Request bot.Request      // what every request carries: workspace, zone, administrator
	In      io.Reader        // os.Stdin has line editing where it is a terminal
	Out     io.Writer        //
	Color   bool             // in a terminal
	About   string           // which briefing it is, for the greeting
	History string           // the file that keeps lines between chats; "" keeps none
	Exports string           // the folder that exported answers go to; the working folder where ""
	Now     func() time.Time // time.Now where nil

	shown bot.Card // the answer whose buttons can be pressed
}

// lineReader asks for a line: io.EOF ends the chat, errAborted gives the line up.
type lineReader func(ctx context.Context) (string, error)

// errAborted is Ctrl-C at the prompt.
var errAborted = errors.New("line given up")

const prompt = "briefing> "

// interactive reports whether a person sits at both ends.
func (c *Chat) interactive() bool {
	in, ok := c.In.(*os.File)
	out, also := c.Out.(*os.File)
	return ok && also && in == os.Stdin && term.IsTerminal(int(in.Fd())) && term.IsTerminal(int(out.Fd()))
}

// fresh returns a request by whoever sits here, now.
func (c *Chat) fresh() bot.Request {
	r := c.Request
	r.Platform, r.Now = "terminal", time.Now()
	if c.Now != nil {
		r.Now = c.Now()
	}
	return r
}

func (c *Chat) options() Options {
	var o Options
	if out, ok := c.Out.(*os.File); ok {
		o = OptionsFor(out)
	}
	o.Numbered = true
	o.Color = o.Color && c.Color && c.interactive()
	return o
}

func (c *Chat) say(line string) error {
	_, err := fmt.Fprintln(c.Out, line)
	if err != nil {
		return fmt.Errorf("write to the terminal: %w", err)
	}
	return nil
}
