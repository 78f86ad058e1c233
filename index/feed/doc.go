// Package feed reads what sources of news list: RSS, Atom and JSON Feed, news
// sitemaps, OPML, and web pages that link to feeds or to articles. It says which
// addresses are one, whether an item holds its whole article or only a summary,
// what its dates are worth, and when to ask a source again.
//
// It fetches nothing and stores nothing: bytes in, values out. Start at Parse.
package feed
