package source

import (
	"bytes"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/briefing-bot/briefing-bot/index/source/internal/encodings"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/japanese"
	"golang.org/x/text/encoding/unicode"
)

// TestLegacyText: texts in windows-1252 and UTF-16 are read; what could be another
// encoding is refused.
func TestLegacyText(t *testing.T) {
	little := unicode.UTF16(unicode.LittleEndian, unicode.IgnoreBOM)
	big := unicode.UTF16(unicode.BigEndian, unicode.IgnoreBOM)
	const quay = "“No ferry will sail,” Ole Brandt said at the café on Monday – and the crews’ families went home."
	for _, test := range []struct {
		name, text string
		encoding   encoding.Encoding
		read       bool
	}{
		{"English with typographic marks", quay, charmap.Windows1252, true},
		{"ISO 8859-1", "The café closed at noon, Zoë Müller said; the naïve façade of the Hôtel stays at £30.", charmap.ISO8859_1, true},
		{"German", "Die Fähre fährt nicht, sagte Hafenmeister Jörg Groß. Über den Grund schwieg er. ÄRGER AN DER MÖLE.", charmap.Windows1252, true},
		{"French", "« Le ferry ne partira pas », a déclaré le maître du port à Orsk. Où ira-t-on ? À Norrhaven, l’été.", charmap.Windows1252, true},
		{"Swedish", "Färjan går inte på måndag, säger hamnmästare Åke Öberg. Två båtar låg kvar i ån.", charmap.Windows1252, true},
		{"Spanish", "¿Quién paga? «La ciudad», dijo la alcaldesa Nuñez en la reunión de mañana número 1.", charmap.Windows1252, true},
		{"UTF-16 without a mark", quay, little, true},
		{"UTF-16, the other way round", quay, big, true},
		{"UTF-8", quay, encoding.Nop, true},
		{"Polish in windows-1250", "Prom nie popłynie, powiedział kapitan portu. Łódź stała przy brzegu; świątynia była zamknięta.", charmap.Windows1250, false},
		{"names in an English text", strings.Repeat("The ferries of the strait will not sail before the pier is mended, the office said on Monday. ", 9) + "Jörg Groß, François Hénin and Zoë Böll agreed.", charmap.Windows1252, true},
		{"names that could be Czech ones", strings.Repeat("The ferries will not sail before the pier is mended. ", 9) + "Jiří Dvořák agreed.", charmap.Windows1250, false},
		{"Czech names in an English text", strings.Repeat("The ferries of the strait will not sail before the pier is mended, the office said on Monday. ", 9) + "Commissioner Šefčovič agreed.", charmap.Windows1250, false},
		{"Turkish in windows-1254", "Feribot kalkmayacak, dedi liman başkanı. Şehir ağır bir gün geçirdi; İzmir sessizdi.", charmap.Windows1254, false},
		{"Czech without capitals", "trajekt nepojede, řekl kapitán. přístav byl včera plný a dům stál prázdný.", charmap.Windows1250, false},
		{"Czech in ISO 8859-2", "Trajekt nepojede, řekl přístavní kapitán. Šel domů a žádal o klid, čekal na loď a ďábla.", charmap.ISO8859_2, false},
		{"Russian in windows-1251", "Паром не пойдёт, сказал начальник порта в понедельник.", charmap.Windows1251, false},
		{"Russian in KOI8-R", "Паром не пойдёт, сказал начальник порта в понедельник.", charmap.KOI8R, false},
		{"Greek", "Το πλοίο δεν θα φύγει, είπε ο λιμενάρχης τη Δευτέρα.", charmap.ISO8859_7, false},
		{"Mac", quay, charmap.Macintosh, false},
		{"DOS", "The café closed at noon, Zoë Müller said; the façade of the Hôtel stays at thirty.", charmap.CodePage437, false},
		{"Japanese", "フェリーは月曜日に出航しないと港長は述べた。", japanese.ShiftJIS, false},
	} {
		t.Run(test.name, func(t *testing.T) {
			data, err := test.encoding.NewEncoder().Bytes([]byte(test.text))
			if err != nil {
				t.Fatal(err)
			}
			for _, name := range []string{"a.txt", "a.md"} {
				for it := range Read(Input{Name: name, ID: "a", Reader: bytes.NewReader(data)}) {
					if read := it.Err == nil && it.Article.Text == test.text; read != test.read || !read && it.Err == nil {
						t.Errorf("%s: %q, %v", name, it.Article.Text, it.Err)
					}
				}
			}
		})
	}
	for name, text := range map[string]string{
		"damaged UTF-8":         "“No ferry will sail,” Ole Brandt said at the caf\xe9 on Monday.",
		"too short to tell":     "caf\xe9",
		"a byte with no letter": "The ferry will not sail on Monday, and \x81 the crews went home.",
	} {
		for it := range Read(Input{Name: "a.txt", ID: "a", Reader: strings.NewReader(text)}) {
			if it.Err == nil || !strings.Contains(it.Err.Error(), "not valid UTF-8") {
				t.Errorf("%s: %+v", name, it)
			}
		}
	}
}

// FuzzLegacyText decodes any bytes: the result is the input or a text of valid UTF-8 with
// as many characters as the input has bytes.
func FuzzLegacyText(f *testing.F) {
	for _, seed := range []string{"The caf\xe9 closed at noon, and nobody was there to see it.", "\x93No ferry will sail,\x94 Ole Brandt said on Monday, at noon.", "UTF-8: café", "\xff\xfe"} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		got := encodings.Text(data)
		if !bytes.Equal(got, data) && (!utf8.Valid(got) || utf8.RuneCount(got) != len(data)) {
			t.Errorf("%q gives %q", data, got)
		}
	})
}
