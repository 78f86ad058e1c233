package extract_test

import (
	"fmt"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/extract"
)

func ExampleExtractor_Annotate() {
	a := article.Article{Text: "Mayor Lena Holt said on 12 May 2025 that the bridge was closed. “We are sorry,” she told reporters."}
	found := extract.New(nil).Annotate(a)
	for _, s := range found.Statements {
		speaker := "nobody certain"
		if s.Speaker != article.Nobody {
			speaker = found.People[s.Speaker].Name
		}
		fmt.Printf("%s (%s): %s\n", speaker, s.Kind, s.Content[0].Of(a.Text))
	}
	for _, d := range found.Dates {
		fmt.Printf("%s is %s\n", d.Span.Of(a.Text), d.Value)
	}
	// Output:
	// Lena Holt (indirect): that the bridge was closed
	// Lena Holt (direct): We are sorry,
	// 12 May 2025 is 2025-05-12
}
