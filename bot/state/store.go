// Package state is what chat must remember: the calls behind buttons, which
// events were handled, which answers are under way, what a channel is set to,
// installations, and what people thought of answers. It knows no platform: Slack,
// Discord and digests share one file, state.db.
package state

import (
	"fmt"
	"path/filepath"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/bot/state/internal/sealed"
)

// FileName is the store's file within the data folder.
const FileName = "state.db"

// Options of a Store.
type Options struct {
	// Key encrypts installations: 32 bytes, nil if none are kept.
	Key []byte
	// Now is the clock, time.Now if nil.
	Now func() time.Time
	// Forgetful leaves writes to the system's memory: a power loss takes them
	// back. It is for tests that write for years of fake time.
	Forgetful bool
	// Expected is set if the folder had a store before: one that is missing now
	// is a loss.
	Expected bool
	// OnLoss is called with what damage destroyed, at Open and whenever some is
	// found later. It must not call the store.
	OnLoss func([]Loss)
}

// Store is the open file. A write that returned nil survives a crash. Its methods
// may be called at the same time. What is kept of one subject is a type of its own
// in a file of its own, and Store has the methods of them all.
//
// Damage never ends the program: records that fail their checksum, and what
// pages that cannot be read held, are left out of a new file; the damaged one is
// kept beside it under another name. Losses returns what is missing.
type Store struct {
	file *sealed.File

	answers
	alerts
	books
	buttons
	events
	feedback
	installations
	losses
	messages
	posts
	settings
	subscriptions
	workspaces
}

// ErrInUse is returned by Open if another process has the file open.
var ErrInUse = sealed.ErrInUse

// ErrDamaged is wrapped by errors about bytes that fail their checksum.
var ErrDamaged = sealed.ErrDamaged

// Open opens the store in dir and creates it if absent. It fails if another
// process has it open, if something other than a regular file has its name, or if
// the key is not 32 bytes long. A damaged file is repaired first, as far as
// possible.
func Open(dir string, o Options) (*Store, error) {
	if len(o.Key) != 0 && len(o.Key) != KeySize {
		return nil, fmt.Errorf("the key for installations has %d bytes and needs %d", len(o.Key), KeySize)
	}
	engine := sealed.Options{Schema: schema, Now: o.Now, Forgetful: o.Forgetful, Expected: o.Expected}
	if o.OnLoss != nil {
		engine.OnLoss = func(all []sealed.Loss) { o.OnLoss(lossesOf(all)) }
	}
	f, err := sealed.Open(filepath.Join(dir, FileName), engine)
	if err != nil {
		return nil, err
	}
	return &Store{f, answers{f}, alerts{f}, books{f}, buttons{f}, events{f}, feedback{f}, installations{f, o.Key}, losses{f}, messages{f}, posts{f}, settings{f},
		subscriptions{f}, workspaces{f}}, nil
}

// Close closes the file; writes under way are finished first.
func (s *Store) Close() error { return s.file.Close() }

// Snapshot writes the store as it is at one moment into a folder that has none, as a
// file that Open opens. Writes go on meanwhile and are not in it; what a failed
// Snapshot wrote is removed.
func (s *Store) Snapshot(dir string) error { return s.file.Snapshot(filepath.Join(dir, FileName)) }

// schema tells which values each bucket may hold.
var schema = sealed.Schema{
	"calls": sealed.JSON[keptCall], "pending": sealed.JSON[Pending], "answers": sealed.JSON[Answer], "feedback": sealed.JSON[Feedback],
	"subscriptions": sealed.JSON[bot.Subscription], "posts": sealed.JSON[Post], "alerts": sealed.JSON[Alert], "books": sealed.JSON[bot.Entry],
	"posted": sealed.JSON[bot.Posted], "settings": isSettings, "installations": hasSize(13, 1<<20), "outbox": hasSize(0, 0),
	"seen": isTime, "told": isTime, "left": isTime, "tickets": isTime,
}

// isSettings accepts the settings of a place, and the number of the article up to
// which watches were checked.
func isSettings(key, value []byte) bool {
	if string(key) == string(watchedKey) {
		return len(value) == 4
	}
	return len(value) != 4 && sealed.JSON[map[string]string](key, value)
}

func isTime(_, value []byte) bool {
	_, err := time.Parse(time.RFC3339Nano, string(value))
	return err == nil
}

func hasSize(minSize, maxSize int) func(key, value []byte) bool {
	return func(_, value []byte) bool { return len(value) >= minSize && len(value) <= maxSize }
}
