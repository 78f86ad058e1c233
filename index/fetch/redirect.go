package fetch

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/cookiejar"
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
	moved            bool            // all hops so far were permanent
	permanent        string          // where the permanent ones at the beginning lead; "" if there is none
	jar              *cookiejar.Jar  // what redirects set; nil if nothing
	asked            map[string]bool // addresses
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
	t.keep(at, response)
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

// keep keeps the cookies of a redirect: some sites lead to the same address until it is
// asked for with them.
func (t *trail) keep(at *url.URL, response *http.Response) {
	set := response.Cookies()
	if len(set) == 0 {
		return
	}
	if t.jar == nil {
		t.jar, _ = cookiejar.New(nil) // never fails
	}
	t.jar.SetCookies(at, set)
}

// cookies returns the cookies for the next request: none unless its address was asked for
// before, since they serve nobody else.
func (t *trail) cookies(at *url.URL) []*http.Cookie {
	before := t.asked[at.String()]
	if t.asked == nil {
		t.asked = map[string]bool{}
	}
	t.asked[at.String()] = true
	if t.jar == nil || !before {
		return nil
	}
	return t.jar.Cookies(at)
}

// shown returns an address without user, password and fragment, as it may be
// shown and stored.
func shown(u *url.URL) string {
	bare := *u
	bare.User, bare.Fragment, bare.RawFragment = nil, "", ""
	return bare.String()
}
