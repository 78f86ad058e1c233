package segment

import (
	"bytes"
	"encoding/binary"
	"hash/crc32"
	"reflect"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/article"
	"github.com/briefing-bot/briefing-bot/index/internal/period"
)

func exampleRow() *row {
	day := period.Period{From: 86400, To: 172800, Precision: article.Day}
	return &row{id: "a", group: "g", source: "Quay Post", language: "en", version: 3, extraction: 5, length: 90, titleWords: 2, checksum: 7,
		published: article.Moment{Time: time.Unix(86400, 0).In(time.FixedZone("", 3600)), Precision: article.Hour}, added: time.Unix(99, 0),
		people:     []rowPerson{{"Mara Quist", []string{"Quist"}, []rowRole{{article.Span{Start: 1, End: 6}, "mayor"}}}},
		passages:   []rowPassage{{article.Span{Start: 0, End: 40}, 8, 11}},
		statements: []rowStatement{{index: 1, speaker: article.Nobody, whole: article.Span{Start: 2, End: 9}, kind: article.Direct, said: day, cue: "say", words: 4, at: 2, content: 12, uses: "A"}},
		events:     []rowEvent{{index: 2, date: period.OfUnix(5, 3600, article.Minute), value: "T", sentence: article.Span{Start: 3, End: 8}, possible: true, words: 2, at: 14, own: true, content: 13}},
		tokens:     append(binary.AppendUvarint([]byte{1, 2, 3, 4, 5}, 300), 7, 8, 9, 10, 11, 12, 13, 1, 2),
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
	b.added = time.Unix(100, 0)
	if a.fingerprint() != b.fingerprint() {
		t.Error("the time of adding changes the fingerprint")
	}
	if b.tokens, b.statements[0].at = []byte{9}, 0; a.fingerprint() != b.fingerprint() {
		t.Error("the numbers of words change the fingerprint")
	}
	b.events[0].possible = false
	if a.fingerprint() == b.fingerprint() {
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

// withSum returns bytes after their checksum.
func withSum(body []byte) []byte {
	return append(binary.BigEndian.AppendUint32(nil, crc32.ChecksumIEEE(body)), body...)
}
