package search_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/handlers/handlerstest"
)

// TestWhatIsNotCertain asks for people who may be quoted without their name, for names
// that were not found to be a person's, and for a timeline of words that no article has
// together: each answer says so.
func TestWhatIsNotCertain(t *testing.T) {
	t.Parallel()
	b := handlerstest.NewEmpty(t)
	dir := t.TempDir()
	for name, text := range map[string]string{
		"trial.txt": "The former harbour master, Gregor Holt, pleaded not guilty on Tuesday. Prosecutor Hanne Lund watched him.\n\n" +
			"“It is a lie,” one of them told the court. “All of it,” the other said.",
		"flood.txt": "The river rose on Sunday, and eleven people died. “My rabbit was on the roof,” the child tilda said to nobody.\n\n" +
			"“The wall was too low,” said Mara Quist, the mayor.",
		"judge.txt": "Ansgar Brandt, the judge, retired on Monday. “He was fair,” said Mara Quist.",
	} {
		meta := "published: 2026-11-24\nsource: Example Times\ntitle: " + strings.TrimSuffix(name, ".txt") + "\n"
		for file, content := range map[string]string{name: text, strings.TrimSuffix(name, ".txt") + ".meta.yaml": meta} {
			if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
	if err := handlerstest.Ingest(t.Context(), b, dir); err != nil {
		t.Fatal(err)
	}
	for _, row := range []struct{ line, has, hasNot string }{
		{"who-said by:Holt", "1 article that names Gregor Holt has 2 statements whose speaker is not certain.", ""},
		{"what did Holt say about the harbour?", "1 article that names Gregor Holt has 2 statements", ""},
		{"who-said by:Brandt", "No statement by Ansgar Brandt.", "not certain"},
		{"who-said volcano by:Quist", "No statement about volcano by Mara Quist.", "not certain"},
		{"who-is tilda", "Not every name is found to be a person’s: 1 article has it in the text.", ""},
		{"who-said by:tilda", "1 article has it in the text.", ""},
		{"who-is Xaver", "Nobody named Xaver in the briefing.", "Not every name"},
		{"when did Brandt die?", "not in the article: “Brandt”", ""},
		{"timeline Brandt died", "No article listed has all of these words.", ""},
		{"timeline Brandt retired", "Ansgar [Brandt], the judge, [retired]", "not in the article"},
		{"timeline river rose", "The [river] [rose] on Sunday", "not in the article"},
		{"timeline river", "The [river] rose on Sunday", "not in the article"},
	} {
		got := handlerstest.Script(t, b, handlerstest.Asker(), row.line)
		if !strings.Contains(got, row.has) || row.hasNot != "" && strings.Contains(got, row.hasNot) {
			t.Errorf("%s: want %q, not %q, got\n%s", row.line, row.has, row.hasNot, got)
		}
	}
}
