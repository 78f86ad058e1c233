package gateway

import (
	"cmp"
	"context"
	"encoding/json"
	"log/slog"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"github.com/briefing-bot/briefing-bot/bot/chat"
	"github.com/briefing-bot/briefing-bot/bot/discord/rest"
)

// Config configures a Gateway. Receive, Connected and Outage are called from
// several goroutines.
type Config struct {
	REST  *rest.Client
	Log   *slog.Logger
	Token string
	// URL is the gateway's address, "" for what the server says.
	URL string
	// Shard and Shards are this process's shard; Shards is 0 for as many as Discord
	// advises, all in this process.
	Shard, Shards int
	// Elsewhere is set for another server than Discord's own, which may lack RESUME.
	Elsewhere bool
	// Patience is the time limit for HELLO, and for READY or RESUMED;
	// 20 s if it is 0.
	Patience time.Duration
	// Dial opens connections; the system's network, by way of the proxy that the
	// environment names, if it is nil.
	Dial func(ctx context.Context, network, address string) (net.Conn, error)
	// Outage is called with the shards that are down.
	Outage *chat.Outage
	// Connected is called whenever a shard is ready.
	Connected func()
	// Receive is called with each event, in order. It must return at once.
	Receive func(kind string, data json.RawMessage)
}

// defaultPatience is the time for HELLO, and for READY or RESUMED: whatever becomes of a
// connection, half a minute later there is another one.
const defaultPatience = 20 * time.Second

// Gateway keeps this process's connections to Discord's gateway.
type Gateway struct {
	Config
	budget    budget
	unresumes atomic.Bool // the server lacks RESUME
}

// New returns a gateway that does nothing until run.
func New(c Config) *Gateway {
	c.Patience = cmp.Or(c.Patience, defaultPatience)
	return &Gateway{Config: c}
}

// budget spends IDENTIFYs: one in 5 s for each key, and none when nearly all of the
// day's are spent, because then Discord takes the token away.
type budget struct {
	mu   sync.Mutex
	next map[int]time.Time
}
