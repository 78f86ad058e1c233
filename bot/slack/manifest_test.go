package slack

import (
	"encoding/json"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/briefing-bot/briefing-bot/bot"
)

// lenient compiles the schema's patterns, apart from the two with look-ahead,
// which Go's regexp lacks; CheckPreviews stands in for them.
func lenient(pattern string) (jsonschema.Regexp, error) {
	if strings.Contains(pattern, "(?!") {
		return regexp.MustCompile(""), nil
	}
	return regexp.Compile(pattern)
}

func TestTheManifestIsValid(t *testing.T) {
	path := filepath.Join("testdata", "slack-manifest.schema.json")
	c := jsonschema.NewCompiler()
	c.UseRegexpEngine(lenient)
	schema, err := c.Compile(path)
	if err != nil {
		t.Fatal(err)
	}
	commands := []bot.Command{
		{Name: "who-said", Summary: "Statements", Params: []bot.Param{{Name: "topic", Words: true}}},
		{Name: "digest subscribe", Summary: "Digests"}, {Name: "digest list", Summary: "Digests"}, {Name: "status", Summary: "Status"},
		{Name: strings.Repeat("x", 40), Summary: "Too long for Slack"},
	}
	for _, o := range []ManifestOptions{{}, {PublicURL: "https://bot.example.com/"}, {View: AssistantView}, {View: NoView, PublicURL: "https://bot.example.com/"},
		{Prefix: "news-"}, {Prefix: "news-", PublicURL: "https://bot.example.com/"}, {OneCommand: true}, {OneCommand: true, View: NoView},
		{Previews: []string{"example.com", "news.example.org"}}, {Previews: []string{"a.example", "b.example", "c.example", "d.example", "e.example"}, View: NoView}} {
		publicURL := o.PublicURL
		raw, err := json.Marshal(NewManifest(commands, o))
		if err != nil {
			t.Fatal(err)
		}
		value, err := jsonschema.UnmarshalJSON(strings.NewReader(string(raw)))
		if err != nil {
			t.Fatal(err)
		}
		if err := schema.Validate(value); err != nil {
			t.Errorf("with %q: %v", publicURL, err)
		}
		for part, view := range map[string]View{`"agent_view"`: AgentView, `"assistant_view"`: AssistantView} {
			if strings.Contains(string(raw), part) != (o.View == view) {
				t.Errorf("view %d: %s", o.View, raw)
			}
		}
		for part, want := range map[string]bool{`"assistant:write"`: o.View != NoView, `"app_context_changed"`: o.View == AgentView,
			`"assistant_thread_started"`: o.View == AssistantView, `"link_shared"`: len(o.Previews) > 0, `"links:write"`: len(o.Previews) > 0, `"app_home_opened"`: true, `"message.im"`: true} {
			if strings.Contains(string(raw), part) != want {
				t.Errorf("view %d has %s: %v", o.View, part, !want)
			}
		}
		if http := strings.Contains(string(raw), `"url":"https://bot.example.com/slack/commands"`); http != (publicURL != "") {
			t.Errorf("with %q: commands go to the public address: %v", publicURL, http)
		}
	}
}

func TestTheManifestHasEveryCommandOnce(t *testing.T) {
	var got []string
	for _, c := range manifestCommands([]bot.Command{{Name: "who-said"}, {Name: "digest subscribe"}, {Name: "digest list"}, {Name: "status"}}, ManifestOptions{}) {
		got = append(got, c.Command)
	}
	if want := []string{"/briefing", "/who-said", "/digest"}; !slices.Equal(got, want) {
		t.Errorf("commands %q, want %q: sub-commands by their first word, Slack's own only after /briefing", got, want)
	}
}

// TestScopes: those without which the bot works are optional. Slack refuses a manifest with
// an optional scope that is not among all scopes, or with events without their scope.
func TestScopes(t *testing.T) {
	scopesOf := map[string]string{"app_mention": "app_mentions:read", "message.channels": "channels:history", "message.groups": "groups:history", "message.im": "im:history"}
	for _, view := range []View{AgentView, AssistantView, NoView} {
		m := NewManifest(nil, ManifestOptions{View: view})
		all, optional := m.OAuth.Scopes.All, m.OAuth.Scopes.Optional
		want := []string{"assistant:write", "channels:history", "files:write", "groups:history", "mpim:read"}
		if view == NoView {
			want = want[1:]
		}
		if !slices.Equal(optional, want) {
			t.Errorf("optional scopes %q, want %q", optional, want)
		}
		for _, scope := range slices.Concat(optional, neededScopes) {
			if !slices.Contains(all, scope) {
				t.Errorf("%s is not among all scopes", scope)
			}
			if slices.Contains(optional, scope) && slices.Contains(neededScopes, scope) {
				t.Errorf("%s is needed and optional", scope)
			}
		}
		if len(slices.Compact(slices.Sorted(slices.Values(all)))) != len(all) {
			t.Errorf("a scope is asked for twice: %q", all)
		}
		for _, event := range m.Delivery.Events.Names {
			if scope := scopesOf[event]; scope != "" && !slices.Contains(all, scope) {
				t.Errorf("%s without %s", event, scope)
			}
		}
	}
}

// TestPrefixedCommands gives commands names that no other app has, and reads them back.
func TestPrefixedCommands(t *testing.T) {
	commands := []bot.Command{{Name: "who-said"}, {Name: "digest subscribe"}, {Name: "status"}}
	var got []string
	for _, c := range manifestCommands(commands, ManifestOptions{Prefix: "news-"}) {
		got = append(got, c.Command)
	}
	if want := []string{"/briefing", "/news-who-said", "/news-digest", "/news-status"}; !slices.Equal(got, want) {
		t.Errorf("commands %q, want %q", got, want)
	}
	if one := manifestCommands(commands, ManifestOptions{OneCommand: true}); len(one) != 1 || one[0].Command != "/briefing" {
		t.Errorf("one command: %v", one)
	}
	mux := &bot.Mux{Commands: commands}
	for typed, want := range map[string]string{"/news-who-said": "/who-said", "/who-said": "/who-said", "/news-digest": "/digest", "/briefing": "/briefing", "/said": "/said", "/bb-nothing": "/bb-nothing"} {
		if got := unprefixed(typed, mux); got != want {
			t.Errorf("%s is read as %s, want %s", typed, got, want)
		}
	}
}

func TestALineIsReadAsTyped(t *testing.T) {
	rows := []struct{ typed, want, why string }{
		{"<@U0BOT> who-said truce", "who-said truce", "the mention of the bot"},
		{"truce &amp; tide &lt;b&gt; &amp;lt;", "truce & tide <b> &lt;", "entities, once"},
		{"by:<@U7|anna>", "by:@anna", "another user"},
		{"in <#C1|general> <#C2>", "in #general #C2", "channels"},
		{"<!channel> <!subteam^S1|@pilots> <!here|here>", "@channel @pilots @here", "groups"},
		{"<http://ferry.example|ferry.example>", "ferry.example", "a link that Slack made of words"},
		{"<https://ferry.example/a?b=1&amp;c=2>", "https://ferry.example/a?b=1&c=2", "a link"},
		{"<mailto:a@b.example|a@b.example>", "a@b.example", "an address"},
		{"1 < 2 and 3 > 2", "1 < 2 and 3 > 2", "no encoding at all"},
	}
	for _, r := range rows {
		if got := asTyped(r.typed, "U0BOT"); got != r.want {
			t.Errorf("%s: %q becomes %q, want %q", r.why, r.typed, got, r.want)
		}
	}
	if got := commandLine("/briefing", "  ", ""); got != "/help" {
		t.Errorf("/briefing alone becomes %q", got)
	}
}

// TestPreviewDomains takes what Slack takes as a domain, and no addresses.
func TestPreviewDomains(t *testing.T) {
	for domains, ok := range map[string]bool{"": true, "example.com": true, "news.example.org a.example": true, "a.xn--p1ai": true,
		"https://example.com": false, "Example.com": false, "example.com:8080": false, "localhost": false, "127.0.0.1": false, "-example.com": false,
		".example.com": false, "example.": false, "example.com/path": false, "*.example.com": false, "a.b c.d e.f g.h i.j k.l": false} {
		if err := CheckPreviews(strings.Fields(domains)); (err == nil) != ok {
			t.Errorf("%q: %v", domains, err)
		}
	}
}
