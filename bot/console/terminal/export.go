package terminal

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/signal"
	"path/filepath"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// export writes the whole answer to a new file; none is ever written over.
func (c *Chat) export(ctx context.Context, a bot.Action, format string) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt)
	defer stop()
	if format == "" {
		format = bot.ExportFormats[0]
	}
	r := c.fresh()
	r.Call = a.Call
	file, err := c.Mux.Whole(ctx, r).File(format)
	if err != nil {
		return c.say(err.Error())
	}
	name, err := writeNew(c.Exports, file)
	if err != nil {
		return c.say("Not exported: " + err.Error())
	}
	return c.say(fmt.Sprintf("Written to %s. Other formats: the number, then one of %s.", name, strings.Join(bot.ExportFormats, ", ")))
}

// writeNew writes a file under its name or, where that is taken, name-2, name-3, ….
func writeNew(folder string, file bot.File) (string, error) {
	extension := filepath.Ext(file.Name)
	stem := strings.TrimSuffix(file.Name, extension)
	for n := 1; ; n++ {
		name := filepath.Join(folder, file.Name)
		if n > 1 {
			name = filepath.Join(folder, fmt.Sprintf("%s-%d%s", stem, n, extension))
		}
		f, err := os.OpenFile(name, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o644)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err != nil {
			return "", fmt.Errorf("make %s: %w", name, err)
		}
		_, err = f.Write(file.Data)
		if err := errors.Join(err, f.Close()); err != nil {
			return "", fmt.Errorf("write %s: %w", name, err)
		}
		return name, nil
	}
}
