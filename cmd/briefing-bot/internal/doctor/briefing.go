package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/index/archive"
)

// briefing opens the folder, or asks the process that owns it, proves what it holds, and
// passes on what status says is wrong.
func (d *Doctor) briefing(ctx context.Context) []Finding {
	const about = "briefing"
	if d.ConfigError != nil || !datadir.Holds(d.Config.Data) {
		return nil // reported by other checks
	}
	backend, err := d.Connect(ctx, d.Config)
	switch {
	case errors.Is(err, control.ErrSilent):
		return []Finding{problem(about, err.Error(), "Resume that process (kill -CONT) or end it, and start serve again.")}
	case errors.Is(err, control.ErrForeignOwner):
		return []Finding{problem(about, err.Error(), "Run doctor as the user who runs serve.")}
	case errors.Is(err, archive.ErrDamaged):
		return []Finding{problem(about, err.Error(), "Restore a backup (briefing-bot restore DIR --replace), or save what is whole: briefing-bot check --salvage.")}
	case errors.Is(err, fs.ErrPermission):
		return []Finding{problem(about, err.Error(), ownerFix(d.Config.Data))}
	case err != nil:
		return []Finding{problem(about, err.Error(), "See docs/backup.md for folders that cannot be opened.")}
	}
	out := d.proven(ctx, backend)
	out = append(out, d.status(ctx, backend)...)
	if err := backend.Close(); err != nil {
		out = append(out, problem(about, err.Error(), "Look at the disk that holds the data folder."))
	}
	return out
}

// proven checks every record of the folder.
func (d *Doctor) proven(ctx context.Context, b control.Backend) []Finding {
	report, err := b.Check(ctx)
	if err != nil {
		return []Finding{problem("archive and index", err.Error(), "Run briefing-bot check for the details.")}
	}
	var out []Finding
	for _, text := range report.Problems {
		out = append(out, problem("archive and index", text, "See docs/backup.md, If something is damaged."))
	}
	for _, text := range report.Failing {
		out = append(out, warning("sources", text, "`admin source test URL` shows what an address gives, and `admin source resume URL` asks again at once (docs/sources.md)."))
	}
	for _, text := range report.Repaired {
		out = append(out, warning("archive and index", "Repaired: "+text, "If that happens again, replace the disk."))
	}
	if len(report.Problems)+len(report.Repaired) == 0 {
		whole := "1 article is whole"
		if report.Articles != 1 {
			whole = fmt.Sprintf("%d articles are whole", report.Articles)
		}
		out = append(out, good("archive and index", fmt.Sprintf("%s, and %d of them in the index.", whole, report.Indexed)))
	}
	return out
}

// status reports the problems and the freshness that the status command shows.
func (d *Doctor) status(ctx context.Context, b control.Backend) []Finding {
	card, err := b.Answer(ctx, control.Question{Call: &bot.Call{Command: "status"}})
	if err != nil {
		return []Finding{problem("status", err.Error(), "Look at the log of serve.")}
	}
	var out []Finding
	for line := range strings.Lines(card.Notice) {
		out = append(out, warning("status", strings.TrimSpace(line), "The sentence says what to do; the log of serve has more."))
	}
	now := d.Now()
	switch fresh := card.Searched.Fresh; {
	case fresh.After(now.Add(time.Hour)):
		out = append(out, problem(clock, fmt.Sprintf("An article came in on %s, and this machine's clock says %s.", fresh.UTC().Format(time.DateTime), now.UTC().Format(time.DateTime)),
			"Set the clock (timedatectl set-ntp true). Digests and dates such as \"yesterday\" depend on it."))
	case !fresh.IsZero() && d.Config.Answers.Stale > 0 && now.Sub(fresh) > d.Config.Answers.Stale:
		out = append(out, warning("freshness", fmt.Sprintf("No article came in since %s.", fresh.UTC().Format("2 Jan 2006 15:04 UTC")),
			"See that articles still arrive in the folders under watch:, or ingest some. `admin source list` shows sources that fail."))
	}
	return out
}

// watched looks at the watched folders.
func (d *Doctor) watched(context.Context) []Finding {
	var out []Finding
	for _, dir := range d.Config.Watch {
		info, err := os.Stat(dir)
		if err != nil {
			out = append(out, problem("watched folders", err.Error()+".", "Make the folder, mount its disk, or correct watch: in the configuration."))
			continue
		}
		if !info.IsDir() {
			out = append(out, problem("watched folders", dir+" is not a folder.", "Name the folder that it lies in."))
			continue
		}
		switch entries, err := os.ReadDir(dir); {
		case err != nil:
			out = append(out, problem("watched folders", err.Error()+".", "Make it readable for the user who runs briefing-bot."))
		case len(entries) == 0:
			out = append(out, warning("watched folders", dir+" is empty.", "Put articles there. If there were some, its disk may not be mounted."))
		default:
			out = append(out, good("watched folders", dir))
		}
	}
	return out
}
