package source

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// articles returns what is read from content, each item a line: title, outlet,
// author, day and text.
func articles(name, content string) string {
	var out []string
	for it := range Read(Input{Name: name, ID: Stem(name), Reader: strings.NewReader(content)}) {
		a := it.Article
		if it.Err != nil {
			out = append(out, fmt.Sprintf("%s! %v", it.Path, it.Err))
			continue
		}
		day := ""
		if !a.Published.IsZero() {
			day = a.Published.Time.Format(time.DateOnly)
		}
		out = append(out, fmt.Sprintf("%s|%s|%s|%s|%q", a.Title, a.Source, a.Author, day, a.Text))
	}
	return strings.Join(out, "\n")
}

func TestExportsOfPressArchives(t *testing.T) {
	const want = `Ferries stop|Orsk Herald|Ada Lind|2025-03-05|"The ferries stopped on Monday, the port said.\n\n\"Nobody asked us,\" said Ola Beck."` + "\n" +
		`Bread up again|Velm Post|Tor Eng|2024-04-09|"Bakers raised the price of a loaf."`
	for name, content := range map[string]string{
		"counted above": `
                               1 of 2 DOCUMENTS


                               Orsk Herald

                            March 5, 2025 Wednesday
                                 Late Edition

Ferries stop

BYLINE: By ADA LIND

SECTION: NEWS; Pg. 3

LENGTH: 20 words

The ferries stopped on Monday, the port said.

"Nobody asked us," said Ola Beck.

LOAD-DATE: March 6, 2025

LANGUAGE: ENGLISH

                     Copyright 2025 Orsk Herald Ltd
                          All Rights Reserved

                               2 of 2 DOCUMENTS

                               Velm Post

                            April 9, 2024 Tuesday

Bread up again

BYLINE: Tor Eng

LENGTH: 6 words

Bakers raised the price of a loaf.

LOAD-DATE: April 10, 2024
`,
		"with an end": `Ferries stop
Orsk Herald
March 5, 2025 Wednesday

Copyright 2025 Orsk Herald Ltd All Rights Reserved

Section: NEWS; Pg. 3
Length: 20 words
Byline: Ada Lind

Body

The ferries stopped on Monday, the port said.

"Nobody asked us," said Ola Beck.

Classification
Language: ENGLISH
Load-Date: March 6, 2025

End of Document

Bread up again
Velm Post
April 9, 2024 Tuesday

Byline: Tor Eng

Body

Bakers raised the price of a loaf.

Load-Date: April 10, 2024

End of Document
`,
		"with a full text": `____________________________________________________________

Document 1 of 2

Ferries stop

Author: Ada Lind

Publication info: Orsk Herald ; Orsk [Orsk]05 Mar 2025: A3.

Abstract: The ferries stopped.

Full text: The ferries stopped on Monday, the port said.

"Nobody asked us," said Ola Beck.

Subject: Ferries

Title: Ferries stop

Publication title: Orsk Herald

Publication date: Mar 5, 2025

____________________________________________________________

Document 2 of 2

Bread up again

Author: Tor Eng

Full text: Bakers raised the price of a loaf.

Title: Bread up again

Publication title: Velm Post

Publication date: Apr 9, 2024

Copyright: Velm Post 2024
`,
	} {
		if got := articles("archive.txt", content); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
		if got := articles("archive.txt", strings.ReplaceAll(content, "\n", "\r\n")); got != strings.ReplaceAll(want, `\n\n`, `\r\n\r\n`) {
			t.Errorf("%s, with CRLF: got\n%s", name, got)
		}
	}
}

func TestExportsThatAreNotRead(t *testing.T) {
	for name, content := range map[string]string{
		"mbox":    "From a@b.example Mon Mar  3 10:00:00 2025\nSubject: A\n\nOne.\n\nFrom c@d.example Tue Mar  4 10:00:00 2025\nSubject: B\n\nTwo.\n",
		"RIS":     "TY  - NEWS\nTI  - One\nER  -\nTY  - NEWS\nTI  - Two\nER  -\n",
		"Factiva": "HD   One\nBY   A. Writer\nWC   20 words\nLP   Text.\n\nHD   Two\nBY   B. Writer\nWC   20 words\nLP   Text.\n",
	} {
		if got := articles("many.txt", content); !strings.Contains(got, "it holds several articles (2 ") {
			t.Errorf("%s: got %s", name, got)
		}
	}
}

func TestTextThatOnlyLooksLikeAnExport(t *testing.T) {
	for _, content := range []string{
		"The clerk read document 1 of 2.\n\nHe then read document 2 of 2.",
		"From: the start of the year, prices rose.\n\nNobody knew why.",
		"Dear reader\n\nSubject: none.\n",
	} {
		if got, want := articles("a.txt", content), fmt.Sprintf("||||%q", content); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestMail(t *testing.T) {
	for content, want := range map[string]string{
		"From: Ada Lind <ada@orsk.example>\nTo: list@orsk.example\nSubject: Ferries stop\nDate: Wed, 5 Mar 2025 08:00:00 +0100\n\nThe ferries stopped.\n": `Ferries stop||Ada Lind|2025-03-05|"The ferries stopped.\n"`,
		"Subject: =?utf-8?q?Caf=C3=A9?=\r\nFrom: ada@orsk.example\r\n\r\nThe café closed.":                                                                `Café||||"The café closed."`,
		"MIME-Version: 1.0\nFrom: a@b.example\nSubject: A\nContent-Type: multipart/mixed; boundary=x\n\n--x\n":                                            "a.txt! it ends in the middle: the e-mail is cut short",
	} {
		if got := articles("a.txt", content); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

func TestOtherFormatsAreNamed(t *testing.T) {
	for content, want := range map[string]string{
		"{\\rtf1\\ansi The mill closed.}": "it is RTF", "\uFEFF {\\rtf1 x": "it is RTF", "%PDF-1.7\n": "it is a damaged PDF file",
		"\x89PNG\r\n\x1a\n\x00": "it is a PNG image", "\xff\xd8\xff\xe0\x00\x10JFIF": "it is a JPEG image",
		"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00": "old Microsoft Office",
	} {
		for _, name := range []string{"a.txt", "a.md", "a.html", "a.json", "a.jsonl", "-"} {
			if got := articles(name, content); !strings.Contains(got, want) || strings.Contains(got, "\n") {
				t.Errorf("%s with %q: got %s", name, content, got)
			}
		}
	}
	for _, text := range []string{"BZh is a village.", "ID3 tags are useful.", "RIFFs are played on guitars."} {
		if got := articles("a.txt", text); strings.Contains(got, "!") {
			t.Errorf("%q: got %s", text, got)
		}
	}
}

func TestUTF16(t *testing.T) {
	encode := func(s string, big bool) string {
		var b strings.Builder
		for _, r := range "\uFEFF" + s {
			if big {
				b.WriteString(string([]byte{byte(r >> 8), byte(r)}))
			} else {
				b.WriteString(string([]byte{byte(r), byte(r >> 8)}))
			}
		}
		return b.String()
	}
	for name, content := range map[string]string{
		"a.txt": "The café closed.", "a.md": "---\ntitle: x\n---\nThe café closed.", "a.jsonl": `{"text":"The café closed."}`, "a.json": `[{"text":"The café closed."}]`,
	} {
		for _, big := range []bool{true, false} {
			if got := articles(name, encode(content, big)); !strings.HasSuffix(got, `|"The café closed."`) {
				t.Errorf("%s: got %s", name, got)
			}
		}
	}
}

// TestDamagedUTF16 refuses what is no UTF-16, rather than put another character there.
func TestDamagedUTF16(t *testing.T) {
	plain := func(s string) string { // in UTF-16, the low byte first
		var b strings.Builder
		for _, c := range s {
			b.WriteString(string([]byte{byte(c), byte(c >> 8)}))
		}
		return b.String()
	}
	const high, low = "\x3d\xd8", "\x00\xde" // together U+1F600
	line := plain(`{"text":"The café closed."}` + "\n")
	for content, want := range map[string]string{
		"\xff\xfe" + plain("The café ") + high + low:              "|\"The café \U0001F600\"",
		"\xff\xfe" + plain("The café closed.") + "\x20":           "not valid UTF-16 (at byte 34)",
		"\xff\xfe" + plain("The café closed.") + high:             "not valid UTF-16 (at byte 36)",
		"\xff\xfe" + plain("The café ") + low + plain("closed."):  "not valid UTF-16 (at byte 20)",
		"\xff\xfe" + plain("The café ") + high + plain("closed."): "not valid UTF-16 (at byte 22)",
		"\xff\xfe" + plain("The café ") + high + high + low:       "not valid UTF-16 (at byte 22)",
		"\xfe\xff0": "not valid UTF-16 (at byte 2)",
		plain("The old mill closed on Monday for good.") + "\x20":  "not valid UTF-16 (at byte 78)",
		"\xff\xfe" + plain(strings.Repeat("Words. ", 2000)) + high: "not valid UTF-16 (at byte 28004)",
	} {
		for _, name := range []string{"a.txt", "a.md"} {
			if got := articles(name, content); !strings.HasSuffix(got, want) {
				t.Errorf("%s, %d bytes: got %.200q, want %q", name, len(content), got, want)
			}
		}
	}
	if got := articles("a.jsonl", "\xff\xfe"+line+line+low); strings.Count(got, `|"The café closed."`) != 2 || !strings.Contains(got, "not valid UTF-16") {
		t.Errorf("lines before the fault: got %s", got)
	}
}

func TestFieldNamesOfExports(t *testing.T) {
	for content, want := range map[string]string{
		`{"headline":"A","content":"The mill closed.","publishedAt":"2025-03-05T08:00:00Z","source":{"id":null,"name":"Orsk Herald"},"author":"By ADA LIND, Staff Writer","link":"https://x.example/1"}`: `A|Orsk Herald|Ada Lind|2025-03-05|"The mill closed."`,
		`{"title":"A","description":"The mill closed.","pubDate":"Wed, 05 Mar 2025 08:00:00 GMT","creator":["Ada Lind","Tor Eng"]}`:                                                                      `A||Ada Lind, Tor Eng|2025-03-05|"The mill closed."`,
		`{"title":"A","body":"<p>The mill closed.</p><p>It was <b>old</b>.</p>","date":1741161600}`:                                                                                                      `A|||2025-03-05|"The mill closed.\nIt was old."`,
		`{"status":"ok","totalResults":2,"articles":[{"title":"A","content":"The mill clo… [+901 chars]"},{"title":"B","content":null,"description":"The other one stayed."}]}`:                          `A||||"The mill clo…"` + "\n" + `B||||"The other one stayed."`,
		`{"response":{"docs":[{"headline":{"main":"x","name":"A"},"body":"The mill closed.","pub_date":"2025-03-05T08:00:00+0000"}]}}`:                                                                   `A|||2025-03-05|"The mill closed."`,
		`{"hits":{"total":1,"hits":[{"_id":"7","_source":{"title":"A","text":"The mill closed."}}]}}`:                                                                                                    `A||||"The mill closed."`,
		`{"title":"A","content":"","description":"The mill closed."}`:                                                                                                                                    `A||||"The mill closed."`,
		`{"title":"A","content":"The mill closed.","date":"03/04/2025"}`:                                                                                                                                 `A||||"The mill closed."`,
		`{"title":"A","content":"The mill closed.","date":"20250305T080000Z"}`:                                                                                                                           `A|||2025-03-05|"The mill closed."`,
		`{"Text":"The mill closed.","Title":"A"}`:                                                                                                                                                        `A||||"The mill closed."`,
		`{"title":"A","text":"Cut here [+901 chars]"}`:                                                                                                                                                   `A||||"Cut here [+901 chars]"`,
	} {
		for _, name := range []string{"a.json", "a.jsonl"} {
			if got := articles(name, content); got != want {
				t.Errorf("%s: %s\ngot  %s\nwant %s", name, content, got, want)
			}
		}
	}
}

func TestBylines(t *testing.T) {
	for byline, want := range map[string]string{
		"By JANE DOE, Staff Writer | 3 min read": "Jane Doe", "by Jane Doe": "Jane Doe", "Jane Doe": "Jane Doe", "JANE DOE and JOHN O'HARA": "Jane Doe and John O'Hara",
		"By Jane Doe and John Roe, The Orsk Herald": "Jane Doe and John Roe", "Words by Jane Doe": "Jane Doe", "Written by Jane Doe • 5 March 2025": "Jane Doe",
		"By Jane Doe in Velm": "Jane Doe", "Jane Doe, Political Correspondent": "Jane Doe", "By Jane Doe, Senior Reporter for Health": "Jane Doe", "https://orsk.example/jane": "",
		"Jane Doe (jane@orsk.example)": "Jane Doe", "By Jane Doe Updated 5 March": "Jane Doe", "AP": "AP", "By Associated Press": "Associated Press", "By Jane Doe and John Roe in Velm": "Jane Doe and John Roe", "The Orsk Herald": "The Orsk Herald", "MARY MCCOY": "Mary McCoy",
		"J. R. SMITH-JONES": "J. R. Smith-Jones", "By\n Jane   Doe": "Jane Doe", "Byron Lee": "Byron Lee", "Ludwig van der Berg": "Ludwig van der Berg",
	} {
		if got := cleanByline(byline, "The Orsk Herald"); got != want {
			t.Errorf("%q: got %q, want %q", byline, got, want)
		}
	}
}

func TestTables(t *testing.T) {
	const want = `A|Orsk Herald|Ada Lind|2025-03-05|"The mill closed,\nsaid \"nobody\"."` + "\n" + `B||||"The other stayed."`
	for name, content := range map[string]string{
		"commas":     "title,source,author,publishedAt,content\nA,Orsk Herald,By ADA LIND,2025-03-05,\"The mill closed,\nsaid \"\"nobody\"\".\"\nB,,,,The other stayed.\n",
		"semicolons": "\uFEFFHeadline;Outlet;Byline;Date;Body\r\nA;Orsk Herald;Ada Lind;2025-03-05;\"The mill closed,\nsaid \"\"nobody\"\".\"\r\nB;;;;The other stayed.\r\n",
		"tabs":       "text\ttitle\tsource\tauthor\tpub_date\n\"The mill closed,\nsaid \"\"nobody\"\".\"\tA\tOrsk Herald\tAda Lind\t2025-03-05\nThe other stayed.\tB\n",
	} {
		if got := articles("a.csv", content); got != want {
			t.Errorf("%s: got\n%s\nwant\n%s", name, got, want)
		}
	}
	for content, want := range map[string]string{
		"":                              "a.csv! it is empty",
		"a,b\n1,2\n":                    `a.csv! its first row names no column "text", "content" or "body"`,
		"text,title\n,A\nThe mill.,B\n": `a.csv:2! it has no "text"` + "\n" + `B||||"The mill."`,
		"text\ncaf\xe9\n":               "a.csv:2! it is binary, not text (a zero byte at 3)",
	} {
		if got := articles("a.csv", content); got != want {
			t.Errorf("%q: got %s, want %s", content, got, want)
		}
	}
	if got := articles("a.csv", "text\n\""+strings.Repeat("x", 2*maxObject)); !strings.HasSuffix(got, errTooLong.Error()) {
		t.Errorf("a mark that is not closed: %s", clip(got))
	}
}
