package main_test

import (
	"encoding/json"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// gold is what testdata/sample-gold.json holds.
type gold struct {
	Articles   []goldArticle           `json:"articles"`
	Copies     [][]string              `json:"copies"`
	SamePerson [][]string              `json:"same_person"`  // whom articles name differently
	NotTheSame [][]string              `json:"not_the_same"` // who share a surname
	WhoSaid    map[string][]goldAnswer `json:"who_said"`
	CheckQuote []goldVerdict           `json:"check_quote"`
}

type goldArticle struct {
	ID               string              `json:"id"`
	File             string              `json:"file"`
	Published        string              `json:"published"` // "" where unknown
	Statements       []goldStatement     `json:"statements"`
	People           map[string][]string `json:"people"` // fullest name: its variants
	Dates            []goldDate          `json:"dates"`
	Timeline         []goldRow           `json:"timeline"`
	TimelineOptional []string            `json:"timeline_optional"`
}

type goldStatement struct {
	Speaker  string       `json:"speaker"` // "" where the source is no person, or none is named
	Kind     article.Kind `json:"kind"`
	Content  []string     `json:"content"` // each occurs once in the article
	Source   string       `json:"source"`
	Said     *string      `json:"said"`
	Optional bool         `json:"optional"` // may be given or left out
	Inner    string       `json:"inner"`
	Fragment bool         `json:"fragment"`
}

type goldDate struct {
	Words      string           `json:"words"`
	Value      string           `json:"value"`
	Type       article.DateType `json:"type"`
	Occurrence int              `json:"occurrence"` // from 1; 0 is the first, too
	Optional   bool             `json:"optional"`
}

type goldRow struct {
	Value    string `json:"value"`
	Possible bool   `json:"possible"`
}

type goldAnswer struct {
	Article  string   `json:"article"`
	Speaker  string   `json:"speaker"`
	Words    string   `json:"words"`
	AlsoIn   []string `json:"also_in"`
	Optional bool     `json:"optional"`
}

type goldVerdict struct {
	Text    string   `json:"text"`
	By      string   `json:"by"`
	Verdict []string `json:"verdict"`
	Speaker string   `json:"speaker"`
}

// TestSampleGoldIsInTheArticles keeps the judgement and the articles together:
// whoever changes a sentence changes what is right about it.
func TestSampleGoldIsInTheArticles(t *testing.T) {
	texts := map[string]string{}
	for g, a := range sampleArticles(t) {
		texts[g.ID] = a.Text
		for _, s := range g.Statements {
			for _, words := range s.Content {
				if n := strings.Count(a.Text, words); n != 1 {
					t.Errorf("%s: %q occurs %d times, not once", g.ID, words, n)
				}
			}
			wantIn(t, g.ID, a.Text, s.Source, s.Inner)
		}
		for name, variants := range g.People {
			wantIn(t, g.ID, a.Text, append(variants, name)...)
		}
		checkGoldDates(t, g, a.Text)
	}
	for topic, answers := range readGold(t).WhoSaid {
		for _, w := range answers {
			if text, read := texts[w.Article]; read && !strings.Contains(text, w.Words) {
				t.Errorf("who_said %s: %q is not in %s", topic, w.Words, w.Article)
			}
		}
	}
}

func wantIn(t *testing.T, id, text string, words ...string) {
	t.Helper()
	for _, w := range words {
		if !strings.Contains(text, w) {
			t.Errorf("%s: %q is not in the article", id, w)
		}
	}
}

func checkGoldDates(t *testing.T, g goldArticle, text string) {
	t.Helper()
	var values []string
	for _, d := range g.Dates {
		values = append(values, d.Value)
		if find(text, d.Words, max(d.Occurrence, 1)).IsZero() {
			t.Errorf("%s: date %q is not in the article", g.ID, d.Words)
		}
	}
	for _, row := range g.Timeline {
		if !slices.Contains(values, row.Value) {
			t.Errorf("%s: no date of the article has the timeline's %s", g.ID, row.Value)
		}
	}
}

func readGold(t *testing.T) gold {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", "sample-gold.json"))
	if err != nil {
		t.Fatal(err)
	}
	var g gold
	if err := json.Unmarshal(data, &g); err != nil {
		t.Fatalf("sample-gold.json: %v", err)
	}
	return g
}

// sampleArticles gives each article of the gold with its text.
func sampleArticles(t *testing.T) iter.Seq2[goldArticle, article.Article] {
	t.Helper()
	type pair struct {
		goldArticle
		article.Article
	}
	var pairs []pair
	for _, g := range readGold(t).Articles {
		pairs = append(pairs, pair{g, readSample(t, g)})
	}
	return func(yield func(goldArticle, article.Article) bool) {
		for _, p := range pairs {
			if !yield(p.goldArticle, p.Article) {
				return
			}
		}
	}
}

// readSample reads one article as ingest does. A page has no ID of its own, so
// its only article is taken.
func readSample(t *testing.T, g goldArticle) article.Article {
	t.Helper()
	path := filepath.Join("sample", g.File)
	for item := range source.ReadFile(path, g.ID) {
		if item.Err != nil {
			t.Fatalf("%s: %v", item.Path, item.Err)
		}
		if item.Article.ID == g.ID || filepath.Ext(path) == ".html" {
			checkPublished(t, g, item.Article)
			return item.Article
		}
	}
	t.Fatalf("%s: no article %s in it", path, g.ID)
	return article.Article{}
}

func checkPublished(t *testing.T, g goldArticle, a article.Article) {
	t.Helper()
	got := ""
	if !a.Published.IsZero() {
		got = a.Published.Time.Format(time.DateOnly)
	}
	if got != g.Published {
		t.Errorf("%s: published %q, not %q", g.ID, got, g.Published)
	}
}
