package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
)

// redirects reports whether an answer leads on to another address.
func redirects(r *http.Response) bool {
	switch r.StatusCode {
	case http.StatusMovedPermanently, http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect, http.StatusPermanentRedirect:
		return true
	}
	return false
}

// trail is what is known of the redirects of one Get.
type trail struct {
	hops, downgrades int
	moved            bool   // all hops so far were permanent
	permanent        string // where the permanent ones at the beginning lead; "" if there is none
}

// follow returns the address that the answer from at leads on to.
func (t *trail) follow(at *url.URL, response *http.Response) (*url.URL, error) {
	if t.hops++; t.hops > maxHops {
		return nil, fmt.Errorf("it leads on to other addresses more than %d times", maxHops)
	}
	location, err := url.Parse(response.Header.Get("Location"))
	if err != nil || response.Header.Get("Location") == "" {
		return nil, errors.New("it redirects, but not to an address")
	}
	next := at.ResolveReference(location)
	switch {
	case next.Scheme != "http" && next.Scheme != "https":
		return nil, fmt.Errorf("it leads on to a %s:// address", next.Scheme)
	case next.Host == "":
		return nil, errors.New("it redirects, but not to an address")
	}
	downgrade := at.Scheme == "https" && next.Scheme == "http"
	if downgrade {
		if t.downgrades++; t.downgrades > maxDowngrades {
			return nil, errors.New("it redirects from https to http more than once")
		}
	}
	code := response.StatusCode
	t.moved = t.moved && !downgrade && (code == http.StatusMovedPermanently || code == http.StatusPermanentRedirect)
	if t.moved {
		t.permanent = shown(next)
	}
	return next, nil
}

// shown returns an address without user, password and fragment, as it may be
// shown and stored.
func shown(u *url.URL) string {
	bare := *u
	bare.User, bare.Fragment, bare.RawFragment = nil, "", ""
	return bare.String()
}
