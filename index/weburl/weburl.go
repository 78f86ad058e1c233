package weburl

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/net/idna"
)

// Clean returns an address as it is to be fetched and shown: absolute, its scheme
// and host in lower case, without user, fragment, default port and the parameters
// that only track readers. An address of an AMP cache becomes that of the page.
// It is "" for what is not an address of the web.
func Clean(address string) string {
	u := parseWeb(address)
	if u == nil {
		return ""
	}
	if origin := fromCache(u); origin != nil {
		u = origin
	}
	u.RawQuery = strings.Join(realParameters(u.RawQuery), "&")
	u.ForceQuery = false
	if p := u.EscapedPath(); sessionPath.MatchString(p) {
		setPath(u, sessionPath.ReplaceAllString(p, ""))
	}
	return u.String()
}

// sessionPath matches the session that some servers write into paths.
var sessionPath = regexp.MustCompile(`(?i);jsessionid=[^/;]*`)

// IsHome reports whether an address is that of a site's home page.
func IsHome(address string) bool {
	u := parseWeb(Clean(address))
	return u != nil && barePath(u.EscapedPath()) == "/" && u.RawQuery == ""
}

// Key returns the form of an address in which all addresses of one page are equal:
// with or without https, www, m or amp before the host, a slash or the page's
// AMP form at the end, and its parameters in any order. It is an identity, not
// meant to be fetched. It is "" for what is not an address of the web.
func Key(address string) string {
	key := keyOf(address)
	for range maxWrapped { // cleaning a path may show that a cache's address wraps another
		again := keyOf(key)
		if again == key {
			break
		}
		key = again
	}
	return key
}

// maxWrapped is more than the addresses that wrap each other.
const maxWrapped = 5

func keyOf(address string) string {
	u := parseWeb(Clean(address))
	if u == nil {
		return ""
	}
	u.Scheme, u.Host = "https", bareHost(u.Host)
	setPath(u, barePath(u.EscapedPath()))
	pairs := slices.DeleteFunc(realParameters(u.RawQuery), isAMP)
	slices.Sort(pairs)
	u.RawQuery = strings.Join(slices.Compact(pairs), "&")
	return u.String()
}

// SameSite reports whether two addresses have the same host and port, apart from
// the usual prefixes for the main, the mobile and the fast form of a site.
func SameSite(a, b string) bool {
	u, v := parseWeb(a), parseWeb(b)
	return u != nil && v != nil && bareHost(u.Host) == bareHost(v.Host)
}

// Site returns the host of an address without the usual prefixes, and its port with a
// colon before it: "news.example:", "news.example:8443". It is "" for what is not an
// address of the web.
func Site(address string) string {
	u := parseWeb(address)
	if u == nil {
		return ""
	}
	u.Host = bareHost(u.Host)
	return u.Hostname() + ":" + u.Port()
}

// Resolve returns the absolute address that a reference means on a page, with all its
// parameters; "" for what is not an address of the web. The base may be nil.
func Resolve(base *url.URL, ref string) string {
	ref = strings.TrimSpace(ref)
	if ref == "" {
		return ""
	}
	u, err := url.Parse(strings.ReplaceAll(ref, " ", "%20"))
	if err != nil {
		return ""
	}
	if base != nil {
		u = base.ResolveReference(u)
	}
	if u = parseWeb(u.String()); u == nil {
		return ""
	}
	return u.String()
}

// IsSpecific reports whether an address can be that of one article, given another
// address at which the article was read ("" if unknown): not the site's home page, not
// a folder above the other address, and not the same page without the number or name
// of the article in its parameters. Templates often name such addresses as canonical.
func IsSpecific(address, read string) bool {
	u := parseWeb(Clean(address))
	if u == nil {
		return false
	}
	at, query := barePath(u.EscapedPath()), realParameters(u.RawQuery)
	if at == "/" && len(query) == 0 {
		return false
	}
	from := parseWeb(Clean(read))
	if from == nil || !SameSite(address, read) {
		return true
	}
	fromPath := barePath(from.EscapedPath())
	switch {
	case at == fromPath:
		return len(query) > 0 || !slices.ContainsFunc(realParameters(from.RawQuery), namesArticle)
	case len(query) > 0:
		return true
	}
	below, found := strings.CutPrefix(fromPath, at+"/")
	return !found || partOfPage.MatchString(below) || articleName.MatchString(path.Base(at))
}

// partOfPage matches what is below an article's own address: its second page, its form
// for printing. articleName matches the last part of an article's address.
var (
	partOfPage  = regexp.MustCompile(`(?i)^(\d{1,3}|page/\d{1,3}|print|full|all|single|singlepage|comments|embed|share|feed)$`)
	articleName = regexp.MustCompile(`[^-]+(-[^-]+){2,}|\d{5,}`)
)

// namesArticle reports whether a parameter can tell one article from another: its value
// has a digit or several words, and it names neither a page of several nor AMP.
func namesArticle(pair string) bool {
	name, value, _ := strings.Cut(strings.ToLower(pair), "=")
	if isAMP(pair) || slices.Contains([]string{"page", "paged", "pg", "print", "single", "v", "ver", "version", "width", "share"}, name) {
		return false
	}
	return strings.ContainsAny(value, "0123456789") || strings.Count(value, "-") > 1
}

// parseWeb parses an http or https address; nil for others.
func parseWeb(address string) *url.URL {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || u.Hostname() == "" || u.Opaque != "" {
		return nil
	}
	u.Scheme = strings.ToLower(u.Scheme)
	if u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	host := strings.TrimRight(strings.ToLower(u.Hostname()), ".")
	if ascii, err := idna.Lookup.ToASCII(host); err == nil {
		host = ascii
	}
	if host == "" || strings.ContainsAny(host, " %") {
		return nil
	}
	if strings.Contains(host, ":") {
		host = "[" + host + "]"
	}
	if port := u.Port(); port != "" && !(u.Scheme == "http" && port == "80") && !(u.Scheme == "https" && port == "443") {
		host += ":" + port
	}
	u.Host, u.User, u.Fragment, u.RawFragment = host, nil, "", ""
	if u.Path == "" {
		u.Path = "/"
	}
	return u
}

// bareHost returns a host without the usual prefixes for the main, the mobile and
// the fast form of a site.
func bareHost(host string) string {
	for again := true; again; {
		again = false
		for _, prefix := range []string{"www.", "amp.", "m.", "mobile."} {
			if rest, found := strings.CutPrefix(host, prefix); found && strings.Contains(rest, ".") {
				host, again = rest, true
			}
		}
	}
	return host
}

// barePath returns a path, as it is escaped, without AMP forms, index pages and
// slashes at its end.
func barePath(p string) string {
	p = sameEscapes(p)
	for {
		before := p
		p = path.Clean("/" + p)
		for _, suffix := range []string{"/amp", ".amp", "/amp.html", "/index.html", "/index.htm", "/index.php"} {
			p = strings.TrimSuffix(p, suffix)
		}
		if rest, ok := strings.CutSuffix(p, ".amp.html"); ok {
			p = rest + ".html"
		}
		if rest, ok := strings.CutPrefix(p, "/amp/"); ok && rest != "" {
			p = "/" + rest
		}
		if p == before {
			return p
		}
	}
}

// setPath sets an address's path to an escaped one.
func setPath(u *url.URL, escaped string) {
	plain, err := url.PathUnescape(escaped)
	if err != nil {
		return
	}
	u.Path, u.RawPath = plain, escaped
}

// escape is one escaped byte.
var escape = regexp.MustCompile(`%[0-9a-fA-F]{2}`)

// sameEscapes writes escapes in capitals, and those of letters, digits and -._~ as
// what they stand for.
func sameEscapes(s string) string {
	return escape.ReplaceAllStringFunc(s, func(e string) string {
		plain, err := url.PathUnescape(e)
		if err == nil && unreserved(plain[0]) {
			return plain
		}
		return strings.ToUpper(e)
	})
}

// unreserved reports whether RFC 3986 lets a byte stand for itself everywhere.
func unreserved(b byte) bool {
	return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || strings.IndexByte("-._~", b) >= 0
}

// tracking are the names of parameters that only track readers. Those that end
// with * begin so.
var tracking = []string{
	"utm_*", "mtm_*", "pk_*", "piwik_*", "matomo_*", "hsa_*", "ns_*", "at_*", "mc_cid", "mc_eid", "fbclid", "gclid", "gclsrc", "dclid", "gbraid", "wbraid",
	"msclkid", "yclid", "ysclid", "twclid", "ttclid", "li_fat_id", "igshid", "igsh", "_ga", "_gl", "_hsenc", "_hsmi", "oly_anon_id", "oly_enc_id",
	"vero_id", "xtor", "wt_mc", "wt.mc_id", "cmpid", "cmp", "smid", "ocid", "ftag", "ftcamp", "taid", "sr_share", "spm", "guccounter", "guce_referrer",
	"guce_referrer_sig", "__twitter_impression", "ito", "srnd", "traffic_source", "rss_id", "ncid", "cndid", "mkt_tok", "trk", "partner_id",
	"phpsessid", "jsessionid", "aspsessionid*", "cfid", "cftoken", "sessionid", "session_id",
}

// sources are the names of parameters that track readers if their values name a
// feed: source=rss.
var sources = []string{"source", "ref", "from", "via", "partner", "src", "medium", "campaign", "feed", "origin", "output"}

// realParameters returns the parameters of a query that are no tracking, as they
// are written, in their order.
func realParameters(query string) []string {
	var out []string
	for pair := range strings.SplitSeq(query, "&") {
		pair = strings.TrimSpace(pair)
		name, value, _ := strings.Cut(strings.ToLower(pair), "=")
		fromFeed := slices.Contains(sources, name) && (slices.Contains([]string{"rss", "rssfeed", "feed", "atom", "feeds", "newsletter", "twitter", "facebook"}, value) || strings.HasPrefix(value, "rss-"))
		if pair != "" && !fromFeed && !slices.ContainsFunc(tracking, func(t string) bool {
			prefix, open := strings.CutSuffix(t, "*")
			return name == t || open && strings.HasPrefix(name, prefix)
		}) {
			out = append(out, pair)
		}
	}
	return out
}

// isAMP reports whether a parameter asks for the AMP form of a page.
func isAMP(pair string) bool {
	switch strings.ToLower(pair) {
	case "amp", "amp=", "amp=1", "amp=true", "outputtype=amp", "output=amp", "noamp=mobile":
		return true
	}
	return false
}

// fromCache returns the address of the page that an AMP cache holds, nil for
// other addresses.
func fromCache(u *url.URL) *url.URL {
	p := u.EscapedPath()
	host := bareHost(u.Host)
	switch {
	case strings.HasSuffix(host, ".cdn.ampproject.org"):
		for _, prefix := range []string{"/c/", "/v/", "/wp/"} {
			if rest, ok := strings.CutPrefix(p, prefix); ok {
				return cached(rest, u.RawQuery)
			}
		}
	case strings.HasPrefix(host, "google."):
		if rest, ok := strings.CutPrefix(p, "/amp/"); ok {
			return cached(rest, u.RawQuery)
		}
	}
	return nil
}

// cached returns the address in a path of an AMP cache: HOST/PATH, with s/ before
// it for https.
func cached(rest, query string) *url.URL {
	scheme := "http://"
	if secure, ok := strings.CutPrefix(rest, "s/"); ok {
		scheme, rest = "https://", secure
	}
	if query != "" {
		rest += "?" + query
	}
	u := parseWeb(scheme + rest)
	if u == nil || !strings.Contains(u.Host, ".") || fromCache(u) != nil {
		return nil
	}
	return u
}
