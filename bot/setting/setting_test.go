package setting_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/bot/setting"
)

func TestOneOf(t *testing.T) {
	if err := setting.OneOf("log.format", "json", "text", "json"); err != nil {
		t.Errorf("json: %v", err)
	}
	err := setting.OneOf("log.format", "xml", "text", "json")
	e, ok := errors.AsType[*setting.Error](err)
	if want := `log.format: "xml" is not one of text, json`; !ok || e.Name != "log.format" || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestIsAddress(t *testing.T) {
	for value, want := range map[string]bool{
		"https://slack.com/api/": true,
		"http://localhost:8080":  true,
		"slack.com":              false,
		"wss://gateway.example":  false,
		"https:///api":           false,
		"https://%zz":            false,
		"":                       false,
	} {
		if got := setting.IsAddress(value, "https", "http"); got != want {
			t.Errorf("IsAddress(%q) = %v", value, got)
		}
	}
}

func TestSecret(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(" of the file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("BRIEFING_BOT_TEST_TOKEN", " of the environment\n")
	for _, test := range []struct{ name, file, env, want string }{
		{"the file goes first", file, "BRIEFING_BOT_TEST_TOKEN", "of the file"},
		{"the environment otherwise", "", "BRIEFING_BOT_TEST_TOKEN", "of the environment"},
		{"neither is set", "", "BRIEFING_BOT_TEST_NOTHING", ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got, err := setting.Secret("token_file", test.file, test.env); err != nil || got != test.want {
				t.Errorf("secret %q, %v; want %q", got, err, test.want)
			}
		})
	}
	if got, err := setting.Secret("token_file", file+".old", ""); !errors.Is(err, fs.ErrNotExist) || got != "" {
		t.Errorf("a missing file: %q, %v", got, err)
	}
}

func TestListening(t *testing.T) {
	for value, want := range map[string]string{
		"127.0.0.1:8383": "", ":0": "", "[::1]:65535": "", "localhost:80": "",
		"8383":            "is not an address: write 127.0.0.1:8383",
		"127.0.0.1:99999": `"99999" is not a port from 0 to 65535`,
		"127.0.0.1:http":  `"http" is not a port`,
		"127.0.0.1:":      `"" is not a port`,
		"":                "is not an address",
	} {
		err := setting.Listening("console.address", value, "127.0.0.1:8383")
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %q", value, err, want)
		}
	}
}
