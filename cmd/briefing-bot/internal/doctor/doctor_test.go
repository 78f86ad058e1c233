package doctor_test

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/config"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/control"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/doctor"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// patient is a healthy set-up, with everything in it that can fall ill.
type patient struct {
	t       *testing.T
	dir     string // of all its files
	file    string // the configuration
	env     map[string]string
	doctor  *doctor.Doctor
	service *httptest.Server // answers as Slack and as Discord
	answers map[string]string
	skew    time.Duration
	scopes  string
}

const (
	slackScopes = "app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,files:write,groups:history,groups:read,im:history,im:read,im:write," +
		"mpim:history,mpim:read,reactions:write,team:read,users:read,links:read,links:write"
	slackMe   = `{"ok":true,"user":"briefing","team":"Harbour","team_id":"T1","user_id":"U1"}`
	discordMe = `{"id":"1","username":"briefing"}`
)

// newPatient returns one with two articles, a watched folder, Slack and Discord.
func newPatient(t *testing.T) *patient {
	t.Helper()
	p := &patient{t: t, dir: t.TempDir(), env: map[string]string{}, scopes: slackScopes}
	p.answers = map[string]string{"/api/auth.test": slackMe, "/api/apps.connections.open": `{"ok":true,"url":"wss://x"}`,
		"/discord/users/@me": discordMe, "/discord/users/@me/guilds": `[{"id":"2","name":"Harbour"}]`}
	p.service = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Date", time.Now().Add(p.skew).UTC().Format(http.TimeFormat))
		w.Header().Set("X-OAuth-Scopes", p.scopes)
		if body := p.answers[r.URL.Path]; strings.HasPrefix(body, "401") {
			http.Error(w, strings.TrimPrefix(body, "401"), http.StatusUnauthorized)
		} else {
			fmt.Fprint(w, body)
		}
	}))
	t.Cleanup(p.service.Close)
	p.file = filepath.Join(p.dir, "briefing.yaml")
	p.write("token", "0123456789abcdef", 0o600)
	p.write("inbox/a.txt", "Mayor Mette Lund said the ferry was late.", 0o600)
	p.configure("")
	p.ingest()
	return p
}

func (p *patient) write(name, text string, mode os.FileMode) string {
	p.t.Helper()
	path := filepath.Join(p.dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), mode); err != nil {
		p.t.Fatal(err)
	}
	if err := os.Chmod(path, mode); err != nil {
		p.t.Fatal(err)
	}
	return path
}

// configure writes the configuration; more replaces or adds top-level settings.
func (p *patient) configure(more string) {
	p.t.Helper()
	settings := []string{
		"data: data", "watch: [inbox]", "zone: UTC", "names: \"\"",
		"console: {address: \"127.0.0.1:0\", token_file: token}",
		"slack: {mode: socket, api_url: " + p.service.URL + "/api/, bot_token_file: bot, app_token_file: app}",
		"discord: {mode: gateway, api_url: " + p.service.URL + "/discord, token_file: discord}",
	}
	p.write("bot", "xoxb-1-2-abcdefghijklmnop", 0o600)
	p.write("app", "xapp-1-2-abcdefghijklmnop", 0o600)
	p.write("discord", "abcdefghijklmnop.abcdef.abcdefghijkl", 0o600)
	name, _, _ := strings.Cut(more, ":")
	for i, s := range settings {
		if more != "" && strings.HasPrefix(s, name+":") {
			settings[i], more = more, ""
		}
	}
	p.write("briefing.yaml", strings.Join(append(settings, more), "\n")+"\n", 0o600)
	before := p.doctor
	c, err := p.read()
	p.doctor = doctor.New(c, err, app.Connect)
	if before != nil {
		p.doctor.Now, p.doctor.FreeSpace = before.Now, before.FreeSpace
	}
}

// read reads the configuration, and everything that is wrong with it.
func (p *patient) read() (config.Config, error) {
	return (&config.Flags{File: p.file}).CheckAll()
}

func (p *patient) ingest() {
	p.t.Helper()
	d, err := app.Connect(p.t.Context(), p.doctor.Config)
	if err != nil {
		p.t.Fatal(err)
	}
	defer d.Close()
	if r, err := d.Ingest(p.t.Context(), control.Delivery{Inputs: []string{filepath.Join(p.dir, "inbox")}}, func(ingest.Progress) {}); err != nil || r.Added != 1 {
		p.t.Fatalf("%+v, %v", r, err)
	}
}

// harm changes a file of the data folder.
func (p *patient) harm(name string, change func([]byte) []byte) {
	p.t.Helper()
	path := filepath.Join(p.dir, "data", name)
	raw, err := os.ReadFile(path)
	if err != nil {
		p.t.Fatal(err)
	}
	if err := os.WriteFile(path, change(raw), 0o600); err != nil {
		p.t.Fatal(err)
	}
}

// follow runs serve until a source has failed.
func (p *patient) follow(address string) {
	p.t.Helper()
	p.configure("sources: [{url: \"" + address + "\"}]")
	p.doctor.Config.Slack.Mode, p.doctor.Config.Discord.Mode = "off", "off"
	a, err := app.Open(p.t.Context(), p.doctor.Config, slog.New(slog.DiscardHandler))
	p.must(err)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	p.must(err)
	ctx, cancel := context.WithTimeout(p.t.Context(), 20*time.Second)
	defer cancel()
	served := make(chan error, 1)
	c := p.doctor.Config
	go func() { served <- a.Serve(ctx, listener) }()
	for failed := false; !failed && ctx.Err() == nil; {
		owner, err := control.Reach(ctx, c.Data)
		if err != nil {
			continue // it is starting
		}
		report, err := owner.Check(ctx)
		failed = err == nil && len(report.Failing) > 0
		p.must(owner.Close())
	}
	cancel()
	p.must(<-served)
	p.must(a.Close())
}

// refused returns an address that nothing listens on.
func (p *patient) refused() string {
	l := p.serveElsewhere()
	p.must(l.Close())
	return l.Addr().String()
}

func (p *patient) serveElsewhere() net.Listener {
	p.t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		p.t.Fatal(err)
	}
	p.t.Cleanup(func() { l.Close() })
	return l
}

// TestHealthy finds nothing in a set-up that is in order.
func TestHealthy(t *testing.T) {
	t.Parallel()
	for _, f := range newPatient(t).doctor.Run(t.Context()) {
		if f.Level != doctor.Good || f.Fix != "" {
			t.Errorf("%+v", f)
		}
	}
}

// TestFaults seeds a fault in a set-up that is in order, one a row; the doctor must find
// it, say how to mend it, and find no other problem.
func TestFaults(t *testing.T) {
	t.Parallel()
	for _, row := range []struct {
		name  string
		seed  func(p *patient)
		level doctor.Level
		about string
		text  string
	}{
		{"an unknown setting", func(p *patient) { p.configure("slak: {mode: off}") }, doctor.Problem, "configuration", "slak"},
		{"a zone that is none", func(p *patient) { p.configure("zone: Europe/Stokholm") }, doctor.Problem, "configuration", "Stokholm"},
		{"names that are not there", func(p *patient) { p.configure("names: people.yaml") }, doctor.Problem, "configuration", "people.yaml"},
		{"a short token", func(p *patient) { p.write("token", "short", 0o600) }, doctor.Problem, "configuration", "at least 16"},
		{"a secret that is missing", func(p *patient) { p.must(os.Remove(filepath.Join(p.dir, "bot"))) }, doctor.Problem, "configuration", "slack.bot_token_file"},
		{"swapped tokens", func(p *patient) { p.configure("slack: {mode: socket, bot_token_file: app, app_token_file: bot}") }, doctor.Problem, "configuration", "xoxb-"},
		{"a secret that others can read", func(p *patient) { p.write("token", "0123456789abcdef", 0o644) }, doctor.Warning, "secrets", "console.token_file"},
		{"no data folder", func(p *patient) { p.must(os.RemoveAll(filepath.Join(p.dir, "data"))) }, doctor.Warning, "data folder", "does not exist"},
		{"a file in its place", func(p *patient) { p.must(os.RemoveAll(filepath.Join(p.dir, "data"))); p.write("data", "", 0o600) }, doctor.Problem, "data folder", "is not a folder"},
		{"somebody else's folder", func(p *patient) {
			p.must(os.RemoveAll(filepath.Join(p.dir, "data")))
			p.write("data/letter.txt", "Dear Mette", 0o600)
		}, doctor.Problem, "data folder", "left alone"},
		{"a data folder open to all", func(p *patient) { p.must(os.Chmod(filepath.Join(p.dir, "data"), 0o755)) }, doctor.Warning, "data folder", "other users"},
		{"a full disk", func(p *patient) { p.doctor.FreeSpace = func(string) (uint64, bool) { return 1 << 20, true } }, doctor.Problem, "disk", "No articles can come in"},
		{"a disk that is nearly full", func(p *patient) { p.doctor.FreeSpace = func(string) (uint64, bool) { return 20 << 20, true } }, doctor.Problem, "disk", "about to wait for room"},
		{"a disk that fills", func(p *patient) { p.doctor.FreeSpace = func(string) (uint64, bool) { return 100 << 20, true } }, doctor.Warning, "disk", "built again"},
		{"an archive cut short", func(p *patient) { p.harm(archive.FileName, func(b []byte) []byte { return b[:len(b)/2] }) }, doctor.Problem, "briefing", ""},
		{"an archive that is gone", func(p *patient) { p.must(os.Remove(filepath.Join(p.dir, "data", archive.FileName))) }, doctor.Problem, "briefing", "missing"},
		{"a state database that is gone", func(p *patient) {
			p.must(os.Remove(filepath.Join(p.dir, "data", datadir.MarkerName)))
			m := datadir.NewMarker()
			m.State = true
			p.must(m.Write(filepath.Join(p.dir, "data")))
		}, doctor.Problem, "archive and index", "state.db is missing"},
		{"a clock that is behind", func(p *patient) { p.doctor.Now = func() time.Time { return time.Now().Add(-48 * time.Hour) } }, doctor.Problem, "clock", "clock says"},
		{"a clock that Slack disagrees with", func(p *patient) { p.skew = 10 * time.Minute }, doctor.Problem, "clock", "off that of Slack"},
		{"nothing new", func(p *patient) {
			later := time.Now().Add(100 * time.Hour)
			p.doctor.Now, p.skew = func() time.Time { return later }, 100*time.Hour
		}, doctor.Warning, "freshness", "No article came in since"},
		{"a watched folder that is gone", func(p *patient) { p.must(os.RemoveAll(filepath.Join(p.dir, "inbox"))) }, doctor.Problem, "watched folders", "inbox"},
		{"a watched file", func(p *patient) { p.doctor.Config.Watch = []string{filepath.Join(p.dir, "inbox", "a.txt")} }, doctor.Problem, "watched folders", "is not a folder"},
		{"a watched folder that is empty", func(p *patient) { p.must(os.Remove(filepath.Join(p.dir, "inbox", "a.txt"))) }, doctor.Warning, "watched folders", "is empty"},
		{"an address in use", func(p *patient) {
			p.configure(fmt.Sprintf("console: {address: %q, token_file: token}", p.serveElsewhere().Addr()))
			p.doctor.Client.Timeout = 2 * time.Second // what has the address never answers
		}, doctor.Problem, "console", "serve cannot use the address"},
		{"another briefing-bot at the address", func(p *patient) {
			other := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Security-Policy", "default-src 'none'")
			}))
			p.t.Cleanup(other.Close)
			p.configure(fmt.Sprintf("console: {address: %q, token_file: token}", other.Listener.Addr()))
		}, doctor.Problem, "console", "not that of this data folder"},
		{"a page that is not encrypted", func(p *patient) {
			p.configure("console: {address: \"127.0.0.1:0\", token_file: token, base_url: \"http://desk.example\"}")
		}, doctor.Warning, "console", "not encrypted"},
		{"a revoked Slack token", func(p *patient) { p.answers["/api/auth.test"] = `{"ok":false,"error":"token_revoked"}` }, doctor.Problem, "Slack", "token_revoked"},
		{"a scope that is missing", func(p *patient) { p.scopes = strings.ReplaceAll(slackScopes, "files:write,", "") }, doctor.Warning, "Slack", "files:write was not granted: answers cannot be exported"},
		{"an app token that is refused", func(p *patient) { p.answers["/api/apps.connections.open"] = `{"ok":false,"error":"invalid_auth"}` }, doctor.Problem, "Slack", "invalid_auth"},
		{"a proxy's page", func(p *patient) { p.answers["/api/auth.test"] = "<html>Sign in to the network</html>" }, doctor.Problem, "Slack", "no JSON"},
		{"a Discord token that is refused", func(p *patient) { p.answers["/discord/users/@me"] = `401{"message":"401: Unauthorized"}` }, doctor.Problem, "Discord", "refuses the token"},
		{"a scope that Slack cannot do without", func(p *patient) { p.scopes = strings.ReplaceAll(slackScopes, "chat:write,", "") }, doctor.Problem, "Slack", "lacks the scope chat:write"},
		{"another program where Slack delivers", func(p *patient) {
			p.write("signing", "0123456789abcdef0123456789abcdef", 0o600)
			p.configure("slack: {mode: http, api_url: " + p.service.URL + "/api/, bot_token_file: bot, signing_secret_file: signing, address: \"" + p.serveElsewhere().Addr().String() + "\"}")
		}, doctor.Problem, "Slack", "(slack.address): listen tcp"},
		{"one address for two", func(p *patient) {
			l := p.serveElsewhere()
			p.must(l.Close())
			p.write("signing", "0123456789abcdef0123456789abcdef", 0o600)
			p.write("briefing.yaml", fmt.Sprintf("data: data\nwatch: [inbox]\nconsole: {address: %q, token_file: token}\ndiscord: {mode: \"off\"}\n"+
				"slack: {mode: http, api_url: %s/api/, bot_token_file: bot, signing_secret_file: signing, address: %q}\n", l.Addr(), p.service.URL, l.Addr()), 0o600)
			p.doctor.Config, p.doctor.ConfigError = p.read()
		}, doctor.Problem, "Slack", "address already in use"},
		{"another machine's address", func(p *patient) { p.configure("console: {address: \"192.0.2.7:8383\", token_file: token}") }, doctor.Problem, "console", "serve cannot use the address 192.0.2.7:8383"},
		{"a misspelt variable", func(p *patient) { p.doctor.Environ = []string{"BRIEFING_BOT_ZNOE=UTC"} }, doctor.Warning, "environment", "Did you mean BRIEFING_BOT_ZONE?"},
		{"a password that is not set", func(p *patient) {
			p.configure("sources: [{url: 'imaps://mail.example/News', user: ada, password_env: NO_SUCH_PASSWORD}]")
		}, doctor.Problem, "configuration", "set NO_SUCH_PASSWORD"},
		{"a source that fails", func(p *patient) { p.follow("http://" + p.refused() + "/feed.xml") }, doctor.Warning, "sources", "was never read: it cannot be fetched"},
		{"a newer folder", func(p *patient) { p.write("data/briefing-bot.json", `{"program":"briefing-bot","schema":99}`, 0o600) }, doctor.Problem, "data folder", "written by a newer briefing-bot"},
		{"a damaged marker", func(p *patient) { p.write("data/briefing-bot.json", "{", 0o600) }, doctor.Problem, "data folder", "marker of"},
		{"a loop of links", func(p *patient) {
			p.must(os.RemoveAll(filepath.Join(p.dir, "data")))
			p.must(os.Symlink("data", filepath.Join(p.dir, "data")))
		}, doctor.Problem, "data folder", "too many"},
		{"no server in Discord", func(p *patient) { p.answers["/discord/users/@me/guilds"] = `[]` }, doctor.Warning, "Discord", "in no server"},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			p := newPatient(t)
			row.seed(p)
			if row.level != doctor.Good && strings.Contains(row.about, "configuration") {
				p.doctor.Config, p.doctor.ConfigError = p.read()
			}
			found := p.doctor.Run(t.Context())
			var shown bytes.Buffer
			if err := json.NewEncoder(&shown).Encode(found); err != nil {
				t.Fatal(err)
			}
			hit := false
			for _, f := range found {
				if f.About == row.about && f.Level == row.level && strings.Contains(f.Text, row.text) {
					hit = f.Fix != ""
				} else if f.Level == doctor.Problem {
					t.Errorf("another problem: %+v", f)
				}
			}
			if !hit {
				t.Errorf("not found: %s", &shown)
			}
		})
	}
}

func (p *patient) must(err error) {
	p.t.Helper()
	if err != nil {
		p.t.Fatal(err)
	}
}

// TestStopped ends with its context.
// TestOtherFolder: while the configuration cannot be read, nothing is said about the folder
// that would be used without one.
func TestOtherFolder(t *testing.T) {
	for _, text := range []string{"zone: [UTC", "\tzone: UTC", "- a list", "zone: UTC\nzone: UTC\ndata: nowhere\n"} {
		p := newPatient(t)
		p.write("briefing.yaml", text, 0o600)
		p.doctor.Config, p.doctor.ConfigError = p.read()
		p.doctor.Config.Data = filepath.Join(p.dir, "not there")
		for _, f := range p.doctor.Run(t.Context()) {
			if f.About == "data folder" || f.About == "disk" || f.About == "briefing" {
				t.Errorf("%q: %+v", text, f)
			}
		}
	}
}

// TestEarlierFolder: a folder without a marker that holds an archive is used as serve uses it.
func TestEarlierFolder(t *testing.T) {
	p := newPatient(t)
	p.must(os.Remove(filepath.Join(p.dir, "data", datadir.MarkerName)))
	for _, f := range p.doctor.Run(t.Context()) {
		if f.Level == doctor.Problem {
			t.Errorf("%+v", f)
		}
	}
}

func TestStopped(t *testing.T) {
	t.Parallel()
	p := newPatient(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	done := make(chan bool, 1)
	go func() { p.doctor.Run(ctx); done <- true }()
	select {
	case <-done:
	case <-time.After(20 * time.Second):
		t.Error("it goes on")
	}
}
