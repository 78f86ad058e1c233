package source

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"
)

// letterHead begins a message as mail programs write it.
const letterHead = "Return-Path: <news@quay.example>\nMIME-Version: 1.0\nFrom: =?utf-8?q?Ada_Lind=C3=A9n?= <ada@quay.example>\nTo: desk@orsk.example\n" +
	"Subject: =?utf-8?b?RmVycmllcyBzdG9w?=\nDate: Wed, 5 Mar 2025 08:00:00 +0100\nMessage-ID: <a1@quay.example>\n"

// newsletterHead begins one of a newsletter.
const newsletterHead = letterHead + "List-Unsubscribe: <https://quay.example/leave>\n"

// newsletterHTML is a newsletter laid out in tables.
const newsletterHTML = `<html><head><title>x</title><style>p{color:red}</style></head><body><div style="display:none">Preview &zwnj; &zwnj;</div><table><tr><td>` +
	`<a href="https://quay.example/online">View in browser</a></td></tr><tr><td><h1>Ferries stop</h1></td></tr><tr><td><p>&ldquo;No ferry will sail,&rdquo; harbour master <b>Ole</b> Brandt said.</p>` +
	`<p>The pier is closed<br>until May.</p></td></tr><tr><td><p>You are receiving this email because you signed up. <a href="#">Unsubscribe</a></p><p>© 2025 The Quay</p></td></tr></table></body></html>`

// multipart joins parts, each its header and body.
func multipart(kind string, parts ...string) string {
	return "Content-Type: multipart/" + kind + "; boundary=\"b-" + kind + "\"\n\n--b-" + kind + "\n" + strings.Join(parts, "\n--b-"+kind+"\n") + "\n--b-" + kind + "--\n"
}

const (
	plainPart = "Content-Type: text/plain; charset=utf-8\n\nThe ferries stopped.\nNobody knew why."
	htmlPart  = "Content-Type: text/html; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n" + newsletterHTML
)

// TestMailKinds: the text of a message, whatever its form, with what its header says.
func TestMailKinds(t *testing.T) {
	const facts = "Ferries stop||Ada Lindén|2025-03-05|"
	const bySender = "Ferries stop|Ada Lindén||2025-03-05|"
	newsletter := "“No ferry will sail,” harbour master Ole Brandt said.\n\nThe pier is closed\nuntil May."
	stories := "Ferries stop\n\n“No ferry will sail,” harbour master Ole Brandt said.\n\nThe pier is closed\nuntil May.\n\nMayor speaks\n\n“The town will pay,” mayor Ida Holm told the council. She gave no date."
	for _, test := range []struct {
		name, mail string
		want       []string
	}{
		{"plain text", letterHead + "\nThe ferries stopped.\n", []string{facts + "The ferries stopped.\n"}},
		{"line ends of the network", strings.ReplaceAll(letterHead+"\nThe ferries\nstopped.\n", "\n", "\r\n"), []string{facts + "The ferries\nstopped.\n"}},
		{"quoted-printable", letterHead + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: quoted-printable\n\nThe caf=C3=A9 =\nclosed.\n", []string{facts + "The café closed.\n"}},
		{"base64", letterHead + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nVGhlIGNhZsOpIGNsb3NlZC4=\n", []string{facts + "The café closed."}},
		{"another character set", letterHead + "Content-Type: text/plain; charset=iso-8859-1\n\nThe caf\xe9 closed.", []string{facts + "The café closed."}},
		{"a character set that nobody knows", letterHead + "Content-Type: text/plain; charset=x-nothing\n\nThe café closed.", []string{facts + "The café closed."}},
		{"wrongly declared UTF-8", letterHead + "Content-Type: text/plain; charset=utf-8\n\n\x93No,\x94 he said.", []string{facts + "“No,” he said."}},
		{"both forms of a letter", letterHead + multipart("alternative", plainPart, htmlPart), []string{facts + "The ferries stopped.\nNobody knew why."}},
		{"both forms of a newsletter", newsletterHead + multipart("alternative", plainPart, htmlPart), []string{bySender + newsletter}},
		{"a newsletter of several stories", newsletterHead + strings.Replace(htmlPart, "<tr><td><p>You are", "<tr><td><h2>Mayor speaks</h2><p>“The town will pay,” mayor Ida Holm told the council. She gave no date.</p></td></tr><tr><td><p>You are", 1), []string{bySender + stories}},
		{"HTML alone", letterHead + htmlPart, []string{facts + newsletter}},
		{"a picture beside the text", letterHead + multipart("mixed", multipart("related", htmlPart, "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0="), "Content-Type: text/plain\nContent-Disposition: attachment\n\nNot this."),
			[]string{facts + newsletter}},
		{"a message passed on", letterHead + multipart("mixed", "Content-Type: text/plain\n\nFor you.", "Content-Type: message/rfc822\n\n"+strings.Replace(letterHead, "a1@", "a2@", 1)+"\nThe crane broke."),
			[]string{facts + "The crane broke."}},
		{"a digest of messages", letterHead + multipart("digest", "Content-Type: message/rfc822\n\n"+letterHead+"\nOne.", "Content-Type: message/rfc822\n\n"+strings.Replace(letterHead, "a1@", "a2@", 1)+"\nTwo."),
			[]string{facts + "One.", facts + "Two."}},
		{"the last boundary is missing", letterHead + "Content-Type: multipart/mixed; boundary=x\n\n--x\n" + plainPart + "\n--x\nContent-Type: image/png\n\nabc", []string{facts + "The ferries stopped.\nNobody knew why."}},
		{"cut in the text", letterHead + "Content-Type: multipart/mixed; boundary=x\n\n--x\n" + plainPart, []string{"! it ends in the middle: the e-mail is cut short"}},
		{"nothing but a picture", letterHead + "Content-Type: image/png\nContent-Transfer-Encoding: base64\n\niVBORw0=", []string{"! it is an e-mail without text"}},
		{"no header", "The ferries stopped.\n", []string{"! it is no e-mail that can be read"}},
		{"no date", "From: ada@quay.example\nSubject: Ferries stop\n\nThe ferries stopped.", []string{"Ferries stop||||The ferries stopped."}},
	} {
		t.Run(test.name, func(t *testing.T) {
			var got []string
			for it := range Read(Input{Name: "a.eml", ID: "a", Reader: strings.NewReader(test.mail)}) {
				a := it.Article
				if it.Err != nil {
					got = append(got, "! "+it.Err.Error())
					continue
				}
				day := ""
				if !a.Published.IsZero() {
					day = a.Published.Time.Format("2006-01-02")
				}
				got = append(got, fmt.Sprintf("%s|%s|%s|%s|%s", a.Title, a.Source, a.Author, day, a.Text))
			}
			if len(got) != len(test.want) {
				t.Fatalf("got %q", got)
			}
			for i, want := range test.want {
				if strings.HasPrefix(want, "! ") && strings.HasPrefix(got[i], want) || got[i] == want {
					continue
				}
				t.Errorf("got  %q\nwant %q", got[i], want)
			}
		})
	}
}

// TestMailIsFound: an e-mail is read as one whatever its name, and text is text.
func TestMailIsFound(t *testing.T) {
	encoded := letterHead + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\nVGhlIGNhZsOpIGNsb3NlZC4=\n"
	for _, name := range []string{"a.eml", "a.txt", "-", "1731000000.M1P2.host:2,S"} {
		for it := range Read(Input{Name: name, ID: "a", Reader: strings.NewReader(encoded)}) {
			if it.Err != nil || it.Article.Text != "The café closed." || it.Article.ID != "mail-"+fingerprint("a1@quay.example") {
				t.Errorf("%s: %+v", name, it)
			}
		}
	}
	for _, text := range []string{"From: the start of the year, prices rose.\n\nNobody knew why.", "To: the point.\n", "Subject: a poem\nin two lines\n\nand a stanza"} {
		if isMail([]byte(text)) {
			t.Errorf("%q is taken for an e-mail", text)
		}
	}
}

// TestSavedPage: a page that a browser saved as one file is read as a page.
func TestSavedPage(t *testing.T) {
	page := "<html><head><title>Ferries stop</title></head><body><nav><a href=\"/\">Home</a> <a href=\"/n\">News</a></nav><article><h1>Ferries stop</h1>" +
		strings.Repeat("<p>“No ferry will sail before the pier is mended,” harbour master Ole Brandt said on Monday, and the crews went home at noon.</p>", 3) + "</article></body></html>"
	saved := "From: <Saved by Blink>\nSnapshot-Content-Location: https://quay.example/ferries\nSubject: Ferries stop\nDate: Wed, 5 Mar 2025 08:00:00 +0100\nMIME-Version: 1.0\n" +
		multipart("related", "Content-Type: text/html\nContent-Transfer-Encoding: 8bit\nContent-Location: https://quay.example/ferries\n\n"+page, "Content-Type: text/css\nContent-Location: https://quay.example/a.css\n\np{}")
	for _, name := range []string{"a.mhtml", "a.mht", "-"} {
		n := 0
		for it := range Read(Input{Name: name, ID: "a", Reader: strings.NewReader(saved)}) {
			n++
			a := it.Article
			if it.Err != nil || a.URL != "https://quay.example/ferries" || a.Title != "Ferries stop" || strings.Contains(a.Text, "Home") || !a.Published.IsZero() || a.Author != "" {
				t.Errorf("%s: %+v", name, it)
			}
		}
		if n != 1 {
			t.Errorf("%s: %d articles", name, n)
		}
	}
}

// TestMailLimits: what is deep, long or in many parts is refused with its reason.
func TestMailLimits(t *testing.T) {
	deep := plainPart
	for i := range 20 {
		deep = fmt.Sprintf("Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n%s\n--b%d--\n", i, i, deep, i)
	}
	messages := letterHead + "\nInnermost."
	for range 20 {
		messages = letterHead + "Content-Type: message/rfc822\n\n" + messages
	}
	for name, test := range map[string]struct{ mail, want string }{
		"parts within parts":       {letterHead + deep, "parts within each other"},
		"messages within messages": {messages, "parts within each other"},
		"many parts":               {letterHead + multipart("mixed", strings.Repeat("Content-Type: image/png\n\nx\n--b-mixed\n", 600)+plainPart), "more than 500 parts"},
		"a long header":            {letterHead + "X-Long: " + strings.Repeat("a", 1<<20) + "\n\nText.", "it is no e-mail that can be read"},
		"a long text":              {letterHead + "\n" + strings.Repeat("Words. ", 100_000), "its text is longer than 384 KiB"},
		"more than can be held":    {letterHead + "\n" + strings.Repeat("Words. ", 3_000_000), "larger than 16 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			for it := range Read(Input{Name: "a.eml", Reader: strings.NewReader(test.mail)}) {
				if it.Err == nil || !strings.Contains(it.Err.Error(), test.want) {
					t.Errorf("%v", it.Err)
				}
			}
		})
	}
}

// FuzzMail reads any bytes as an e-mail: no panic, and every item has a reason or a text
// of valid UTF-8 with an ID.
func FuzzMail(f *testing.F) {
	for _, seed := range []string{
		letterHead + "\nText.", letterHead + multipart("alternative", plainPart, htmlPart), newsletterHead + htmlPart,
		letterHead + multipart("mixed", "Content-Type: message/rfc822\n\n"+letterHead+"\nTwo."),
		letterHead + "Content-Transfer-Encoding: base64\n\n!!!!", letterHead + "Content-Transfer-Encoding: quoted-printable\n\n=ZZ=", letterHead + "Content-Type: multipart/mixed\n\n--\n",
		"From: a\nSubject: =?x?y?z?=\n\n\xff", letterHead + "Content-Type: text/plain; charset=utf-7\n\n+AGE-",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		n := 0
		for it := range Read(Input{Name: "x.eml", ID: "x", Reader: strings.NewReader(string(data))}) {
			n++
			a := it.Article
			if it.Err == nil && (a.ID == "" || strings.TrimSpace(a.Text) == "" || !utf8.ValidString(a.Text+a.Title+a.Author+a.Source)) {
				t.Errorf("gave %+v", it)
			}
		}
		if n == 0 {
			t.Error("neither an article nor a reason")
		}
	})
}
