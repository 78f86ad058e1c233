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

// ArticleAt returns the ID of the article whose page in the console an address is; base is the
// console's own. It undoes ArticlePath.
func ArticleAt(address, base string) (id string, ok bool) {
	path, ok := strings.CutPrefix(address, strings.TrimSuffix(base, "/")+"/article/")
	if !ok || base == "" {
		return "", false
	}
	path, _, _ = strings.Cut(path, "#")
	path, query, _ := strings.Cut(path, "?")
	if path == "" {
		values, err := url.ParseQuery(query)
		return values.Get("id"), err == nil && values.Get("id") != ""
	}
	id, err := url.PathUnescape(path)
	return id, err == nil
}
