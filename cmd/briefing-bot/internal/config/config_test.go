package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/datadir"
)

// TestExampleConfiguration: config.example.yaml shows every setting with its
// default and its environment variable.
func TestExampleConfiguration(t *testing.T) {
	path := filepath.Join("..", "..", "..", "..", "config.example.yaml")
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	c := Default()
	if _, errs := readYAML(path, &c); len(errs) > 0 {
		t.Fatal(errs)
	}
	want := Default()
	want.Watch = c.Watch // an empty list and none are the same
	if len(c.Watch) != 0 || !reflect.DeepEqual(c, want) {
		t.Errorf("the example differs from the defaults:\n%+v\n%+v", c, want)
	}
	eachSetting(reflect.TypeFor[Config](), func(key, env string) {
		if !strings.Contains(string(raw), key+":") || !strings.Contains(string(raw), env) {
			t.Errorf("%s (%s) is not in config.example.yaml", key, env)
		}
	})
}

func eachSetting(of reflect.Type, f func(key, env string)) {
	for field := range of.Fields() {
		if field.Type.Kind() == reflect.Struct {
			eachSetting(field.Type, f)
			continue
		}
		f(field.Tag.Get("yaml"), field.Tag.Get("env"))
	}
}

// TestEnvironmentGoesFirst: a variable wins over the file, a flag over both,
// and the file's relative paths are relative to the file.
func TestEnvironmentGoesFirst(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "briefing.yaml")
	if err := os.WriteFile(file, []byte("data: kept\nzone: Europe/Stockholm\nlog:\n  level: warn\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BRIEFING_BOT_LOG_LEVEL", "debug")
	s := Flags{File: file}
	c, err := s.Load()
	if err != nil {
		t.Fatal(err)
	}
	if c.Data != filepath.Join(dir, "kept") || c.Zone != "Europe/Stockholm" || c.Log.Level != "debug" {
		t.Errorf("loaded %+v", c)
	}
	s.Data = "elsewhere"
	if c, err = s.Load(); err != nil || c.Data != "elsewhere" {
		t.Errorf("the flag gave %q, %v", c.Data, err)
	}
}

// load loads a configuration file with the text given.
func load(t *testing.T, text string) (Config, error) {
	t.Helper()
	file := filepath.Join(t.TempDir(), "briefing.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return (&Flags{File: file}).Load()
}

// TestLoadReportsAllErrors: one run lists everything that is wrong, each with its
// line and setting.
func TestLoadReportsAllErrors(t *testing.T) {
	t.Setenv("BRIEFING_BOT_ARCHIVE_KEEP_VERSIONS", "many")
	t.Setenv("BRIEFING_BOT_ANSWERS_STALE", "soon")
	_, err := load(t, `zome: UTC
zone: Stockholm
watch: articles
zone: UTC
console:
  address: 8383
  users: all
answers:
  timeout: [5s]
  stale: soon
log: {level: loud, format: xml, colour: red}
slack:
  mode: sokcet
  workspaces: [T1, [T2]]
  sources:
    C1: Courier
discord:
  shards: none
digests:
- id: a
  platform: irc
  workspace: T1
  channel: C1
  style: poem
- {id: a, platform: slack}
`)
	if err == nil {
		t.Fatal("the configuration is accepted")
	}
	for _, want := range []string{
		"briefing.yaml has 21 errors",
		"line 1, column 1: zome: unknown setting. Did you mean zone?",
		`line 2, column 1: zone: "Stockholm" is not a time zone`,
		`line 3, column 8: watch: must be a list ([a, b]), not "articles"`,
		"line 4, column 1: zone: is already set on line 2",
		`line 6, column 3: console.address: "8383" is not an address`,
		`line 7, column 3: console.users: "all" is not one of owner, anyone`,
		"line 9, column 12: answers.timeout: must be a duration, not a list",
		`line 10, column 10: answers.stale: "soon" is not a duration`,
		`line 11, column 7: log.level: "loud" is not one of debug, info, warn, error`,
		`line 11, column 20: log.format: "xml" is not one of text, json`,
		"line 11, column 33: log.colour: unknown setting. The settings here are level, format",
		`line 13, column 3: slack.mode: "sokcet" is not one of auto, off, socket, http`,
		"line 14, column 20: slack.workspaces[2]: must be text, not a list",
		"line 16, column 9: slack.sources.C1: must be a list",
		`line 18, column 3: discord.shards: "none" is not auto or a number from 1`,
		`line 21, column 3: digests[1].platform: "irc" is not one of slack, discord`,
		`line 24, column 3: digests[1].style: "poem" is not one of`,
		"line 25, column 3: digests[2]: needs an id of its own",
		"digests[2]: needs a workspace",
		`BRIEFING_BOT_ARCHIVE_KEEP_VERSIONS="many" is not a whole number`,
		`BRIEFING_BOT_ANSWERS_STALE="soon" is not a duration`,
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing", want)
		}
	}
	if t.Failed() {
		t.Logf("the error is\n%v", err)
	}
}

// TestLoadWithoutSettings: every setting has a default, so a file without any is good.
func TestLoadWithoutSettings(t *testing.T) {
	want := Default()
	for _, text := range []string{"", "\n", "# only a comment\n", "---\n# only a comment\n", "slack:\n  # nothing yet\n", "log:\ndigests:\nzone:\n", "{}\n", "\ufeff# with a byte order mark\n"} {
		c, err := load(t, text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
		}
		c.Data = want.Data // which is relative to the file
		if !reflect.DeepEqual(c, want) {
			t.Errorf("%q gives %+v", text, c)
		}
	}
}

// TestLoadRefusesOtherFiles: what is not YAML, not settings or not a file has an
// error with the file's name.
func TestLoadRefusesOtherFiles(t *testing.T) {
	for text, want := range map[string]string{
		"zone: [UTC":               "line 2, column",
		"zone: UTC\n\tlog: x\n":    "line 2",
		"- a\n- b\n":               "must be settings (name: value), not a list",
		"hello\n":                  `must be settings (name: value), not "hello"`,
		"a: &x UTC\nzone: *x\n":    "aliases",
		strings.Repeat("[", 50000): "briefing.yaml",
	} {
		_, err := load(t, text)
		if err == nil || !strings.Contains(err.Error(), want) || !strings.Contains(err.Error(), "briefing.yaml") {
			t.Errorf("%.20q: %.300v", text, err)
		}
	}
	if _, err := (&Flags{File: t.TempDir()}).Load(); err == nil || !strings.Contains(err.Error(), "not a regular file") {
		t.Errorf("a folder: %v", err)
	}
}

// TestCheckAll reports the configuration and the files that it names together.
func TestCheckAll(t *testing.T) {
	dir := t.TempDir()
	file := filepath.Join(dir, "briefing.yaml")
	for name, text := range map[string]string{
		"briefing.yaml": "names: names.yaml\nsynonyms: synonyms.yaml\nlog: {level: loud}\nslack: {mode: socket}\ndiscord: {mode: gateway}\n",
		"names.yaml":    "people:\n- name: Ada Varga\n- forms: [Ole]\n- {name: Ole, form: x}\n",
		"synonyms.yaml": "synonyms: [a, b]\n",
	} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "DISCORD_TOKEN"} {
		t.Setenv(name, "")
	}
	_, err := (&Flags{File: file}).CheckAll()
	if err == nil {
		t.Fatal("the configuration is accepted")
	}
	for _, want := range []string{"log.level", "names.yaml has 2 errors", "line 3, column 3: people[2]: the name is missing", "people[3].form: unknown setting. Did you mean forms?",
		"synonyms.yaml: line 1", "set SLACK_BOT_TOKEN", "set SLACK_APP_TOKEN", "set DISCORD_TOKEN"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("%q is missing in\n%v", want, err)
		}
	}
}

// TestNamesForIDs: a name in a list of who may ask would match nobody, so it is an error.
func TestNamesForIDs(t *testing.T) {
	for text, want := range map[string]string{
		"slack: {channels: ['#general']}":                  `line 1, column 9: slack.channels: "#general" is not an ID: write one such as C0123456789`,
		"slack: {channels: [C1, U2]}":                      `slack.channels: "U2" is not an ID`,
		"slack: {workspaces: [Desk]}":                      `slack.workspaces: "Desk" is not an ID`,
		"slack: {users: ['@ada']}":                         `slack.users: "@ada" is not an ID`,
		"slack: {admins: [ada@example.org]}":               `slack.admins: "ada@example.org" is not an ID`,
		"slack: {sources: {general: [Courier]}}":           `slack.sources: "general" is not an ID`,
		"discord: {servers: [Desk]}":                       `discord.servers: "Desk" is not an ID`,
		"discord: {channels: ['#news']}":                   `discord.channels: "#news" is not an ID`,
		"discord: {roles: ['@reporters']}":                 `discord.roles: "@reporters" is not an ID`,
		"discord: {sources: {news: [Courier]}}":            `discord.sources: "news" is not an ID`,
		"discord: {sources: {direct: [A], '123': [B]}}":    "",
		"slack: {sources: {C1: [A], T1: [B], E1: [C]}}":    "",
		"slack: {users: [U1, W2], channels: [C1, G2, D3]}": "",
		"discord: {servers: ['1'], roles: ['2']}":          "",
		digestIn("slack", "T1", "'#general'"):              `digests[1].channel: "#general" is not an ID`,
		digestIn("slack", "the desk", "C1"):                `digests[1].workspace: "the desk" is not an ID`,
		digestIn("discord", "'123'", "news"):               `digests[1].channel: "news" is not an ID`,
		digestIn("slack", "T1", "C1"):                      "",
		digestIn("discord", "'123'", "'456'"):              "",
	} {
		_, err := load(t, text+"\n")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

// TestPlacesWithoutOutlets: a place that is named, and no outlet for it, would see every outlet.
func TestPlacesWithoutOutlets(t *testing.T) {
	for text, want := range map[string]string{
		"slack: {sources: {C1: []}}":                   "slack.sources: C1 has no outlet",
		"slack: {sources: {T1: [A], C1: []}}":          "slack.sources: C1 has no outlet",
		"slack: {sources: {T1: }}":                     "slack.sources: T1 has no outlet",
		"slack: {sources: {T1: ~, C1: [A]}}":           "slack.sources: T1 has no outlet",
		"slack: {sources: {C1: ['']}}":                 "slack.sources: C1 has no outlet",
		"slack: {sources: {C1: [A, ' ']}}":             "slack.sources: C1 has no outlet",
		"discord: {sources: {direct: []}}":             "discord.sources: direct has no outlet",
		"discord: {sources: {'1': [A], direct: }}":     "discord.sources: direct has no outlet",
		"discord: {sources: {'1': []}}":                "discord.sources: 1 has no outlet",
		"discord: {sources: {'1': [A], direct: [B]}}":  "",
		"slack: {sources: {}}\ndiscord: {sources: {}}": "",
		"slack: {sources: }":                           "",
	} {
		_, err := load(t, text+"\n")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %q", text, err, want)
		}
	}
}

func digestIn(platform, workspace, channel string) string {
	return fmt.Sprintf("digests: [{id: a, platform: %s, workspace: %s, channel: %s}]", platform, workspace, channel)
}

// TestWatchedDataFolder: the files of the data folder are no articles.
func TestWatchedDataFolder(t *testing.T) {
	dir := t.TempDir()
	if err := errors.Join(os.Mkdir(filepath.Join(dir, "data"), 0o700), os.Mkdir(filepath.Join(dir, "in"), 0o700), os.Symlink("data", filepath.Join(dir, "link"))); err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(dir, "briefing.yaml")
	for watch, bad := range map[string]bool{"data": true, "./data/": true, "link": true, "in": false, ".": false, "later": false} {
		if err := os.WriteFile(file, []byte("data: data\nwatch: [\""+watch+"\"]\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := (&Flags{File: file}).Load()
		if got := err != nil && strings.Contains(err.Error(), "line 2, column 9: watch[1]: ") && strings.Contains(err.Error(), "is the data folder"); got != bad {
			t.Errorf("watch %s: %v", watch, err)
		}
	}
}

// TestMailSecrets: what a mail folder's settings name for its password is beside the file,
// and is looked for before serve needs it.
func TestMailSecrets(t *testing.T) {
	const folder = "sources: [{url: 'imaps://imap.example.org/News', user: ada, %s}]\n"
	t.Setenv("NEWS_PASSWORD", "")
	t.Setenv("OTHER_PASSWORD", "hunter2")
	for setting, want := range map[string]string{
		"password_env: NEWS_PASSWORD":               "sources[1].password: the password is missing: set NEWS_PASSWORD",
		"password_env: NEWS_PASSWORD, paused: true": "",
		"password_env: OTHER_PASSWORD":              "",
		"password_file: secret":                     "",
		"password_file: nothing":                    "sources[1].password_file: open ",
		"password_file: empty":                      "sources[1].password: the password is missing",
		"token_file: secret":                        "",
		"token_file: nothing":                       "sources[1].token_file: open ",
		"token_file: empty":                         "is empty",
	} {
		t.Run(setting, func(t *testing.T) {
			dir := t.TempDir()
			for name, content := range map[string]string{"secret": "hunter2\n", "empty": "\n", "briefing.yaml": fmt.Sprintf(folder, setting)} {
				if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			_, err := (&Flags{File: filepath.Join(dir, "briefing.yaml")}).CheckAll()
			if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
				t.Errorf("%v, want %q", err, want)
			}
		})
	}
}

// TestUnknownVariables reports misspelt variables, but not those that a setting names for a secret.
func TestUnknownVariables(t *testing.T) {
	c := Default()
	c.Sources = []Source{{PasswordEnv: "BRIEFING_BOT_NEWS_PASSWORD"}}
	c.Discord.TokenEnv = "BRIEFING_BOT_TOKEN"
	for variable, want := range map[string]string{
		"BRIEFING_BOT_ZNOE=UTC":             "BRIEFING_BOT_ZNOE is set, and no setting is read from it. Did you mean BRIEFING_BOT_ZONE?",
		"BRIEFING_BOT_LOGLEVEL=debug":       "Did you mean BRIEFING_BOT_LOG_LEVEL?",
		"BRIEFING_BOT_WEATHER=fine":         "BRIEFING_BOT_WEATHER is set, and no setting is read from it.",
		"BRIEFING_BOT_ZNOE=":                "",
		"BRIEFING_BOT_ZONE=UTC":             "",
		"BRIEFING_BOT_SLACK_MODE=off":       "",
		"BRIEFING_BOT_CONFIG=x.yaml":        "",
		"BRIEFING_BOT_CONSOLE_TOKEN=secret": "",
		"BRIEFING_BOT_STATE_KEY=secret":     "",
		"BRIEFING_BOT_NEWS_PASSWORD=secret": "",
		"BRIEFING_BOT_TOKEN=secret":         "",
		"DISCORD_TOKEN=secret":              "",
	} {
		got := strings.Join(c.UnknownVariables([]string{"PATH=/bin", variable}), "\n")
		if want == "" && got != "" || !strings.Contains(got, want) || strings.Contains(got, "secret") {
			t.Errorf("%s: %q, want %q", variable, got, want)
		}
	}
}

// TestErrorsInOrder: errors come in the order of the lines, with ports and files checked.
func TestErrorsInOrder(t *testing.T) {
	_, err := load(t, `answers:
  stale: -1h
  timeout: tensecs
aswers: 3
names: nofile.yaml
discord: {address: "127.0.0.1:port"}
slack:
  address: "127.0.0.1:-1"
console:
  address: "127.0.0.1:99999"
`)
	if err == nil {
		t.Fatal("the configuration is accepted")
	}
	var got []string
	for line := range strings.Lines(err.Error()) {
		got = append(got, strings.TrimSpace(line))
	}
	want := []string{"briefing.yaml has 7 errors:",
		"line 2, column 3: answers.stale: must be 0s or longer",
		`line 3, column 12: answers.timeout: "tensecs" is not a duration`,
		"line 4, column 1: aswers: unknown setting. Did you mean answers?",
		"line 5, column 1: names: the file ",
		`line 6, column 11: discord.address: "port" is not a port from 0 to 65535: write 127.0.0.1:8385`,
		`line 8, column 3: slack.address: "-1" is not a port`,
		`line 10, column 3: console.address: "99999" is not a port from 0 to 65535`}
	if len(got) != len(want) {
		t.Fatalf("%d lines:\n%v", len(got), err)
	}
	for i := range want {
		if !strings.Contains(got[i], want[i]) {
			t.Errorf("line %d is %q, want %q", i, got[i], want[i])
		}
	}
}

// TestChooseData: what is named goes before what is found, and that before the user's own.
func TestChooseData(t *testing.T) {
	home := t.TempDir()
	t.Chdir(t.TempDir())
	t.Setenv("HOME", home)
	t.Setenv("BRIEFING_BOT_DATA", "")
	t.Setenv("XDG_DATA_HOME", filepath.Join(home, "kept"))
	beside := t.TempDir()
	file := filepath.Join(beside, "briefing.yaml")
	make := func(dir string) {
		t.Helper()
		if _, err := datadir.Claim(dir); err != nil {
			t.Fatal(err)
		}
	}
	check := func(f Flags, want string, noted bool) {
		t.Helper()
		c, err := f.Load()
		if err != nil || c.Data != want || (f.DataNote != "") != noted {
			t.Errorf("data folder %q, %q, %v; want %q", c.Data, f.DataNote, err, want)
		}
	}
	if err := os.WriteFile(file, []byte("zone: UTC\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	own := filepath.Join(home, "kept", "briefing-bot")
	check(Flags{}, own, false)
	check(Flags{File: file}, own, false)
	if err := os.Mkdir("briefing-data", 0o700); err != nil {
		t.Fatal(err)
	}
	check(Flags{}, own, false) // an empty folder of that name is none
	make(filepath.Join(beside, "briefing-data"))
	check(Flags{File: file}, filepath.Join(beside, "briefing-data"), true)
	make("briefing-data")
	check(Flags{}, "briefing-data", true)
	check(Flags{File: file}, "briefing-data", true)
	check(Flags{Data: "elsewhere"}, "elsewhere", false)
	t.Setenv("BRIEFING_BOT_DATA", "named")
	check(Flags{}, "named", false)
}

// TestSummary: what a good configuration comes to, without tokens too.
func TestSummary(t *testing.T) {
	for _, name := range []string{"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "DISCORD_TOKEN"} {
		t.Setenv(name, "")
	}
	c, err := load(t, "data: kept\ndiscord: {mode: off}\n")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"Data folder: ", "Slack: off, since there is no token: set SLACK_BOT_TOKEN and SLACK_APP_TOKEN", "Discord: off (discord.mode)"} {
		if !strings.Contains(c.Summary(), want) {
			t.Errorf("%q is missing in\n%s", want, c.Summary())
		}
	}
	t.Setenv("SLACK_BOT_TOKEN", "xoxb-1")
	t.Setenv("SLACK_APP_TOKEN", "xapp-1")
	if !strings.Contains(c.Summary(), "Slack: on, over Socket Mode") {
		t.Errorf("with tokens:\n%s", c.Summary())
	}
}
