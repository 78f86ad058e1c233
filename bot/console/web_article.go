package console

import (
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/bot"
)

// ErrNoArticle says that the briefing has no such article, or no longer.
var ErrNoArticle = errors.New("no such article")

// article shows an article, the passages of ?span= marked.
func (s *site) article(w http.ResponseWriter, r *http.Request) {
	if s.Article == nil {
		s.nowhere(w, r)
		return
	}
	id := r.PathValue("id")
	if id == "" {
		id = r.URL.Query().Get("id")
	}
	a, err := s.Article(r.Context(), id)
	switch {
	case errors.Is(err, ErrNoArticle):
		s.fail(w, r, http.StatusNotFound, "The briefing has no such article, or no longer has it.")
		return
	case err != nil:
		s.log().ErrorContext(r.Context(), "article not shown", slog.String("article", id), slog.Any("error", err))
		s.fail(w, r, http.StatusInternalServerError, "The article could not be read; the log says why.")
		return
	}
	passages, err := parseSpans(r.FormValue("span"), a.Text)
	from := question{Line: strings.TrimSpace(r.FormValue("from")), Offset: offsetOf(r.FormValue("at"))}
	view := s.layout(from.Line)
	view.Article = viewArticle(a, passages)
	if from.Line != "" {
		view.Article.Back = from.address("/")
	}
	if err != nil {
		view.Article.Elsewhere = err.Error()
	}
	if view.Title = a.Title; view.Title == "" {
		view.Title = "Article " + a.ID
	}
	s.show(w, r, http.StatusOK, "page.html", view)
}

// parseSpans reads 120-180,200-210: byte ranges of text that cut no character.
func parseSpans(value, text string) ([]bot.Span, error) {
	if value == "" {
		return nil, nil
	}
	var out []bot.Span
	for part := range strings.SplitSeq(value, ",") {
		from, to, _ := strings.Cut(part, "-")
		start, err1 := strconv.Atoi(from)
		end, err2 := strconv.Atoi(to)
		if err1 != nil || err2 != nil || start < 0 || end <= start || !between(text, start) || !between(text, end) {
			return nil, &bot.Error{Message: fmt.Sprintf("The article has no passage %q: its text is %d bytes long.", part, len(text))}
		}
		out = append(out, bot.Span{Start: start, End: end})
	}
	return out, nil
}

// between reports whether a place in text lies between two characters.
func between(text string, at int) bool {
	return at == len(text) || at < len(text) && utf8.RuneStart(text[at])
}

func viewArticle(a ArticlePage, passages []bot.Span) *articleView {
	view := &articleView{ArticlePage: a, Body: bodyHTML(a, passages), Marked: len(passages) > 0}
	for i, st := range a.Statements {
		row := statementRow{ArticleStatement: st, Number: i + 1, Words: excerptOf(a.Text, st.Spans)}
		row.Here = slices.Equal(st.Spans, passages)
		if row.Here {
			view.Receipt = st.Receipt
		}
		view.Rows = append(view.Rows, row)
	}
	return view
}

func excerptOf(text string, spans []bot.Span) string {
	var parts []string
	for _, s := range spans {
		if s.Start >= 0 && s.Start < s.End && s.End <= len(text) {
			parts = append(parts, text[s.Start:s.End])
		}
	}
	return strings.Join(parts, bot.Gap)
}

// bodyHTML returns the text, every byte of it, in its paragraphs, with the statements
// and the marked passages as elements. They may overlap and go over paragraphs, so the
// text is cut where any begins or ends, and each piece says what it belongs to.
func bodyHTML(a ArticlePage, passages []bot.Span) template.HTML {
	var b strings.Builder
	wrapped := ""
	if isWrapped(a.Text) {
		wrapped = ` class="wrapped"`
	}
	paragraphs := paragraphsOf(a.Text)
	cuts := cutsOf(a, passages, paragraphs)
	for _, p := range paragraphs {
		b.WriteString("<p" + wrapped + ">")
		for ; cuts[0] < p.Next; cuts = cuts[1:] {
			start, end := cuts[0], cuts[1]
			if start >= p.End {
				b.WriteString(`<span class="ends">` + exactHTML(a.Text[start:end]) + `</span>`)
				continue
			}
			b.WriteString(anchorsHTML(a, passages, start))
			b.WriteString(pieceHTML(a.Text[start:end], statementsAt(a, start, end), covers(passages, start, end)))
		}
		b.WriteString("</p>")
	}
	return template.HTML(b.String())
}

// anchorsHTML returns the places that links lead to: statements and the marked passage
// that begin at an offset.
func anchorsHTML(a ArticlePage, passages []bot.Span, at int) string {
	var b strings.Builder
	for n, st := range a.Statements {
		if len(st.Spans) > 0 && st.Spans[0].Start == at {
			fmt.Fprintf(&b, `<a class="anchor" id="s%d" tabindex="-1"></a>`, n+1)
		}
	}
	if len(passages) > 0 && passages[0].Start == at {
		b.WriteString(`<a class="anchor" id="passage" tabindex="-1"></a>`)
	}
	return b.String()
}

// statementsAt returns the numbers of the statements that a piece of text belongs to.
func statementsAt(a ArticlePage, start, end int) []string {
	var out []string
	for n, st := range a.Statements {
		if covers(st.Spans, start, end) {
			out = append(out, strconv.Itoa(n+1))
		}
	}
	return out
}

// cutsOf returns the offsets where something begins or ends, the text's own ends
// included, in order.
func cutsOf(a ArticlePage, passages []bot.Span, paragraphs []paragraph) []int {
	cuts := []int{0, len(a.Text)}
	spans := slices.Clone(passages)
	for _, st := range a.Statements {
		spans = append(spans, st.Spans...)
	}
	for _, s := range spans {
		cuts = append(cuts, min(max(s.Start, 0), len(a.Text)), min(max(s.End, 0), len(a.Text)))
	}
	for _, p := range paragraphs {
		cuts = append(cuts, p.End, p.Next)
	}
	slices.Sort(cuts)
	cuts = slices.DeleteFunc(cuts, func(at int) bool { return !between(a.Text, at) })
	return slices.Compact(cuts)
}

func covers(spans []bot.Span, start, end int) bool {
	return slices.ContainsFunc(spans, func(s bot.Span) bool { return s.Start <= start && end <= s.End })
}

func pieceHTML(text string, statements []string, marked bool) string {
	piece := exactHTML(text)
	if len(statements) > 0 {
		piece = `<span class="statement" data-statements="` + strings.Join(statements, " ") + `">` + piece + `</span>`
	}
	if marked {
		piece = "<mark>" + piece + "</mark>"
	}
	return piece
}
