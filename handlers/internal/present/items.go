package present

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// Passage returns the row for bytes of an article, whoever said them.
func (p Presenter) Passage(r article.Record, words index.Words, spans ...article.Span) bot.Item {
	quote := Excerpt(r, spans...)
	sum := sha256.Sum256([]byte(quote.Text))
	item := bot.Item{
		Quote: quote, Source: r.Source, Headline: NameOf(r),
		Published: Published(r.Article),
		URL:       p.Link(r, spans),
		Receipt:   archive.MakeReceipt(r, spans),
		SHA256:    hex.EncodeToString(sum[:]),
	}
	for _, m := range p.Index.Marks(quote.Text, words) {
		item.Marks = append(item.Marks, bot.Span{Start: m.Start, End: m.End})
	}
	return item
}

// Headline returns the row that names an article and quotes nothing of it.
func (p Presenter) Headline(r article.Record) bot.Item {
	return bot.Item{
		Label: NameOf(r), Quote: bot.Excerpt{Article: r.ID}, Source: r.Source,
		Published: Published(r.Article), URL: r.URL, Facts: []string{cmp.Or(Published(r.Article).Text, "date unknown")},
	}
}

// NameOf returns what an article is called: its title or, if it has none, the name of
// its file if its ID was made from that, else its ID.
func NameOf(r article.Record) string {
	file := filepath.Base(r.File)
	if stem := path.Base(r.ID); r.Title == "" && r.File != "" && strings.HasPrefix(file, stem+".") {
		return file
	}
	return cmp.Or(r.Title, r.ID)
}

// Statement returns the row for statement i of an article.
func (p Presenter) Statement(ctx context.Context, r article.Record, i int, words index.Words, also []string) bot.Item {
	s := r.Annotation.Statements[i]
	item := p.Passage(r, words, ShownSpans(r.Text, s)...)
	item.Kind, item.Fragment = string(s.Kind), s.Fragment
	item.Cue = Excerpt(r, s.Cue)
	if s.QuotesInner() {
		item.Inner = Excerpt(r, s.Inner)
	}
	if s.Kind != article.Direct {
		item.Sentence, item.Reported = reported(r, s)
	}
	item.Said = When(r, s.Said)
	item.AlsoIn = p.Copies(ctx, also)
	switch {
	case s.Speaker != article.Nobody && s.Confidence >= index.CertainConfidence:
		p := r.Annotation.People[s.Speaker]
		item.Speaker = p.Name
		item.Role = roleNear(r, p, s)
		item.Actions = append(item.Actions, bot.Ask("More by "+p.Name, "who-said", "by", p.Name))
	case s.Speaker != article.Nobody:
		item.Uncertain = true
	case !s.Source.IsZero():
		item.Role = Excerpt(r, s.Source) // critics, the communique: as printed
	default:
		item.Uncertain = true
	}
	item.Actions = append(item.Actions, bot.Ask("Context", "context", "receipt", item.Receipt))
	return item
}

// ShownSpans returns the spans of a statement as they are shown: interrupted direct
// speech loses the mark that closes at the interruption and the one that opens
// again, as in “I counted them,” she said. “Today I lost count.”.
func ShownSpans(text string, s article.Statement) []article.Span {
	if s.Kind != article.Direct || len(s.Content) < 2 {
		return s.Content
	}
	marks := "\"“”„«»"
	if before, _ := utf8.DecodeLastRuneInString(text[:s.Content[0].Start]); before == '‘' || before == '\'' {
		marks = "‘’'" // elsewhere these may be apostrophes
	}
	out := slices.Clone(s.Content)
	for i := range out {
		if first, n := utf8.DecodeRuneInString(out[i].Of(text)); i > 0 && strings.ContainsRune(marks, first) {
			out[i].Start += n
		}
		if last, n := utf8.DecodeLastRuneInString(out[i].Of(text)); i < len(out)-1 && strings.ContainsRune(marks, last) {
			out[i].End -= n
		}
		if out[i].Start >= out[i].End {
			return s.Content // nothing but marks: they are what was said
		}
	}
	return out
}

// roleNear returns the role printed nearest to the statement.
func roleNear(r article.Record, p article.Person, s article.Statement) bot.Excerpt {
	best, at := article.Span{}, len(r.Text)+1
	for _, role := range p.Roles {
		if d := max(role.Start-s.Content[0].Start, s.Content[0].Start-role.Start); d < at {
			best, at = role, d
		}
	}
	return Excerpt(r, best)
}

// mostCopies bounds the articles that are read to name what repeats a row: a
// signature line stands in thousands.
const mostCopies = 20

// Copies names the other articles that print the same words; those beyond
// mostCopies by their ID alone.
func (p Presenter) Copies(ctx context.Context, ids []string) []bot.Copy {
	var out []bot.Copy
	for i, id := range ids {
		if i >= mostCopies {
			out = append(out, bot.Copy{Article: id})
			continue
		}
		r, ok, err := p.Load(ctx, id)
		if err == nil && ok {
			out = append(out, bot.Copy{Article: r.ID, Source: r.Source, URL: r.URL})
		}
	}
	return out
}

// SpeakerOf returns the name that a statement is shown under, "" if its speaker is
// not certain.
func SpeakerOf(r article.Record, statement int) string {
	s := r.Annotation.Statements[statement]
	if s.Speaker == article.Nobody || s.Confidence < index.CertainConfidence {
		return ""
	}
	return r.Annotation.People[s.Speaker].Name
}
