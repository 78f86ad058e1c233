package chat

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"sync"
	"time"
)

// Deliveries bounds what a service's HTTP deliveries, and everybody else's requests
// to the same address, may cost before it is known who sent them. The zero value
// refuses every body.
type Deliveries struct {
	Log *slog.Logger
	// MaxBody is the largest body taken, in bytes.
	MaxBody int64

	mu      sync.Mutex
	reading int64 // bytes of bodies that are being read
	refused int   // since the last line in the log
	quiet   bool  // a line was written within the last refusalEvery
}

// Bounds of all deliveries together.
const (
	readingBudget = 32 << 20        // bytes of bodies that are being read at once
	readWithin    = 5 * time.Second // for one body: services wait 3 s for the acknowledgement
	readChunk     = 16 << 10
	refusalEvery  = time.Minute // between two lines about refused deliveries
	// MaxHeader is the most that a delivery's headers take, in bytes.
	MaxHeader = 16 << 10
)

// errBusy is the error of a body for which there is no room.
var errBusy = errors.New("too many deliveries at once")

// Read returns a delivery's body. Where it cannot, it has answered and is false. The
// caller looks at the headers first: a body is what costs.
func (d *Deliveries) Read(w http.ResponseWriter, r *http.Request) (body []byte, ok bool) {
	if r.ContentLength > d.MaxBody {
		d.Refuse(w, r, http.StatusRequestEntityTooLarge, "the body is too large")
		return nil, false
	}
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Now().Add(readWithin)) // a recorder has none
	body, err := d.read(http.MaxBytesReader(w, r.Body, d.MaxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case err == nil:
		_ = control.SetReadDeadline(time.Time{})
		return body, true
	case errors.Is(err, errBusy):
		w.Header().Set("Retry-After", "5")
		d.Refuse(w, r, http.StatusServiceUnavailable, err.Error())
	case errors.As(err, &tooLarge):
		d.Refuse(w, r, http.StatusRequestEntityTooLarge, "the body is too large")
	default:
		d.Refuse(w, r, http.StatusBadRequest, "the body did not arrive")
	}
	return nil, false
}

// read takes room for what has arrived, so that who announces much and sends nothing
// takes none.
func (d *Deliveries) read(from io.Reader) ([]byte, error) {
	var chunks [][]byte
	size := 0
	defer func() { d.take(-int64(len(chunks)) * readChunk) }()
	for {
		if !d.take(readChunk) {
			return nil, errBusy
		}
		chunks = append(chunks, make([]byte, 0, readChunk))
		n, err := fill(from, &chunks[len(chunks)-1])
		size += n
		switch {
		case errors.Is(err, io.EOF):
			return joined(chunks, size), nil
		case err != nil:
			return nil, err
		}
	}
}

// fill reads until chunk is full. Unlike io.ReadFull it tells the end of a body,
// io.EOF, from a connection that was cut.
func fill(from io.Reader, chunk *[]byte) (n int, err error) {
	for len(*chunk) < cap(*chunk) && err == nil {
		n, err = from.Read((*chunk)[len(*chunk):cap(*chunk)])
		*chunk = (*chunk)[:len(*chunk)+n]
	}
	return len(*chunk), err
}

// take adds n bytes to those that are being read, if there is room.
func (d *Deliveries) take(n int64) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if n > 0 && d.reading+n > readingBudget {
		return false
	}
	d.reading += n
	return true
}

func joined(chunks [][]byte, size int) []byte {
	if len(chunks) == 1 {
		return chunks[0]
	}
	out := make([]byte, 0, size)
	for _, c := range chunks {
		out = append(out, c...)
	}
	return out
}

// Refuse answers with a status and ends the connection, without reading what may
// still come. The log has one line about it, and a minute later how many there were.
func (d *Deliveries) Refuse(w http.ResponseWriter, r *http.Request, status int, why string) {
	d.mu.Lock()
	first := !d.quiet
	if first {
		d.quiet = true
		time.AfterFunc(refusalEvery, d.count)
	} else {
		d.refused++
	}
	d.mu.Unlock()
	if first {
		d.Log.Warn("a delivery was refused; further ones are counted for a minute", slog.String("from", r.RemoteAddr), slog.Int("status", status), slog.String("reason", why))
	}
	w.Header().Set("Connection", "close")
	http.Error(w, why, status)
	_ = http.NewResponseController(w).SetReadDeadline(time.Now())
}

// count logs how many deliveries were refused since the last line.
func (d *Deliveries) count() {
	d.mu.Lock()
	n := d.refused
	d.refused, d.quiet = 0, n > 0
	if n > 0 {
		time.AfterFunc(refusalEvery, d.count)
	}
	d.mu.Unlock()
	if n > 0 {
		d.Log.LogAttrs(context.Background(), slog.LevelWarn, "more deliveries were refused", slog.Int("in_the_last_minute", n))
	}
}
