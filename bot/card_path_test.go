package bot

import "testing"

// FuzzArticleAt: the address of an article's page leads back to its ID.
func FuzzArticleAt(f *testing.F) {
	for _, id := range []string{"courier-1103", "a b/c?d#e", ".", "../x", "100%", "ä", "/", "id=1&x"} {
		f.Add(id)
	}
	f.Fuzz(func(t *testing.T, id string) {
		for _, base := range []string{"https://briefing.example", "https://briefing.example/"} {
			for _, path := range []string{ArticlePath(id), ArticlePath(id, Span{Start: 1, End: 2})} {
				got, ok := ArticleAt("https://briefing.example"+path, base)
				if id != "" && (!ok || got != id) {
					t.Fatalf("%q at %s is %q, %v", id, path, got, ok)
				}
			}
			if got, ok := ArticleAt("https://elsewhere.example"+ArticlePath(id), base); ok {
				t.Fatalf("%q elsewhere is %q", id, got)
			}
		}
		if got, ok := ArticleAt(ArticlePath(id), ""); ok {
			t.Fatalf("%q without a console is %q", id, got)
		}
	})
}
