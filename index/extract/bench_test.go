package extract

import (
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// BenchmarkStatements measures bytes of news a second, on one core.
func BenchmarkStatements(b *testing.B) {
	const story = `The mayor of Lindholm said on Friday that the old bridge would open again in May. “We are ready,” she told reporters.
The works took two years and cost forty million, more than twice what the council had planned, and shops along the quay lost customers.
According to the port authority, some 300 boats a day pass below the bridge in summer. “It is the heart of the town,” Holt said. “Nobody wants to lose it.”
Critics argue that the toll is too high, and the union has warned that drivers will stay away.
`
	text := strings.Repeat(story, 200)
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		d := newDocument(article.Article{Text: text})
		d.quotes = findQuotes(d)
		findStatements(d)
	}
}
