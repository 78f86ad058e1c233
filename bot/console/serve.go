package console

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"time"
)

// Times that a connection may take.
const (
	headerTime   = 10 * time.Second
	readTime     = 30 * time.Second
	writeTime    = 2 * time.Minute // an export of everything
	idleTime     = 2 * time.Minute
	shutdownTime = 8 * time.Second // for answers under way; the system stops waiting after ten
)

// Serve answers on l until ctx is done, then lets the answers under way finish.
// It closes l.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	server := &http.Server{
		Handler: h, ReadHeaderTimeout: headerTime, ReadTimeout: readTime, WriteTimeout: writeTime,
		IdleTimeout: idleTime, MaxHeaderBytes: 64 << 10, ConnContext: withConnection,
		ErrorLog: slog.NewLogLogger(slog.Default().Handler(), slog.LevelDebug),
	}
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	select {
	case err := <-failed:
		return fmt.Errorf("serve HTTP: %w", err)
	case <-ctx.Done():
	}
	stop, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownTime)
	defer cancel()
	if err := server.Shutdown(stop); err != nil {
		return fmt.Errorf("stop serving HTTP: %w", errors.Join(err, server.Close()))
	}
	return nil
}
