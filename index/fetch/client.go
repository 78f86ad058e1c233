package fetch

import (
	"cmp"
	"crypto/x509"
	"time"
)

// Limits of a request; docs/limits.md lists them for people.
const (
	dialTime      = 30 * time.Second // to connect, and as long again for TLS
	headerTime    = 30 * time.Second // for the answer's header after the request was sent
	stallTime     = 30 * time.Second // between two parts of a body
	totalTime     = 2 * time.Minute  // for all, with redirects
	maxHeader     = 1 << 20          // bytes of an answer's header
	maxHops       = 10               // redirects that are followed
	maxDowngrades = 1                // redirects from https to http that are followed

	// MaxBytes is how many bytes a body may have, unpacked.
	MaxBytes = 256 << 20
)

// agent is the name that robots.txt knows the program by, and home is where a
// server's administrator learns what it is.
const (
	agent = "briefing-bot"
	home  = "https://github.com/briefing-bot/briefing-bot"
)

// Options of a Client. Their zero values are good ones.
type Options struct {
	Contact string         // an address of who runs this program, for the User-Agent; may be ""
	Pause   time.Duration  // between two requests to one host; DefaultPause if 0, none if negative
	Dial    Dialer         // how to connect; the system's network if nil
	Roots   *x509.CertPool // whose certificates are trusted; the system's if nil
}

// Client fetches addresses. It may be used by many goroutines; they wait for each
// other where they ask one host.
type Client struct {
	options Options
	hosts   hosts
	robots  robots
}

// New returns a Client.
func New(o Options) *Client {
	o.Pause = cmp.Or(o.Pause, DefaultPause)
	if o.Dial == nil {
		o.Dial = dial
	}
	return &Client{options: o, hosts: newHosts(max(o.Pause, 0)), robots: newRobots()}
}

// Request is what to fetch.
type Request struct {
	URL          string // http or https, maybe with user and password
	Accept       string // media types, as of HTTP's Accept; any if ""
	ETag         string // of what the caller has; "" if unknown
	LastModified string // of what the caller has, as the server wrote it; "" if unknown
	Grant        *Grant // what a person allowed; nil: public addresses alone
	Robots       bool   // obey robots.txt, as for what no person asked for
	MaxBytes     int64  // of the body, unpacked; MaxBytes if 0
}
