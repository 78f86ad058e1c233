package feed

import (
	"net/url"
	"time"
)

// reader reads one document.
type reader struct {
	base *url.URL // of links; nil if unknown
	now  time.Time
	zone *time.Location // of dates without one
}

// parseBase returns an address to resolve links against, nil if it is not one.
func parseBase(address string) *url.URL {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return nil
	}
	return u
}
