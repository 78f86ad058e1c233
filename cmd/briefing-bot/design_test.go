package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/briefing-bot/briefing-bot/"

// designRow is a row of docs/design.md's table: a package, what it is, and what it
// imports of ours.
var designRow = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| .* \\| (.*?) \\|$")

// readDesign returns who may import whom, from the table in docs/design.md: nil for
// a package that may import all.
func readDesign(t *testing.T) map[string][]string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "design.md"))
	if err != nil {
		t.Fatal(err)
	}
	rooms := map[string][]string{}
	table, _, _ := strings.Cut(string(raw), "\n## Appendix")
	for _, row := range designRow.FindAllStringSubmatch(table, -1) {
		allowed := []string{}
		for _, name := range regexp.MustCompile("`([^`]+)`").FindAllStringSubmatch(row[2], -1) {
			allowed = append(allowed, name[1])
		}
		if row[2] == "all" {
			allowed = nil
		}
		rooms[row[1]] = allowed
	}
	return rooms
}

// TestRooms checks who imports whom against the table in docs/design.md.
func TestRooms(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	rooms := readDesign(t)
	listed := map[string]bool{}
	for line := range strings.SplitSeq(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		from := strings.TrimPrefix(words[0], module)
		listed[from] = true
		allowed, known := rooms[from]
		if !known {
			t.Errorf("%s is in no row of the table in docs/design.md", from)
		}
		for _, to := range words[1:] {
			if to, ours := strings.CutPrefix(to, module); ours && allowed != nil && !allows(allowed, to) {
				t.Errorf("%s imports %s, which its row in docs/design.md does not allow", from, to)
			}
		}
	}
	for room := range rooms {
		if !listed[room] {
			t.Errorf("docs/design.md has a row of %s, which does not exist", room)
		}
	}
}

// allows reports whether a row's imports include a package. One of an internal
// folder may be named by its last element.
func allows(row []string, room string) bool {
	return slices.ContainsFunc(row, func(name string) bool {
		return room == name || !strings.Contains(name, "/") && strings.HasSuffix(room, "/internal/"+name)
	})
}
