package app

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/health"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// loggedRejections is the maximum number of rejections that one run logs.
const loggedRejections = 10

// logReport logs what a run of the watched folders did.
func (a *App) logReport(r ingest.Report, err error) {
	a.countIngested(r)
	if errors.Is(err, archive.ErrFull) {
		a.suspectDisk()
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		a.log.Error("storing articles of the watched folders failed; will retry", slog.Any("error", err))
	}
	shown := r.Rejected[:min(len(r.Rejected), loggedRejections)]
	for _, rejected := range shown {
		a.log.Warn("article rejected", slog.String("path", rejected.Path), slog.String("reason", rejected.Reason))
	}
	if more := r.RejectedTotal - len(shown); more > 0 {
		a.log.Warn("more articles rejected; ingest the folder to list them", slog.Int("rejected", r.RejectedTotal), slog.Int("not_logged", more))
	}
	if r.Added+r.Updated > 0 {
		a.log.Info("articles added", slog.Int("added", r.Added), slog.Int("updated", r.Updated), slog.Int("near_copies", r.Duplicates))
	}
}

// watchStatus keeps in f.health what keeps the watched folders from being read.
func (a *App) watchStatus(s ingest.WatchStatus) {
	for key, p := range watchProblems(s) {
		if p.Text == "" {
			a.health.Clear(key)
		} else {
			a.health.Set(key, p)
		}
	}
}

// watchProblems returns the problems of a status by their key; those without Text
// do not exist now.
func watchProblems(s ingest.WatchStatus) map[string]health.Problem {
	out := map[string]health.Problem{"watch-missing": {}, "watch-waiting": {}, "watch-blocked": {}, "watch-slow": {}, "watch-polling": {}, "watch-emptied": {}, "watch-rejected": {}}
	if len(s.Missing) > 0 {
		out["watch-missing"] = health.Problem{Incomplete: true, Note: "A watched folder is missing.",
			Text: fmt.Sprintf("Watched folders that cannot be read: %s. Create them or change watch in the configuration; they are read as soon as they exist.",
				strings.Join(s.Missing, "; "))}
	}
	if s.Waiting > 0 {
		note := fmt.Sprintf("%d files or folders in the watched folders cannot be read.", s.Waiting)
		if s.Waiting == 1 {
			note = "1 file or folder in the watched folders cannot be read."
		}
		out["watch-waiting"] = health.Problem{Incomplete: true, Note: note,
			Text: fmt.Sprintf("%s The first is %s. They are tried again every few minutes.", note, s.Example)}
	}
	if s.Rejected > 0 {
		out["watch-rejected"] = health.Problem{
			Text: fmt.Sprintf("Rejected in the watched folders, in whole or in part: %s. The first is %s. To list all: briefing-bot ingest FOLDER.", files(s.Rejected), s.Rejection)}
	}
	switch {
	case errors.Is(s.Blocked, archive.ErrFull):
		out["watch-blocked"] = health.Problem{Incomplete: true, Note: "The disk is full: new articles wait.",
			Text: "The disk is full: articles in the watched folders wait. Free some space; they will be read then."}
	case s.Blocked != nil:
		out["watch-blocked"] = health.Problem{Incomplete: true, Note: "New articles cannot be stored and wait.",
			Text: fmt.Sprintf("Articles in the watched folders cannot be stored and wait; trying again: %v.", s.Blocked)}
	}
	if s.Slow {
		out["watch-slow"] = health.Problem{Incomplete: true, Note: "The watched folders do not answer.",
			Text: "The file system of the watched folders does not answer. Check the network drive; reading resumes as soon as it answers."}
	}
	if len(s.Emptied) > 0 {
		out["watch-emptied"] = health.Problem{
			Text: fmt.Sprintf("Watched folders that had files and are empty now: %s. Their articles are kept, since a disk may not be mounted. To remove them: briefing-bot remove FOLDER.",
				strings.Join(s.Emptied, "; "))}
	}
	if s.Polling != "" {
		out["watch-polling"] = health.Problem{
			Text: fmt.Sprintf("The watched folders are checked every %s, because the system does not report all changes there: %s.", ingest.PollEvery, s.Polling)}
	}
	return out
}

// files returns a number of files in words.
func files(n int) string {
	if n == 1 {
		return "1 file"
	}
	return fmt.Sprintf("%d files", n)
}
