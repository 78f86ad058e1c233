package chat

import "testing"

func TestClaim(t *testing.T) {
	rows := []struct{ why, message, want string }{
		{"a quotation among other words", "“Thirst does not negotiate,” she said. Does she?", "“Thirst does not negotiate,” she said. Does she?"},
		{"a quoted line, a name and a link", "> Thirst does not negotiate\n— Tarrouche https://x.example/a", "“Thirst does not negotiate” — Tarrouche"},
		{"quoted lines that go on", "> Thirst does not\n> negotiate\nreally?", "“Thirst does not negotiate” really?"},
		{"two quoted blocks", ">one two three\nor\n>> four five six", "“one two three” or “four five six”"},
		{"a quoted line with marks of its own", "> “Thirst does not negotiate”", "“Thirst does not negotiate”"},
		{"an empty quoted line", ">\nwords", "words"},
		{"nothing but a link", "https://x.example/a?b=c", ""},
		{"a sign within a line", "5 > 3, they said", "5 > 3, they said"},
	}
	for _, r := range rows {
		if got := Claim(r.message); got != r.want {
			t.Errorf("%s: %q, want %q", r.why, got, r.want)
		}
	}
}

func TestQuotation(t *testing.T) {
	for words, want := range map[string]string{
		`Tarrouche said "A hand that shells a pump" yesterday`: "A hand that shells a pump",
		`“Thirst does not negotiate,” she said. “Does it?”`:    "Thirst does not negotiate,",
		`He said "meant" it`:        "meant",
		"no quotation":              "",
		`an inch is 1" and two are`: "",
		`““”`:                       "",
	} {
		if got := Quotation(words); got != want {
			t.Errorf("%s: %q, want %q", words, got, want)
		}
	}
}
