package converse

import (
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
)

// Target is where a message goes, and what is there already. A service makes it from an
// event; the fields that say what is there change as messages are sent.
type Target struct {
	Workspace string // the scope of settings, subscriptions and buttons
	Channel   string
	// Thread is where in Channel messages go, "" for Channel itself. Some services give
	// threads channel IDs of their own, and so do those; see Sender.Room.
	Thread string
	User   string // who asks, "" for nobody
	// Under is the channel that Channel is a thread of, "" for none. Located reports
	// whether that is known.
	Under   string
	Located bool
	// In is the place whose settings and outlets apply if that is another one: of direct
	// messages, the place where a digest or a button was made. It may be nil.
	In      *bot.Place
	Roles   []string // of the user, on services that have roles
	Admin   bool     // the service says that the user may administer the workspace
	Unasked bool     // nobody asks: it is for a post, or the edit of one
	Private bool     // for the user's eyes only
	// Quiet and Publish are those of a bot.Posting.
	Quiet, Publish bool

	// Reply is the service's route for answers to one command or button, which works for
	// a while; "" once it is spent, and for messages.
	Reply   string
	Until   time.Time // Reply works until then; zero for as long as the service takes it
	Replace bool      // what is sent to Reply replaces what the route belongs to
	Tries   int       // by Reply that failed, for a service that counts them
	Spare   string    // the Reply to use if the bot may not post in Channel by itself

	Message string // the message to change, "" to post one
	Link    string // the address in Message, somebody else's, to show a preview of; "" for none
	Anew    bool   // Message was gone, so that another one takes its place
	Asked   string // the message that asked, "" for commands and buttons
	Words   string // a digest of what it asks
	Event   string // the claimed event that asked, "" for none
	Key     string // identifies a post, so that it can be found again; "" for answers
	Unsure  bool   // the service may have taken a message although its answer was lost

	Own any // for the service alone: converse copies it
}

// standing reports whether something is shown already where the answer will be.
func (t *Target) standing() bool { return t.Message != "" || t.Replace }
