package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestSecurityPage looks for each test and case that docs/security.md names.
func TestSecurityPage(t *testing.T) {
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "security.md"))
	if err != nil {
		t.Fatal(err)
	}
	var code strings.Builder
	err = filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") {
			return err
		}
		raw, err := os.ReadFile(path)
		code.Write(raw)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	names := regexp.MustCompile("`((?:Test|Fuzz)[A-Z][A-Za-z0-9]+)`").FindAllStringSubmatch(string(page), -1)
	if len(names) < 40 {
		t.Errorf("the page names %d tests", len(names))
	}
	for _, name := range names {
		if !strings.Contains(code.String(), "\nfunc "+name[1]+"(") {
			t.Errorf("there is no %s", name[1])
		}
	}
	for _, name := range regexp.MustCompile("case `([a-z-]+)`").FindAllStringSubmatch(string(page), -1) {
		if !strings.Contains(code.String(), "{\""+name[1]+"\", \"") {
			t.Errorf("the conformance kit has no case %s", name[1])
		}
	}
}

// TestProfiles serves profiles at loopback addresses alone.
func TestProfiles(t *testing.T) {
	for _, address := range []string{"0.0.0.0:0", ":0", "192.0.2.1:6060", "localhost:6060", "127.0.0.1", "[::]:0"} {
		if stop, err := serveProfiles(address); err == nil {
			stop()
			t.Errorf("%s is taken", address)
		}
	}
	for _, address := range []string{"", "127.0.0.1:0", "[::1]:0"} {
		stop, err := serveProfiles(address)
		if err != nil && address != "[::1]:0" { // not every machine has it
			t.Errorf("%q: %v", address, err)
			continue
		}
		if err == nil {
			stop()
		}
	}
}
