package bot

import (
	"fmt"
	"net/url"
	"strings"
)

// ArticlePath returns the console's path of an article's page with passages of its
// text marked; the console's base address goes in front. Browsers and servers
// resolve "." and ".." in a path whatever their encoding, and a lone slash is no
// segment of one, so that such an ID goes
// into the query.
func ArticlePath(id string, passages ...Span) string {
	address, query := "/article/"+url.PathEscape(id), []string(nil)
	if strings.Trim(id, "./") == "" {
		address, query = "/article/", []string{"id=" + url.QueryEscape(id)}
	}
	var spans []string
	for _, p := range passages {
		spans = append(spans, fmt.Sprintf("%d-%d", p.Start, p.End))
	}
	if len(spans) > 0 {
		query = append(query, "span="+strings.Join(spans, ","))
	}
	if len(query) > 0 {
		address += "?" + strings.Join(query, "&")
	}
	return address
}
