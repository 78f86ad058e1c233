package main

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/briefing-bot/briefing-bot/"

// inExtract is where the stages of extraction are.
const inExtract = "index/extract/internal/"

// rooms is docs/design.md's table of who may import whom, by prefix of the
// importing package; cmd may import everything.
var rooms = map[string][]string{
	"bot":                     {},
	"bot/bottest":             {"bot", "bot/state"},
	"bot/console":             {"bot"},
	"handlers":                {"bot", "index", "index/archive", "index/article"},
	"index/article":           {},
	"index/source":            {"index/article"},
	"index/archive":           {"index/article", "index/boltfile"},
	"index/boltfile":          {}, // a leaf that both stores use
	"index":                   {"index/article", "index/extract"},
	"index/ingest":            {"index", "index/archive", "index/article", "index/extract", "index/source"},
	"bot/chat":                {"bot", "bot/state"},
	"bot/slack":               {"bot", "bot/chat", "bot/picture", "bot/state"},
	"bot/discord":             {"bot", "bot/chat", "bot/picture", "bot/state"},
	"bot/picture":             {"bot"},
	"bot/discord/discordtest": {},
	"bot/slack/slacktest":     {},
	"bot/state":               {"bot", "index/boltfile"},
	"bot/schedule":            {"bot", "bot/state"},

	"index/extract":                      {"index/article", inExtract + "attribution", inExtract + "doc", inExtract + "identity", inExtract + "lexicon", inExtract + "people", inExtract + "timex"},
	"index/extract/internal/attribution": {"index/article", inExtract + "doc", inExtract + "nn", inExtract + "wordlist"},
	"index/extract/internal/doc":         {"index/article", inExtract + "wordlist"},
	"index/extract/internal/identity":    {"index/article", inExtract + "doc", inExtract + "lexicon"},
	"index/extract/internal/lexicon":     {"index/article", inExtract + "doc", inExtract + "wordlist"},
	"index/extract/internal/nn":          {},
	"index/extract/internal/people":      {"index/article", inExtract + "doc", inExtract + "lexicon", inExtract + "wordlist"},
	"index/extract/internal/timex":       {"index/article", inExtract + "doc", inExtract + "wordlist"},
	"index/extract/internal/training":    {"index/article", inExtract + "attribution", inExtract + "doc", inExtract + "nn"},
	"index/extract/internal/wordlist":    {},
	"index/extract/train":                {"index/article", inExtract + "training"},
}

// libraries are imported in the packages named and nowhere else.
var libraries = map[string][]string{
	"github.com/blevesearch/bleve/v2": {"index"},
	"go.etcd.io/bbolt":                {"index/archive", "bot/state"},
	"github.com/slack-go/slack":       {"bot/slack"},
	"github.com/bwmarrin/discordgo":   {"bot/discord"},
}

// TestRooms checks who imports whom.
func TestRooms(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-f", `{{.ImportPath}} {{join .Imports " "}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	for _, line := range strings.Split(strings.TrimSpace(string(out)), "\n") {
		words := strings.Fields(line)
		from := strings.TrimPrefix(words[0], module)
		for _, to := range words[1:] {
			checkRoom(t, from, to)
			checkLibrary(t, from, to)
		}
	}
}

func checkRoom(t *testing.T, from, to string) {
	t.Helper()
	to, ours := strings.CutPrefix(to, module)
	if !ours || strings.HasPrefix(from, "cmd/") {
		return
	}
	allowed, known := rooms[from]
	switch {
	case !known:
		t.Errorf("%s is in no row of the table of rooms", from)
	case !slices.Contains(allowed, to):
		t.Errorf("%s imports %s", from, to)
	}
}

func checkLibrary(t *testing.T, from, to string) {
	t.Helper()
	for library, allowed := range libraries {
		inside := func(room string) bool { return from == room || strings.HasPrefix(from, room+"/") && room != "index" }
		if (to == library || strings.HasPrefix(to, library+"/")) && !slices.ContainsFunc(allowed, inside) {
			t.Errorf("%s imports %s, which belongs to %s", from, to, strings.Join(allowed, " and "))
		}
	}
}
