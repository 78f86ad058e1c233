// Package record holds the records of the archive and how their bytes are laid out: in
// the order of the fields, without names. A layout never changes once it was released: a
// new field takes a new one, beside the old.
package record

import (
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

// Text is one version of an article, as it was given.
type Text struct {
	article.Article
	Added time.Time
}

// Append appends the record to out.
func (t *Text) Append(out []byte) []byte {
	w := wire.Writer{Bytes: out}
	for _, s := range t.strings() {
		w.String(*s)
	}
	w.Time(t.Published.Time)
	w.Byte(byte(t.Published.Precision))
	w.Time(t.Added)
	return w.Bytes
}

// Parse reads what Append wrote.
func (t *Text) Parse(data []byte) error {
	r := wire.NewReader(data)
	for _, s := range t.strings() {
		*s = r.String()
	}
	t.Published = article.Moment{Time: r.Time(), Precision: article.Precision(r.Byte())}
	t.Added = r.Time()
	return r.End()
}

func (t *Text) strings() []*string {
	return []*string{&t.ID, &t.URL, &t.Title, &t.Source, &t.Author, &t.Lang, &t.Text}
}

// Head is what is kept of an article beside its versions.
type Head struct {
	ID         string
	Version    int // the current one
	Removed    bool
	Founder    uint32 // the article that it is a near-copy of; its own number if it is none
	Extraction int    // extract.Version of the current version's findings
	Hash       []byte // of the current version
	// Removal is why it was removed.
	Removal article.Removal `cbor:",omitempty"`
	// File is the path of the file that gave it last, "" if none did.
	File string `cbor:",omitempty"`
	// Backlog is article.Record.Backlog.
	Backlog bool `cbor:",omitempty"`
}

// Refuses reports whether the article stays removed when it comes in again.
func (h *Head) Refuses() bool { return h.Removed && h.Removal != article.SourceGone }

// The flags of a head.
const (
	removed = 1 << iota
	backlog
)

// Append appends the record to out.
func (h *Head) Append(out []byte) []byte {
	w := wire.Writer{Bytes: out}
	w.String(h.ID)
	w.Uint(uint64(h.Version))
	w.Byte(flag(h.Removed, removed) | flag(h.Backlog, backlog))
	w.Uint(uint64(h.Founder))
	w.Uint(uint64(h.Extraction))
	w.String(string(h.Hash))
	w.Byte(byte(h.Removal))
	w.String(h.File)
	return w.Bytes
}

// Parse reads what Append wrote.
func (h *Head) Parse(data []byte) error {
	r := wire.NewReader(data)
	h.ID, h.Version = r.String(), int(r.Uint())
	flags := r.Byte()
	h.Removed, h.Backlog = flags&removed != 0, flags&backlog != 0
	h.Founder, h.Extraction = uint32(r.Uint()), int(r.Uint())
	h.Hash = nil
	if hash := r.String(); hash != "" {
		h.Hash = []byte(hash)
	}
	h.Removal, h.File = article.Removal(r.Byte()), r.String()
	return r.End()
}

func flag(set bool, bit byte) byte {
	if set {
		return bit
	}
	return 0
}
