package control

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"sync"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// The control socket: HTTP over a Unix socket, so that the other verbs work
// while serve owns the data folder. It lies in a folder that only its owner can
// enter, and each side checks whose process the other one is.

// maxSocketPath is what fits into sockaddr_un on every system (unix(7): 108
// bytes on Linux, 104 on macOS).
const maxSocketPath = 100

// Path returns the path of a data folder's socket: in the data folder if
// that is private and its path short enough, otherwise in a private folder of
// the user.
func Path(data string) (string, error) {
	data, err := filepath.Abs(data)
	if err != nil {
		return "", fmt.Errorf("find the data folder: %w", err)
	}
	path := filepath.Join(data, "control.sock")
	info, err := os.Stat(data)
	if len(path) <= maxSocketPath && (err != nil || isPrivate(info)) {
		return path, nil
	}
	if target, err := filepath.EvalSymlinks(data); err == nil {
		data = target
	}
	sum := sha256.Sum256([]byte(data))
	name := filepath.Join("briefing-bot", hex.EncodeToString(sum[:8])+".sock")
	if dir := os.Getenv("XDG_RUNTIME_DIR"); filepath.IsAbs(dir) && len(filepath.Join(dir, name)) <= maxSocketPath {
		return filepath.Join(dir, name), nil
	}
	dir, err := os.UserCacheDir()
	if err != nil {
		return "", fmt.Errorf("find a private folder for the control socket: %w", err)
	}
	if path = filepath.Join(dir, name); len(path) > maxSocketPath {
		return "", fmt.Errorf("the path %s is too long for the control socket: set XDG_RUNTIME_DIR to a private folder with a short path", path)
	}
	return path, nil
}

// isPrivate reports whether only this user can enter a folder.
func isPrivate(info os.FileInfo) bool {
	return info.IsDir() && info.Mode().Perm()&0o077 == 0 && datadir.OwnedByUser(info)
}

// checkSocketFolder returns an error unless only this user can enter the folder
// of a socket. Folders that users did not choose themselves must not be symbolic
// links. Root may enter all.
func checkSocketFolder(data, path string) error {
	dir := filepath.Dir(path)
	info, err := os.Lstat(dir)
	if chosen, absErr := filepath.Abs(data); absErr == nil && chosen == dir {
		info, err = os.Stat(dir)
	}
	if err != nil {
		return fmt.Errorf("inspect the control socket's folder: %w", err)
	}
	private := isPrivate(info) || os.Geteuid() == 0 && info.IsDir() && info.Mode().Perm()&0o077 == 0
	if !private && runtime.GOOS != "windows" {
		return fmt.Errorf("the folder %s of the control socket must belong to this user and be closed to others: remove it, or chmod 700 it if it is yours", dir)
	}
	return nil
}

// Listen opens the socket. One left by a process that was killed is in
// nobody's use, since this process owns the data folder.
func Listen(data string) (net.Listener, error) {
	path, err := Path(data)
	if err != nil {
		return nil, err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("create a private folder for the control socket: %w", err)
	}
	if err := checkSocketFolder(data, path); err != nil {
		return nil, err
	}
	if err := removeSocket(path); err != nil {
		return nil, err
	}
	l, err := net.Listen("unix", path)
	if err != nil {
		return nil, fmt.Errorf("open the control socket: %w", err)
	}
	if err := os.Chmod(path, 0o600); err != nil {
		return nil, errors.Join(fmt.Errorf("close the control socket to others: %w", err), l.Close())
	}
	return guardedListener{l}, nil
}

// removeSocket removes a socket of this user, and refuses to remove anything else.
func removeSocket(path string) error {
	info, err := os.Lstat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("inspect the old control socket: %w", err)
	}
	if info.Mode()&fs.ModeSocket == 0 || !datadir.OwnedByUser(info) {
		return fmt.Errorf("%s is %s, not a control socket of this user. Move it away", path, datadir.KindOf(info))
	}
	if err := os.Remove(path); err != nil {
		return fmt.Errorf("remove the old control socket: %w", err)
	}
	return nil
}

// guardedListener accepts connections of this user's processes, and root's.
type guardedListener struct{ net.Listener }

// Accept returns the next connection of a permitted process and closes others.
func (l guardedListener) Accept() (net.Conn, error) {
	for {
		conn, err := l.Listener.Accept()
		if err != nil {
			return nil, err
		}
		uid, err := peerUID(conn)
		if err == nil && (uid == os.Geteuid() || uid == 0) {
			return conn, nil
		}
		_ = conn.Close()
	}
}

// dial connects to the owner of a data folder. It talks to nobody but a
// process of this user; root may talk to that of the folder's owner.
func dial(ctx context.Context, data, path string) (net.Conn, error) {
	if err := checkSocketFolder(data, path); err != nil {
		return nil, err
	}
	dialer := net.Dialer{Timeout: maxSilence}
	conn, err := dialer.DialContext(ctx, "unix", path)
	if err != nil {
		return nil, err
	}
	uid, err := peerUID(conn)
	if err == nil && uid != os.Geteuid() && !(os.Geteuid() == 0 && uid == datadir.OwnerOf(data)) {
		err = fmt.Errorf("%w (user %d)", ErrForeignOwner, uid)
	}
	if err != nil {
		return nil, errors.Join(err, conn.Close())
	}
	return conn, nil
}

// ErrForeignOwner is returned if somebody else's process listens on the socket.
var ErrForeignOwner = errors.New("the control socket belongs to a process of another user; nothing was sent to it")

// handler serves a backend's functions.
func handler(d Backend) http.Handler {
	m := http.NewServeMux()
	m.HandleFunc("GET /hello", func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) })
	m.HandleFunc("POST /answer", call(d.Answer))
	m.HandleFunc("POST /suggest", call(d.Suggest))
	m.HandleFunc("POST /search", call(d.Search))
	m.HandleFunc("POST /check", call(func(ctx context.Context, _ struct{}) (CheckReport, error) { return d.Check(ctx) }))
	m.HandleFunc("POST /backup", call(d.Backup))
	m.HandleFunc("POST /compact", call(func(ctx context.Context, _ struct{}) (CompactReport, error) { return d.Compact(ctx) }))
	m.HandleFunc("POST /ingest", func(w http.ResponseWriter, r *http.Request) { serveIngest(d, w, r) })
	return m
}

// call decodes a request, answers it with f, and shows signs of life meanwhile.
func call[Q, A any](f func(context.Context, Q) (A, error)) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		var q Q
		if !decode(w, r, &q) {
			return
		}
		out := newReplies(w)
		defer out.halt() // if f panics
		answer, err := f(r.Context(), q)
		out.end(answer, err)
	}
}

// aliveInterval is the interval at which the owner signals that it is working on a request.
const aliveInterval = 2 * time.Second

// replies writes to one response, from several goroutines.
type replies struct {
	mu      sync.Mutex
	w       http.ResponseWriter
	encoder *json.Encoder
	halt    func() // stops the signs of life
}

// newReplies begins to show signs of life; end and halt stop that.
func newReplies(w http.ResponseWriter) *replies {
	r := &replies{w: w, encoder: json.NewEncoder(w)}
	stop := make(chan struct{})
	var stopped sync.WaitGroup
	r.halt = sync.OnceFunc(func() {
		close(stop)
		stopped.Wait()
	})
	stopped.Go(func() {
		tick := time.NewTicker(aliveInterval)
		defer tick.Stop()
		for {
			select {
			case <-tick.C:
				r.send(reply{Alive: true})
			case <-stop:
				return
			}
		}
	})
	return r
}

// send writes a reply at once. Its errors mean that the other side has gone.
func (r *replies) send(reply reply) {
	r.mu.Lock()
	defer r.mu.Unlock()
	_ = r.encoder.Encode(reply)
	_ = http.NewResponseController(r.w).Flush()
}

// end writes the result.
func (r *replies) end(value any, err error) {
	r.halt()
	writeReply(r.w, value, err)
}

func decode(w http.ResponseWriter, r *http.Request, into any) bool {
	err := json.NewDecoder(http.MaxBytesReader(w, r.Body, 1<<20)).Decode(into)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
	return err == nil
}

// reply is every answer on the socket.
type reply struct {
	Value    json.RawMessage  `json:"value,omitempty"`
	Progress *ingest.Progress `json:"progress,omitempty"` // before the value, any number of times
	Alive    bool             `json:"alive,omitempty"`    // the same; the owner works on it
	Error    string           `json:"error,omitempty"`
	Usage    bool             `json:"usage,omitempty"` // the error is one of the line
}

func writeReply(w io.Writer, value any, err error) {
	var out reply
	raw, marshalErr := json.Marshal(value)
	out.Value = raw
	if err = errors.Join(err, marshalErr); err != nil {
		out.Error = err.Error()
		var people *bot.Error
		out.Usage = errors.As(err, &people) && people.Usage
	}
	_ = json.NewEncoder(w).Encode(out) // the other side has gone: nobody to tell
}

// serveIngest ingests the paths of the query and, for "-", the request's body,
// and streams progress.
func serveIngest(d Backend, w http.ResponseWriter, r *http.Request) {
	control := http.NewResponseController(w)
	if slices.Contains(r.URL.Query()["path"], "-") {
		_ = control.EnableFullDuplex() // progress goes out while the body comes in
	}
	// A connection whose body came in meanwhile is not used again: net/http may
	// still be reading from it, and the answer would be lost.
	w.Header().Set("Connection", "close")
	out := newReplies(w)
	defer out.halt()
	last := time.Time{}
	report, err := d.Ingest(r.Context(), Delivery{Inputs: r.URL.Query()["path"], Stdin: r.Body}, func(p ingest.Progress) {
		if time.Since(last) < ProgressInterval {
			return
		}
		last = time.Now()
		out.send(reply{Progress: &p})
	})
	out.end(report, err)
}

func newServer(ctx context.Context, d Backend) *http.Server {
	return &http.Server{Handler: handler(d), ReadHeaderTimeout: 5 * time.Second,
		BaseContext: func(net.Listener) context.Context { return ctx }}
}

// Serve answers on the socket until ctx ends.
func Serve(ctx context.Context, l net.Listener, d Backend) error {
	server := newServer(ctx, d)
	stop := context.AfterFunc(ctx, func() { _ = server.Shutdown(context.WithoutCancel(ctx)) })
	defer stop()
	if err := server.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return fmt.Errorf("serve the control socket: %w", err)
	}
	return nil
}

// shareGrace is how long a verb that is done waits for those that reached it.
const shareGrace = 10 * time.Second

// Share answers on the socket while a verb other than serve owns the folder.
// stop waits for answers under way. If no socket can be opened the verb works
// alone, and others report that the folder is in use.
func Share(ctx context.Context, data string, log *slog.Logger, d Backend) (stop func() error) {
	l, err := Listen(data)
	if err != nil {
		log.Debug("other verbs cannot reach this one", slog.Any("reason", err))
		return func() error { return nil }
	}
	ctx, cancel := context.WithCancel(ctx)
	server := newServer(ctx, d)
	done := make(chan error, 1)
	go func() { done <- server.Serve(l) }()
	return func() error {
		defer cancel()
		limit, expired := context.WithTimeout(context.WithoutCancel(ctx), shareGrace)
		defer expired()
		if err := server.Shutdown(limit); err != nil {
			cancel()
			return errors.Join(server.Close(), ignoreClosed(<-done))
		}
		return ignoreClosed(<-done)
	}
}

func ignoreClosed(err error) error {
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}
