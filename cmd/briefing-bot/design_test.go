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
	rooms := map[string][]string{}
	for _, row := range designRow.FindAllStringSubmatch(designSection(t, "Rooms"), -1) {
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

// designSection returns a section of docs/design.md, by how its title begins.
func designSection(t *testing.T, title string) string {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join("..", "..", "docs", "design.md"))
	if err != nil {
		t.Fatal(err)
	}
	_, section, _ := strings.Cut(string(raw), "\n## "+title)
	section, _, _ = strings.Cut(section, "\n## ")
	return section
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

// TestTour checks that the files through which docs/design.md follows a question have the
// functions that it names.
func TestTour(t *testing.T) {
	stops := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| `([^`]+)` \\|").FindAllStringSubmatch(designSection(t, "A question"), -1)
	if len(stops) < 10 || len(stops) > 20 {
		t.Errorf("the tour has %d stops, want 10 to 20", len(stops))
	}
	for _, stop := range stops {
		code, err := os.ReadFile(filepath.Join("..", "..", filepath.FromSlash(stop[1])))
		if err != nil {
			t.Error(err)
			continue
		}
		if !regexp.MustCompile(`(?m)^func (\([^)]+\) )?` + stop[2] + `\(`).Match(code) {
			t.Errorf("%s has no function %s, which docs/design.md names", stop[1], stop[2])
		}
	}
}
