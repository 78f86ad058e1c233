package annotate

import "github.com/briefing-bot/briefing-bot/index/article"

type (
	// Line is an article's annotation as JSON. Offsets are bytes of the article's
	// text; fields may be added, and none is renamed or dropped.
	Line struct {
		ID         string          `json:"id"`
		Statements []statementLine `json:"statements"`
		Dates      []dateLine      `json:"dates"`
		People     []personLine    `json:"people"`
		Language   string          `json:"language,omitempty"` // BCP 47, und where none is known
	}
	statementLine struct {
		Kind       article.Kind   `json:"kind"`
		Content    []article.Span `json:"content"`
		Cue        *article.Span  `json:"cue"`
		Source     *article.Span  `json:"source"`
		Speaker    string         `json:"speaker"`
		Inner      *article.Span  `json:"inner,omitempty"`
		Fragment   bool           `json:"fragment,omitempty"`
		Confidence float64        `json:"confidence"`
		Certainty  float64        `json:"speaker_confidence,omitempty"`
		Said       *saidLine      `json:"said"`
	}
	saidLine struct {
		Value     string `json:"value"`
		Precision string `json:"precision"`
	}
	dateLine struct {
		article.Span
		Type  article.DateType `json:"type"`
		Value string           `json:"value"`
	}
	personLine struct {
		Name     string         `json:"name"`
		Variants []string       `json:"variants"`
		Roles    []article.Span `json:"roles"`
		Mentions []article.Span `json:"mentions"`
	}
)

// NewLine returns the line of an article.
func NewLine(a article.Article, found article.Annotation) Line {
	line := Line{ID: a.ID, Statements: []statementLine{}, Dates: []dateLine{}, People: []personLine{}, Language: found.Language}
	for _, s := range found.Statements {
		out := statementLine{Kind: s.Kind, Content: s.Content, Cue: spanOrNull(s.Cue), Source: spanOrNull(s.Source),
			Inner: spanOrNull(s.Inner), Fragment: s.Fragment, Confidence: s.Confidence, Certainty: s.SpeakerConfidence}
		if s.Speaker != article.Nobody {
			out.Speaker = found.People[s.Speaker].Name
		}
		if s.Said.Value != "" {
			out.Said = &saidLine{s.Said.Value, s.Said.Precision.String()}
		}
		line.Statements = append(line.Statements, out)
	}
	for _, d := range found.Dates {
		line.Dates = append(line.Dates, dateLine{d.Span, d.Type, d.Value})
	}
	for _, p := range found.People {
		line.People = append(line.People, personLine{p.Name, orEmpty(p.Variants), orEmpty(p.Roles), orEmpty(p.Mentions)})
	}
	return line
}

func spanOrNull(s article.Span) *article.Span {
	if s.IsZero() {
		return nil
	}
	return &s
}

// orEmpty returns s, or an empty slice, which JSON writes as [] and not as null.
func orEmpty[T any](s []T) []T {
	if s == nil {
		return []T{}
	}
	return s
}
