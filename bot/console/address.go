package console

import "net/url"

// webAddress returns address where it leads to a web page, and "" where it is
// anything else: an article's address is data, and javascript: is one too.
func webAddress(address string) string {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return address
}
