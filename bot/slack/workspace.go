package slack

import (
	"errors"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"github.com/briefing-bot/briefing-bot/bot/chat/converse"
	"github.com/briefing-bot/briefing-bot/bot/slack/webapi"
)

// DefaultAPIURL is Slack's own.
const DefaultAPIURL = webapi.DefaultURL

// platform is the name of this surface in Requests and in the store.
const platform = "slack"

// workspace is one that the bot is in.
type workspace struct {
	ID, Name string
	Org      string // the Enterprise Grid organisation, "" for none
	Me       string // the bot's own user
	BotID    string
	agent    *atomic.Bool // its app is an agent or assistant: direct messages are answered in threads
	api      *slack.Client
	raw      *webapi.Bearer // for what api lacks
	*lacking
}

// scope returns that of data and buttons.
func (w *workspace) scope() string { return platform + "/" + w.ID }

// teamOf returns the workspace of a target.
func teamOf(t *converse.Target) *workspace { return t.Own.(*workspace) }

// targetIn returns a target in a workspace.
func targetIn(w *workspace) *converse.Target {
	return &converse.Target{Workspace: w.ID, Located: true, Own: w}
}

func allows(list []string, id string) bool { return len(list) == 0 || slices.Contains(list, id) }

// Methods and features that a server may lack.
const (
	updateMethod  = "chat.update"
	unfurlMethod  = "chat.unfurl"
	deleteMethod  = "chat.delete"
	privateMethod = "chat.postEphemeral"
	uploadMethod  = "files.getUploadURLExternal"
	openMethod    = "conversations.open"
	channelMethod = "conversations.info"
	metadata      = "message metadata"
	modernBlocks  = "charts and feedback buttons"
	tables        = "tables"
)

// How long a method counts as lacking before it is tried again.
const (
	lackingLife = time.Hour        // the server said that it does not have it
	absentLife  = 10 * time.Minute // its path was not found, maybe by a proxy
)

// lacking knows which methods a workspace lacks.
type lacking struct {
	workspace string
	log       *slog.Logger

	mu    sync.Mutex
	until map[string]time.Time // by method, when it is tried again
}

func newLacking(workspace string, log *slog.Logger) *lacking {
	return &lacking{workspace: workspace, log: log, until: map[string]time.Time{}}
}

// has reports whether a method may be tried.
func (l *lacking) has(method string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return !time.Now().Before(l.until[method])
}

// lacks reports whether err means that a method is not supported. It then leaves the method out
// for a while and logs that once. An error about one type of channel does not count.
func (l *lacking) lacks(method string, err error) bool {
	if !unsupported(err) {
		return false
	}
	if codeOf(err) == wrongChannelType {
		return true
	}
	life := lackingLife
	if _, ok := errors.AsType[*webapi.NoMethodError](err); ok {
		life = absentLife
	}
	l.lack(method, life)
	return true
}

// lack leaves a method out for a while.
func (l *lacking) lack(method string, life time.Duration) {
	if said := l.leaveOut(method, life); !said {
		l.log.Warn("this server lacks a method; what needs it is left out", slog.String("method", method), slog.String("workspace", l.workspace))
	}
}

// leaveOut does the same without logging it, and reports whether that happened before.
func (l *lacking) leaveOut(method string, life time.Duration) (before bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	_, before = l.until[method]
	l.until[method] = time.Now().Add(life)
	return before
}

// wrongChannelType is Slack's code for a method that a channel does not have.
const wrongChannelType = "method_not_supported_for_channel_type"

// unsupported reports whether err says that a method does not exist, or not for
// that channel or workspace.
func unsupported(err error) bool {
	var absent *webapi.NoMethodError
	return errors.As(err, &absent) ||
		slices.Contains([]string{unknownMethod, "not_implemented", "feature_not_enabled", wrongChannelType}, codeOf(err))
}
