// Package source turns bytes into articles: a file a format, and one table of
// them. Text is kept as it was given; what cannot be read is given back with its
// reason, and whatever stands beside it is read all the same.
package source

import (
	"io"
	"iter"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// MaxArticle is how many bytes one article may have: those of its file, its line
// of JSON, or its page.
const MaxArticle = 16 << 20

// Item is one article, or the reason why there is none.
type Item struct {
	Article article.Article
	Path    string // where it stands, for people: "x.jsonl:17"
	Err     error  // why it is rejected; nil where Article is good
	Bytes   int64  // read so far from the input, as stored (compressed)
}

// Input is something to read articles from.
type Input struct {
	Name   string // path, URL or "-": its ending chooses the format
	ID     string // for an article that brings none; "" to derive it from URL or text
	URL    string // the page's address, where it was fetched
	Type   string // media type where the name does not tell, as of HTTP's Content-Type
	Meta   []byte // of NAME.meta.yaml; nil where there is none
	Reader io.Reader
}

// Supported says whether a file of this name can be read.
func Supported(name string) bool { return false }

// Read gives the articles of an input one by one. It holds no more than one
// article of it.
func Read(in Input) iter.Seq[Item] { return func(func(Item) bool) {} }

// ReadFile is Read on a file, with the NAME.meta.yaml that stands beside it.
func ReadFile(path, id string) iter.Seq[Item] { return func(func(Item) bool) {} }
