package web

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/url"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/feed"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/source"
	"github.com/briefing-bot/briefing-bot/index/weburl"
)

// Reader reads the articles at addresses. Its fields are set before its first use;
// after that it may be used by many goroutines.
type Reader struct {
	Client  *fetch.Client
	Archive Archive // of the articles that are known
	Log     *slog.Logger

	aliases aliases
}

// SameAddress reports whether two addresses are forms of one: with or without www, a
// slash at the end or parameters of a campaign.
func SameAddress(a, b string) bool { return weburl.Key(a) != "" && weburl.Key(a) == weburl.Key(b) }

// Known returns the ID of the article that was read from an address, in any form of it,
// "" if none was.
func (r *Reader) Known(ctx context.Context, address string) string {
	return r.aliases.known(ctx, r.Archive, addressAlias(address, address))
}

// Save writes what was learned of the aliases of articles. What is not saved is
// learned again.
func (r *Reader) Save(ctx context.Context) error {
	values := r.Unsaved()
	if len(values) == 0 {
		return nil
	}
	if err := r.Archive.SetMetas(ctx, values); err != nil {
		return fmt.Errorf("saving the aliases of articles: %w", err)
	}
	r.Saved(values)
	return nil
}

// Unsaved returns the values that Save would write, for callers that write them with
// the articles. They call Saved then.
func (r *Reader) Unsaved() map[string][]byte { return r.aliases.unsaved() }

// Saved notes that the archive has values that Unsaved returned.
func (r *Reader) Saved(values map[string][]byte) { r.aliases.saved(values) }

// sniff returns the body of a response, without gzip that its address brings, and
// whether it is a feed, or should be one by its media type.
func sniff(r *fetch.Response) (body *bufio.Reader, listed bool, err error) {
	body = bufio.NewReaderSize(r.Body, feed.SniffBytes)
	if magic, _ := body.Peek(2); string(magic) == "\x1f\x8b" {
		unpacked, err := source.Gunzip(body)
		if err != nil {
			return nil, false, fmt.Errorf("reading its gzip: %w", err)
		}
		body = bufio.NewReaderSize(unpacked, feed.SniffBytes)
	}
	head, _ := body.Peek(feed.SniffBytes)
	if feed.Sniff(r.Type, head).Lists() {
		return body, true, nil
	}
	mediaType := mediaType(r.Type)
	claims := strings.HasSuffix(mediaType, "xml") && mediaType != "application/xhtml+xml" || mediaType == "application/feed+json"
	return body, claims && supported(r) != nil, nil
}

// supported returns an error for what is not read, by its media type and the
// ending of its address.
func supported(r *fetch.Response) error {
	if source.SupportedType(mediaType(r.Type)) {
		return nil
	}
	if u, err := url.Parse(r.URL); err == nil && source.Supported(u.Path) {
		return nil
	}
	return fmt.Errorf("the server sent %q: this kind of file is not read; save it, convert it to text and ingest that", mediaType(r.Type))
}

// mediaType returns the media type of a Content-Type, in lower case.
func mediaType(contentType string) string {
	mediaType, _, _ := mime.ParseMediaType(contentType)
	return mediaType
}

// isPage reports whether a Content-Type is that of web pages.
func isPage(contentType string) bool {
	t := mediaType(contentType)
	return t == "text/html" || t == "application/xhtml+xml"
}

// isDocument reports whether an answer is a document, such as a press release as a PDF file.
func isDocument(r *fetch.Response) bool {
	u, err := url.Parse(r.URL)
	return err == nil && source.IsDocument(u.Path, mediaType(r.Type))
}

// readAll reads a feed's document. One byte more than allowed tells feed.Parse
// that it is too large.
func readAll(r io.Reader) ([]byte, error) {
	data, err := io.ReadAll(io.LimitReader(r, feed.MaxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("it cannot be read to its end: %w", err)
	}
	return data, nil
}
