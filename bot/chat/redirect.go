package chat

import "net/http"

// SameHost returns an http.Client's CheckRedirect that follows no redirect to another
// host, where tokens and answers would go too: it is a sign-in page of the network's.
func SameHost(r *http.Request, via []*http.Request) error {
	if r.URL.Host != via[0].URL.Host || r.URL.Scheme != via[0].URL.Scheme || len(via) >= 5 {
		return http.ErrUseLastResponse
	}
	return nil
}
