package archive

import (
	"io"

	"github.com/briefing-bot/briefing-bot/index/boltfile"
)

const pageHeader = 16 // before the content of every page

// element is a record as it lies in the file.
type element struct{ key, value []byte }

// pageFile reads the file apart from the archive.
type pageFile struct{ *boltfile.File }

func openPages(r io.ReaderAt, size int64) (pageFile, error) {
	f, err := boltfile.Open(r, size)
	return pageFile{f}, err
}

// roots returns the names of the buckets, by themselves.
func (p pageFile) roots() map[string]string {
	out := map[string]string{}
	for _, name := range p.Buckets() {
		out[name] = name
	}
	return out
}

func (p pageFile) bucket(name, _ string, each func(element)) {
	p.Each(name, func(r boltfile.Record) { each(element{r.Key, r.Value}) })
}
