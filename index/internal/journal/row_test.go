package journal

import (
	"bytes"
	"encoding/binary"
	"reflect"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
	"github.com/briefing-bot/briefing-bot/index/internal/wire"
)

func exampleRow() *Row {
	day := period.Period{From: 86400, To: 172800, Precision: article.Day}
	return &Row{ID: "a", Group: "g", Source: "Quay Post", Language: "en", Version: 3, Extraction: 5, Length: 90, TitleWords: 2, Checksum: 7,
		Published: article.Moment{Time: time.Unix(86400, 0).In(time.FixedZone("", 3600)), Precision: article.Hour}, Added: time.Unix(99, 0),
		People:     []Person{{"Mara Quist", []string{"Quist"}, []Role{{article.Span{Start: 1, End: 6}, "mayor"}}}},
		Passages:   []Passage{{article.Span{Start: 0, End: 40}, 8, 11}},
		Statements: []Statement{{Index: 1, Speaker: article.Nobody, Whole: article.Span{Start: 2, End: 9}, Kind: article.Direct, Said: day, Cue: "say", Words: 4, At: 2, Content: 12, Uses: "A"}},
		Events:     []Event{{Index: 2, Date: period.OfUnix(5, 3600, article.Minute), Value: "T", Sentence: article.Span{Start: 3, End: 8}, Possible: true, Words: 2, At: 14, Own: true, Content: 13}},
		Tokens:     append(binary.AppendUvarint([]byte{1, 2, 3, 4, 5}, 300), 7, 8, 9, 10, 11, 12, 13, 1, 2),
	}
}

func TestRowRoundTrip(t *testing.T) {
	r := exampleRow()
	got, err := unpackRow(r.pack())
	if err != nil || !reflect.DeepEqual(got, r) {
		t.Errorf("got  %+v\nwant %+v, %v", got, r, err)
	}
}

// TestFingerprint checks that all but the time of adding counts.
func TestFingerprint(t *testing.T) {
	a, b := exampleRow(), exampleRow()
	b.Added = time.Unix(100, 0)
	if a.Fingerprint() != b.Fingerprint() {
		t.Error("the time of adding changes the fingerprint")
	}
	if b.Tokens, b.Statements[0].At = []byte{9}, 0; a.Fingerprint() != b.Fingerprint() {
		t.Error("the numbers of words change the fingerprint")
	}
	b.Events[0].Possible = false
	if a.Fingerprint() == b.Fingerprint() {
		t.Error("a changed event does not change the fingerprint")
	}
}

// FuzzUnpackRow checks that bytes with a valid checksum are either refused or give a
// row that is packed and read again as itself.
func FuzzUnpackRow(f *testing.F) {
	f.Add(exampleRow().pack()[4:])
	f.Add([]byte{})
	f.Add(bytes.Repeat([]byte{0xff}, 40))
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := unpackRow(withSum(body))
		if err != nil {
			return
		}
		packed := r.pack()
		again, err := unpackRow(packed)
		if err != nil || !bytes.Equal(again.pack(), packed) {
			t.Errorf("%+v is read again as %+v, %v", r, again, err)
		}
	})
}

// withSum returns bytes behind their checksum.
func withSum(body []byte) []byte {
	w := wire.NewSealed()
	w.Bytes = append(w.Bytes, body...)
	return w.Sealed()
}
