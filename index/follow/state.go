package follow

import (
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/cespare/xxhash/v2"

	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/mailbox"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// Source is a source of news as somebody set it up.
type Source struct {
	URL        string        `json:"url"`
	Outlet     string        `json:"outlet,omitempty"` // of its articles; "" for the one that it names
	Every      time.Duration `json:"every,omitempty"`  // how often it is asked; 0: as often as it has news
	Keep       time.Duration `json:"keep,omitempty"`   // how long its articles are kept; 0: as long as others
	Zone       string        `json:"zone,omitempty"`   // IANA name; of dates without a zone; "" for UTC
	Paused     bool          `json:"paused,omitempty"`
	Configured bool          `json:"-"` // it is in the configuration

	// Mail is how to log in at a mail server, for a folder of it; nil for others. Such a
	// source is in the configuration.
	Mail *Login `json:"-"`
}

// Login is a user of a mail server.
type Login struct {
	User     string
	Password func() (string, error) // asked at each visit; never logged, shown or stored
	Token    bool                   // the password is an access token of OAuth 2
}

// location returns the zone of dates that name none, nil if it is not known.
func (s Source) location() *time.Location {
	if s.Zone == "" {
		return nil
	}
	zone, err := time.LoadLocation(s.Zone)
	if err != nil {
		return nil
	}
	return zone
}

// State is what is known of a source.
type State struct {
	Since        time.Time        `json:"since"`           // it was added
	Moved        string           `json:"moved,omitempty"` // its address, if it has moved for good
	ETag         string           `json:"etag,omitempty"`
	LastModified string           `json:"last_modified,omitempty"`
	Title        string           `json:"title,omitempty"`
	Kind         feed.Kind        `json:"kind,omitempty"`
	Asked        time.Duration    `json:"asked,omitempty"`     // as feed.Feed.Interval
	Fresh        time.Duration    `json:"fresh,omitempty"`     // as fetch.Response.Fresh
	Published    []time.Time      `json:"published,omitempty"` // of its newest items
	Read         mailbox.Position `json:"read,omitzero"`       // of a mail folder
	Begun        bool             `json:"begun,omitempty"`     // its backlog came in
	Public       bool             `json:"public,omitempty"`    // its host led to a public address: private ones are refused
	Tried        time.Time        `json:"tried,omitzero"`
	Succeeded    time.Time        `json:"succeeded,omitzero"`
	Changed      time.Time        `json:"changed,omitzero"` // something came in
	Next         time.Time        `json:"next,omitzero"`
	Failures     int              `json:"failures,omitempty"`   // in a row
	Failing      time.Time        `json:"failing,omitzero"`     // since when
	Error        string           `json:"error,omitempty"`      // of the last failure
	Barren       int              `json:"barren,omitempty"`     // visits in a row with many new pages and no article
	Stopped      string           `json:"stopped,omitempty"`    // why it is asked no more
	Left         int              `json:"left,omitempty"`       // items that were left out of the backlog
	Older        string           `json:"older,omitempty"`      // the older document that a backfill reads next
	Archives     int              `json:"archives,omitempty"`   // older documents that a backfill has read
	Backfilled   int              `json:"backfilled,omitempty"` // articles that a backfill brought
	Listed       int              `json:"listed,omitempty"`     // items, last time
	Added        int              `json:"added,omitempty"`      // articles
	Updated      int              `json:"updated,omitempty"`    // articles
	Removed      int              `json:"removed,omitempty"`    // articles
	RejectedAll  int              `json:"rejected_all,omitempty"`
	Rejected     []Rejection      `json:"rejected,omitempty"` // newest first, at most maxRejected
}

// Orders are what people want of a source. They are stored apart from its State, which
// changes whenever it is asked.
type Orders struct {
	Hold     *bool `json:"hold,omitempty"`     // paused or not, in place of Source.Paused
	Backfill bool  `json:"backfill,omitempty"` // older items are to come in too
	Dead     bool  `json:"dead,omitempty"`     // administrators know that it is dead
}

// Rejection is an item that gave no article.
type Rejection struct {
	Item   string    `json:"item"` // its address or title
	Reason string    `json:"reason"`
	At     time.Time `json:"at"`
}

// maxRejected is how many rejections of a source are kept.
const maxRejected = 20

// reject notes an item that gave no article.
func (s *State) reject(item, reason string, at time.Time) {
	s.RejectedAll++
	s.Rejected = append([]Rejection{{item, reason, at.UTC()}}, s.Rejected...)
	s.Rejected = s.Rejected[:min(len(s.Rejected), maxRejected)]
}

// address returns where the source is asked.
func (s *source) address() string {
	if s.state.Moved != "" {
		return s.state.Moved
	}
	return s.URL
}

// host returns the host that the source is asked at.
func (s *source) host() string {
	if address := s.address(); s.at[0] != address {
		s.at = [2]string{address, hostOf(address)}
	}
	return s.at[1]
}

func (s *source) paused() bool {
	if s.orders.Hold != nil {
		return *s.orders.Hold
	}
	return s.Paused
}

// keyOf returns a short name for an address, the same for all its forms.
func keyOf(address string) string {
	name := weburl.Key(address)
	if name == "" {
		name = address
	}
	return short(name)
}

func short(s string) string { return strconv.FormatUint(xxhash.Sum64String(s), 36) }

func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

// source is a source with what is known of it. Follower.mu is held where its fields
// are read or changed.
type source struct {
	Source
	key    string
	state  State
	orders Orders
	at     [2]string // an address and its host
	// unsaved is whether the archive lacks state, which only says when it was asked.
	unsaved bool
	busy    string // the host that is being asked for it, "" if none is
}
