package doctor

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"net/url"

	"github.com/briefing-bot/briefing-bot/bot/console"
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
		if err := l.Close(); err != nil {
			return append(out, problem(about, err.Error(), "Try again."))
		}
		return append(out, good(about, "Nothing runs at "+address+"; serve can use it."))
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
	return append(out, problem(about, fmt.Sprintf("serve cannot use the address %s: %v.", address, err), "If another program uses it, stop that or choose another console.address, such as 127.0.0.1:8484."))
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
