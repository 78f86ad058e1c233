package record

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
)

// maker makes values of every kind that a field can have, likely and unlikely ones.
type maker struct{ *rand.Rand }

func (m maker) number() int {
	return []int{0, 1, -1, m.IntN(300), m.IntN(1 << 20), math.MaxInt32, math.MinInt32}[m.IntN(7)]
}

func (m maker) text() string {
	return []string{"", "Ada Vane", "Ministerin für Häfen", "2026-11-02", "\x00\xff", string(make([]byte, m.IntN(400)))}[m.IntN(6)]
}

func (m maker) time() time.Time {
	t := time.Date(2026, 11, 2, m.IntN(24), 0, 0, m.IntN(2)*123456789, time.UTC)
	switch m.IntN(5) {
	case 0:
		return time.Time{}
	case 1:
		return t.In(time.FixedZone("", 3600*(1+m.IntN(12))))
	case 2:
		return t.In(time.FixedZone("", 5*3600+45*60+7))
	case 3:
		return t.AddDate(-2000+m.IntN(4000), 0, 0)
	}
	return t
}

func (m maker) span() article.Span {
	if m.IntN(4) == 0 {
		return article.Span{}
	}
	return article.Span{Start: m.number(), End: m.number()}
}

func many[T any](m maker, one func() T) []T {
	n := m.IntN(5)
	if n == 0 {
		return nil
	}
	out := make([]T, n-1)
	for i := range out {
		out[i] = one()
	}
	return out
}

func (m maker) date() article.Date {
	return article.Date{Span: m.span(), Type: article.DateType(pick(m, "", "DATE", "TIME", "DURATION", "SET", "ELSE")), Value: m.text(),
		Precision: article.Precision(m.IntN(256)), From: m.time(), To: m.time()}
}

func pick(m maker, from ...string) string { return from[m.IntN(len(from))] }

func (m maker) findings() Findings {
	f := Findings{Extraction: m.IntN(1000), Annotation: article.Annotation{Dates: many(m, m.date), Language: pick(m, "", "en", "und")}}
	aDate := func() article.Date {
		if n := len(f.Annotation.Dates); n > 0 && m.IntN(3) > 0 {
			return f.Annotation.Dates[m.IntN(n)]
		}
		return []article.Date{{}, m.date()}[m.IntN(2)]
	}
	f.Annotation.People = many(m, func() article.Person {
		return article.Person{Name: m.text(), Variants: many(m, m.text), Roles: many(m, m.span), Mentions: many(m, m.span)}
	})
	confidence := func() float64 { return []float64{0, 1, float64(m.Float32()), m.Float64(), math.Inf(1)}[m.IntN(5)] }
	f.Annotation.Statements = many(m, func() article.Statement {
		return article.Statement{Kind: article.Kind(pick(m, "direct", "indirect", "mixed", "", "sung")), Content: many(m, m.span), Cue: m.span(), Source: m.span(),
			Speaker: m.number(), Inner: m.span(), Sentence: m.span(), Fragment: m.IntN(2) == 0, Said: aDate(), Confidence: confidence(), SpeakerConfidence: confidence()}
	})
	f.Events = many(m, func() article.Event {
		return article.Event{Date: aDate(), Sentence: m.span(), Possible: m.IntN(2) == 0}
	})
	return f
}

func (m maker) head() Head {
	h := Head{ID: m.text(), Version: m.IntN(1000), Removed: m.IntN(2) == 0, Founder: m.Uint32(), Extraction: m.IntN(20),
		Removal: article.Removal(m.IntN(4)), File: m.text(), Backlog: m.IntN(2) == 0}
	if m.IntN(3) > 0 {
		h.Hash = []byte("0123456789abcdef0123456789abcdef")
	}
	return h
}

func (m maker) textRecord() Text {
	return Text{Article: article.Article{ID: m.text(), URL: m.text(), Title: m.text(), Source: m.text(), Author: m.text(), Lang: m.text(), Text: m.text(),
		Published: article.Moment{Time: m.time(), Precision: article.Precision(m.IntN(12))}}, Added: m.time()}
}

// checkRecord fails unless a record comes back as it was, and no shorter one is read.
func checkRecord[T any, P interface {
	*T
	Append(out []byte) []byte
	Parse(data []byte) error
}](t *testing.T, want T) {
	t.Helper()
	data := P(&want).Append([]byte("before"))[len("before"):]
	var got T
	if err := P(&got).Parse(data); err != nil || !reflect.DeepEqual(got, want) {
		t.Fatalf("%v\ngot  %+v\nwant %+v", err, got, want)
	}
	for n := range data {
		if P(new(T)).Parse(data[:n]) == nil {
			t.Fatalf("%d of %d bytes were read as a whole %T", n, len(data), want)
		}
	}
	if P(new(T)).Parse(append(data, 0)) == nil {
		t.Fatalf("a byte too many was read with a %T", want)
	}
}

func TestRecordsComeBackAsTheyWere(t *testing.T) {
	for seed := range uint64(300) {
		m := maker{rand.New(rand.NewPCG(seed, 1))}
		checkRecord(t, m.findings())
		checkRecord(t, m.head())
		checkRecord(t, m.textRecord())
	}
}

// FuzzParse reads bytes that nobody wrote. What is read of them is written and read again.
func FuzzParse(f *testing.F) {
	for seed := range uint64(5) {
		m := maker{rand.New(rand.NewPCG(seed, 2))}
		findings, head, text := m.findings(), m.head(), m.textRecord()
		f.Add(findings.Append(nil))
		f.Add(head.Append(nil))
		f.Add(text.Append(nil))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		var findings, again Findings
		if findings.Parse(data) == nil {
			if err := again.Parse(findings.Append(nil)); err != nil {
				t.Errorf("findings: %v", err)
			}
		}
		var head Head
		if head.Parse(data) == nil {
			checkRecord(t, head)
		}
		var text Text
		if text.Parse(data) == nil && new(Text).Parse(text.Append(nil)) != nil {
			t.Error("a text that was read cannot be read again")
		}
	})
}
