package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
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
	if err := readYAML(path, &c); err != nil {
		t.Fatal(err)
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
	for i := range of.NumField() {
		field := of.Field(i)
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
