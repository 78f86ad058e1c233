package source_test

import (
	"fmt"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/source"
)

// An export that lists its articles under "articles", as news APIs give it.
func ExampleRead() {
	export := `{"status": "ok", "articles": [
		{"title": "Ferries stop", "source": {"name": "Orsk Herald"}, "publishedAt": "2025-03-05T08:00:00Z", "content": "The ferries stopped on Monday."},
		{"title": "No text"}]}`
	for item := range source.Read(source.Input{Name: "export.json", Reader: strings.NewReader(export)}) {
		if item.Err != nil {
			fmt.Printf("%s: %v\n", item.Path, item.Err)
			continue
		}
		a := item.Article
		fmt.Printf("%s, %s, %s: %s\n", a.Title, a.Source, a.Published.Time.Format("2 Jan 2006"), a.Text)
	}
	// Output:
	// Ferries stop, Orsk Herald, 5 Mar 2025: The ferries stopped on Monday.
	// export.json:1[2]: it has no "text"
}
