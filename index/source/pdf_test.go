package source

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/raced"
)

// press is a press release of Vessby's invention in two columns.
func press(t testing.TB) []byte {
	t.Helper()
	raced.Sequential(t) // starting PDFium takes seconds there
	data, err := os.ReadFile("internal/pdf/testdata/weasyprint-swedish.pdf")
	if err != nil {
		t.Fatal(err)
	}
	return data
}

const pressTitle = "Utredare: underhållet kräver miljarder"

// TestPDF reads a PDF file by any name, and one that is damaged.
func TestPDF(t *testing.T) {
	data := press(t)
	for _, in := range []Input{{Name: "a.pdf", ID: "a"}, {Name: "https://port.example/get?id=7", Type: "application/pdf", ID: "a"}} {
		in.Reader = bytes.NewReader(data)
		for it := range Read(in) {
			if it.Err != nil || it.Article.ID != "a" || it.Article.Title != pressTitle || !strings.Contains(it.Article.Text, "\n\n”Underhållsskulden har vuxit i tjugo år") {
				t.Errorf("%s: %+v", in.Name, it)
			}
		}
	}
	for it := range Read(Input{Name: "a.pdf", Reader: bytes.NewReader(data[:1000])}) {
		if it.Err == nil || !strings.HasPrefix(it.Err.Error(), "it is a damaged PDF file") {
			t.Error(it.Err)
		}
	}
}

// TestPDFAttached reads documents attached to e-mails as articles, with what the message says of them.
func TestPDFAttached(t *testing.T) {
	raced.Sequential(t)
	data := press(t)
	mail := func(text, kind, name string) string {
		return "From: Vessby port <press@port.example>\r\nTo: desk@example.org\r\nSubject: Press release\r\nDate: Mon, 02 Nov 2026 09:00:00 +0100\r\nMessage-ID: <1@port.example>\r\nMIME-Version: 1.0\r\n" +
			"Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n" + text + "\r\n--b\r\nContent-Type: " + kind + "\r\nContent-Disposition: attachment; filename=" + name + "\r\nContent-Transfer-Encoding: base64\r\n\r\n" +
			base64.StdEncoding.EncodeToString(data) + "\r\n--b--\r\n"
	}
	long := strings.Repeat("The port tells of what comes next, and what it costs. ", 10)
	for _, test := range []struct{ name, mail, want string }{
		{"after a line", mail("See below.", "application/pdf", "a.pdf"), pressTitle + " 2026-11-02"},
		{"of no kind, beside a letter", mail(long, "application/octet-stream", "A.PDF"), "Press release 2026-11-02|" + pressTitle + " 2026-11-02"},
		{"another kind", mail(long, "image/png", "a.png"), "Press release 2026-11-02"},
		{"no PDF", strings.ReplaceAll(mail(long, "application/pdf", "a.pdf"), base64.StdEncoding.EncodeToString(data), "AAAA"), "Press release 2026-11-02|m.eml[a.pdf]: it is a damaged PDF file"},
	} {
		var got []string
		for it := range Read(Input{Name: "m.eml", ID: "m", Reader: strings.NewReader(test.mail)}) {
			if it.Err != nil {
				got = append(got, fmt.Sprintf("%s: %v", it.Path, it.Err))
				continue
			}
			got = append(got, it.Article.Title+" "+it.Article.Published.Time.Format(time.DateOnly))
		}
		if strings.Join(got, "|") != test.want {
			t.Errorf("%s: %q, want %q", test.name, got, test.want)
		}
	}
}

// TestReleaseDate: the date of a press release, and none that is in doubt.
func TestReleaseDate(t *testing.T) {
	for text, want := range map[string]string{
		"Ferry delayed\n\n2 November 2026\n\nThe ferry will not sail.":                                "2026-11-02",
		"Ferry delayed\n\nPort of Vessby, 2 November 2026\n\nThe ferry will not sail.":                "2026-11-02",
		"Press release: 2 November 2026\n\nFerry delayed":                                             "2026-11-02",
		"For immediate release – November 2, 2026\n\nFerry delayed":                                   "2026-11-02",
		"VESSBY, Monday, 2 November 2026":                                                             "2026-11-02",
		"Released on 2026-11-02":                                                                      "2026-11-02",
		"Embargoed until 2 November 2026, 10:00\n\nFerry delayed":                                     "",
		"Ferry delayed\n\nThe next meeting: 2 November 2026":                                          "",
		"Press release, 1 November 2026\n\n2 November 2026":                                           "",
		"The ferry will not sail before the spring, the harbour master told reporters on 2 May 2026.": "",
		"2/11/2026\n\nFerry delayed":                                                                  "",
	} {
		m := releaseDate(text, nil)
		got := ""
		if !m.IsZero() {
			got = m.Time.Format(time.DateOnly)
		}
		if got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}
