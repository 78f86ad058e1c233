package state

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// Loss describes records that damage to the file destroyed.
type Loss sealed.Loss

// What names the kind of record for people.
func (l Loss) What() string {
	kinds := map[string]string{"": "records of any kind", "subscriptions": "digests and watches", "calls": "buttons", "posts": "digests that were posted",
		"outbox": "digests that were about to be posted", "alerts": "statements that watches were about to post", "told": "statements that watches posted",
		"books": "lines of the audit log or the list of gaps", "seen": "events already handled", "pending": "answers that were under way", "answers": "which message answers which",
		"posted": "messages to edit when an article is corrected", "left": "workspaces that were left", "losses": "losses reported earlier"}
	what := l.Bucket
	if name, named := kinds[l.Bucket]; named {
		what = name
	}
	if l.Key != "" && l.Bucket != "calls" {
		parts := strings.FieldsFunc(l.Key, func(r rune) bool { return r == 0 })
		what += fmt.Sprintf(" (%s)", strings.ToValidUTF8(strings.Join(parts, " "), "?"))
	}
	return what
}

// Rules reports whether the loss is, or may be, of settings that decide which
// outlets are shown.
func (l Loss) Rules() bool {
	return (l.Bucket == "" || l.Bucket == "settings" || l.Bucket == "losses") && l.Key != string(watchedKey)
}

// covers reports whether the loss may be of the settings under key.
func (l Loss) covers(key []byte) bool {
	return l.Rules() && (l.Key == "" || l.Bucket != "settings" || l.Key == string(key))
}

func lossesOf(all []sealed.Loss) []Loss {
	var out []Loss
	for _, l := range all {
		out = append(out, Loss(l))
	}
	return out
}

// losses reports what damage destroyed and what is damaged now.
type losses struct{ file *sealed.File }

// Losses returns the losses that nobody has acknowledged, oldest first.
func (s *losses) Losses(ctx context.Context) ([]Loss, error) {
	all, err := s.file.Losses(ctx)
	return lossesOf(all), err
}

// Acknowledge takes the losses of a workspace's settings for known: what its
// settings are now holds. It returns how many there were.
func (s *losses) Acknowledge(ctx context.Context, platform, workspace string) (int, error) {
	prefix := string(append(sealed.KeyOf(platform, workspace), 0))
	return s.file.Acknowledge(ctx, func(l sealed.Loss) bool { return l.Bucket == "settings" && strings.HasPrefix(l.Key, prefix) })
}

// AcknowledgeAll takes all losses for known.
func (s *losses) AcknowledgeAll(ctx context.Context) (int, error) {
	return s.file.Acknowledge(ctx, func(sealed.Loss) bool { return true })
}

// Fault is something wrong with the file, or a loss of it.
type Fault struct {
	Text string // in a sentence without its full stop
	Lost bool   // it cost records
}

// Check reads and decodes every record and returns what is wrong: damage that
// is in the file now, and losses that were not acknowledged.
func (s *losses) Check(ctx context.Context) ([]Fault, error) {
	found, err := s.file.Check()
	if err != nil {
		return nil, err
	}
	earlier, err := s.file.Losses(ctx) // repairs the file if that is damaged itself
	return faultsOf(found.Faults, append(found.Losses, earlier...)), err
}

// faultsOf returns the damage, and what is lost by it. Damage that is the reason of a loss is
// told with that alone.
func faultsOf(damage []string, lost []sealed.Loss) []Fault {
	var out []Fault
	losses := lossesOf(lost)
	for _, text := range damage {
		if !slices.ContainsFunc(losses, func(l Loss) bool { return l.Detail == text }) {
			out = append(out, Fault{Text: text})
		}
	}
	for _, l := range losses {
		out = append(out, Fault{Text: l.What() + ": " + l.Detail, Lost: true})
	}
	return out
}
