//go:build unix

package main

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/cmd/briefing-bot/internal/app"
	"github.com/briefing-bot/briefing-bot/index"
)

// lineWords are words of the index that lines are made of.
type lineWords struct {
	topics, people, sources, phrases []string
	days                             []string // of publication, spread over the whole briefing
}

func benchWords(b *testing.B, f *app.App) (w lineWords) {
	b.Helper()
	ctx := b.Context()
	all, err := f.Index.Prefix(ctx, index.Everything(), "topic", "", 1<<20)
	if err != nil {
		b.Fatal(err)
	}
	for _, at := range spread(len(all), 40) { // from the commonest to the rarest
		w.topics = append(w.topics, all[at])
	}
	people, err := f.Index.Prefix(ctx, index.Everything(), "person", "", 1<<20)
	if err != nil {
		b.Fatal(err)
	}
	for _, at := range spread(len(people), 30) {
		w.people = append(w.people, people[at])
	}
	if w.sources, err = f.Index.Prefix(ctx, index.Everything(), "source", "", 20); err != nil {
		b.Fatal(err)
	}
	w.phrases = quotedWords(b, f)
	stats := f.Index.Stats()
	for i := range 12 {
		w.days = append(w.days, stats.From.Add(stats.To.Sub(stats.From)*time.Duration(i)/12).Format(time.DateOnly))
	}
	return w
}

// spread are up to want places among n, the more the nearer to the start.
func spread(n, want int) (out []int) {
	for i := range want {
		share := float64(i) / float64(want)
		at := int(share * share * share * float64(n))
		if at < n && (len(out) == 0 || at > out[len(out)-1]) {
			out = append(out, at)
		}
	}
	return out
}

// quotedWords are pairs of words as statements print them.
func quotedWords(b *testing.B, f *app.App) (out []string) {
	b.Helper()
	found, err := f.Index.Statements(b.Context(), index.Query{Scope: index.Everything(), Sort: index.Newest, Limit: 24})
	if err != nil {
		b.Fatal(err)
	}
	for _, hit := range found.Hits {
		r, err := f.Archive.Get(b.Context(), hit.Article)
		if err != nil {
			b.Fatal(err)
		}
		words := strings.Fields(r.Annotation.Statements[hit.Statement].Content[0].Of(r.Text))
		if len(words) > 3 {
			out = append(out, strings.Trim(words[1]+" "+words[2], `",.“”()`))
		}
	}
	return out
}

// whoSaidLines ask for common and rare words, with every option, and for what
// is not there.
func whoSaidLines(b *testing.B, f *app.App) (lines []string) {
	w := benchWords(b, f)
	say := func(form string, args ...any) { lines = append(lines, fmt.Sprintf("/who-said "+form, args...)) }
	for i, t := range w.topics {
		say("%s", t)
		say("%s %s", t, w.topics[(i+7)%len(w.topics)])
		switch day := w.days[i%len(w.days)]; i % 4 {
		case 0:
			say("%s since:%s", t, day)
		case 1:
			say("%s on:%s sort:newest", t, day)
		case 2:
			say("%s -%s kind:direct", t, w.topics[(i+3)%len(w.topics)])
		case 3:
			say("%s verb:warn", t)
		}
	}
	for i, p := range w.people {
		say("by:%q", p)
		say("%s by:%q", w.topics[i%8], p)
	}
	for _, p := range w.phrases {
		say("%q", p)
	}
	for i, s := range w.sources {
		say("%s source:%q", w.topics[i%8], s)
	}
	for i, t := range w.topics[:8] { // nothing is found
		say("%sx", t)
		say("%s until:%s", t, "1950")
		say("%s %sqx by:%q", t, w.topics[i+8], w.people[i])
	}
	return lines
}

func timelineLines(b *testing.B, f *app.App) (lines []string) {
	w := benchWords(b, f)
	say := func(form string, args ...any) {
		lines = append(lines, strings.TrimSpace(fmt.Sprintf("/timeline "+form, args...)))
	}
	say("")
	for i, t := range w.topics {
		say("%s", t)
		if i%2 == 0 {
			say("%s since:%s", t, w.days[i%len(w.days)])
		} else {
			say("%s %s by-unit:week", t, w.topics[(i+5)%len(w.topics)])
		}
	}
	for i, day := range w.days {
		say("since:%s", day)
		say("%s by:%q", w.topics[i%8], w.people[i])
		say("%sx", w.topics[i])
	}
	for _, s := range w.sources {
		say("source:%q", s)
	}
	return lines
}

func askLines(b *testing.B, f *app.App) (lines []string) {
	w := benchWords(b, f)
	say := func(form string, args ...any) { lines = append(lines, "/ask "+fmt.Sprintf(form, args...)) }
	for i, t := range w.topics {
		other := w.topics[(i+11)%len(w.topics)]
		say("%s", t)
		say("what happened to %s after the %s?", t, other)
		say("how much %s will there be this year, and who pays for %s and %s?", t, other, w.topics[(i+3)%len(w.topics)])
	}
	for i, p := range w.people {
		say("what did %s say about %s?", p, w.topics[i%8])
	}
	for i, t := range w.topics[:12] {
		say("when did the %s begin?", t)
		say("who said something about %s?", t)
		say("%s since:%s", t, w.days[i])
		say("%sx %sq and the zorgblatt of %sy?", t, t, t) // nothing is found
		say("summarize the news about %s", t)
	}
	for _, p := range w.phrases {
		say("who was it that spoke of %q", p)
	}
	return lines
}

// otherLines are of the other commands.
func otherLines(b *testing.B, f *app.App) (lines []string) {
	w := benchWords(b, f)
	for i, p := range w.people {
		lines = append(lines, fmt.Sprintf("/who-is %q", p), fmt.Sprintf("/people topic:%q", w.topics[i]))
	}
	for _, p := range w.phrases {
		lines = append(lines, fmt.Sprintf("/check-quote %q", p+" or so they say it is today"), fmt.Sprintf("/check-quote %q", p))
	}
	for _, day := range w.days {
		lines = append(lines, "/topics since:"+day, "/topics on:"+day)
	}
	return append(lines, "/sources", "/status", "/topics", "/people", "/help", "/help who-said", "/who-said", "/who-sad x")
}
