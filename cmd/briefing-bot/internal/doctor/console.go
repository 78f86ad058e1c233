package doctor

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net"
	"net/http"
	"net/url"
	"syscall"

	"github.com/briefing-bot/briefing-bot/bot/console"
	"github.com/briefing-bot/briefing-bot/bot/slack"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
)

// console looks who answers at the console's address.
func (d *Doctor) console(ctx context.Context) []Finding {
	const about = "console"
	address := d.Config.Console.Address
	if d.ConfigError != nil {
		return nil
	}
	var out []Finding
	if base, err := url.Parse(d.Config.Console.BaseURL); err == nil && base.Scheme == "http" && !local(base.Hostname()) {
		out = append(out, warning(about, "console.base_url is not encrypted: the token and what people ask can be read on the way.", "Put a proxy with TLS before the console, and write https:// there."))
	}
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", address)
	if err == nil {
		out = append(out, good(about, "Nothing runs at "+address+"; serve can use it."))
		return append(append(out, d.deliveries(ctx)...), closedAgain(about, l)...)
	}
	if d.servesHere(ctx, address) {
		owner, unreached := control.Reach(ctx, d.Config.Data)
		if unreached != nil {
			return append(out, problem(about, fmt.Sprintf("A briefing-bot answers at %s, and it is not that of this data folder.", address), "Stop it, or choose another console.address, such as 127.0.0.1:8484."))
		}
		if err := owner.Close(); err != nil {
			out = append(out, warning(about, err.Error(), "Try again."))
		}
		return append(out, good(about, "serve answers at "+address))
	}
	return append(out, problem(about, fmt.Sprintf("serve cannot use the address %s: %v.", address, err), addressFix(err, "console.address")))
}

// deliveries looks whether serve could listen where Slack and Discord deliver. It is
// called while the console's address is taken, as serve takes them all.
func (d *Doctor) deliveries(ctx context.Context) []Finding {
	var out []Finding
	var open []net.Listener
	for _, to := range d.listeners() {
		l, err := new(net.ListenConfig).Listen(ctx, "tcp", to.address)
		if err != nil {
			out = append(out, problem(to.about, fmt.Sprintf("serve cannot use the address %s (%s): %v.", to.address, to.setting, err), addressFix(err, to.setting)))
			continue
		}
		open = append(open, l)
	}
	for _, l := range open {
		out = append(out, closedAgain("addresses", l)...)
	}
	return out
}

// listener is an address that serve listens on for a chat service.
type listener struct{ about, setting, address string }

func (d *Doctor) listeners() []listener {
	var out []listener
	if secrets, err := d.Config.Slack.Secrets(); err == nil && d.Config.Slack.Connection(secrets) != slack.ModeOff && d.Config.Slack.Listens(secrets) {
		out = append(out, listener{"Slack", "slack.address", d.Config.Slack.Address})
	}
	if d.Config.Discord.Listens() {
		out = append(out, listener{"Discord", "discord.address", d.Config.Discord.Address})
	}
	return out
}

// closedAgain closes a listener.
func closedAgain(about string, l net.Listener) []Finding {
	if err := l.Close(); err != nil {
		return []Finding{problem(about, err.Error(), "Try again.")}
	}
	return nil
}

// addressFix returns what to do where an address cannot be listened on.
func addressFix(err error, setting string) string {
	switch {
	case errors.Is(err, fs.ErrPermission):
		return "Choose a port from 1024 on for " + setting + "; ports below are the system's."
	case errors.Is(err, syscall.EADDRNOTAVAIL):
		return "Write an address of this machine in " + setting + ", or 0.0.0.0 for all of them."
	}
	return "If another program uses it, stop that or choose another port for " + setting + "."
}

// local reports whether a host is this machine.
func local(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}

// servesHere reports whether a briefing-bot answers at an address.
func (d *Doctor) servesHere(ctx context.Context, address string) bool {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, console.Openable(address)+"healthz", nil)
	if err != nil {
		return false
	}
	answer, err := d.Client.Do(r)
	if err != nil {
		return false
	}
	defer answer.Body.Close()
	return answer.StatusCode == http.StatusOK && answer.Header.Get("Content-Security-Policy") != ""
}
