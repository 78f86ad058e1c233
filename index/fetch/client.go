package fetch

import (
	"cmp"
	"crypto/x509"
	"time"

	lru "github.com/hashicorp/golang-lru/v2"
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

// robots remembers the rules of sites.
type robots struct {
	of *lru.Cache[string, siteRules]
}

func newRobots() robots {
	cache, err := lru.New[string, siteRules](robotsHosts)
	if err != nil {
		panic(err) // the size is a constant
	}
	return robots{cache}
}

// Limits of robots.txt files.
const (
	maxRobots     = 512 << 10 // bytes that are looked at; RFC 9309 asks for 500 KiB
	robotsHosts   = 1000      // sites whose rules are remembered
	robotsTime    = 12 * time.Hour
	robotsRetry   = 10 * time.Minute // after a fault
	maxRobotRules = 10_000
)

// siteRules are the rules of one site for this program.
type siteRules struct {
	rules []rule
	err   error // they could not be read
	until time.Time
}

// rule allows or disallows the paths that match a pattern.
type rule struct {
	pattern string
	allow   bool
}
