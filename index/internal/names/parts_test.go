package names_test

import (
	"testing"

	"github.com/briefing-bot/briefing-bot/index/internal/names"
	"github.com/briefing-bot/briefing-bot/index/internal/token"
)

func TestSplit(t *testing.T) {
	for name, want := range map[string][3]string{
		"Ann Berg":                {"ann", "berg", ""},
		"George Haldane Jr.":      {"george", "haldane", "jr"},
		"Kim Jong Un":             {"jong-un", "kim", ""},
		"Nabil al-Khatib":         {"nabil", "khatib", ""},
		"President Ann Berg":      {"ann", "berg", ""},
		"Mr Berg":                 {"", "berg", ""},
		"Berg":                    {"", "berg", ""},
		"van der Meulen":          {"", "meulen", ""},
		"Annelies van der Meulen": {"annelies", "meulen", ""},
		"José Ibáñez":             {"jose", "ibanez", ""},
		"":                        {"", "", ""},
	} {
		p := names.Split(name)
		if got := [3]string{p.Given, p.Family, p.Suffix}; got != want {
			t.Errorf("%s has parts %q, want %q", name, got, want)
		}
	}
}

// TestLookUp looks up a word of each kind of list, entries of several words and words
// that are run together.
func TestLookUp(t *testing.T) {
	for _, c := range []struct {
		text  string
		token int
		want  names.Class
	}{
		{"Ann slept", 0, names.FemaleName},
		{"in Russia", 1, names.CountryWord},
		{"The White House slept", 2, names.CountryWord},
		{"Mr. Holt", 0, names.Honorific},
		{"Senator Holt", 0, names.TitleWord},
		{"she's late", 0, names.PronounWord},
		{"they didn't", 1, names.VerbWord},
		{"Annelies van der Meulen", 1, names.Particle},
	} {
		r := names.LookUp(c.text, token.Tokenize(c.text), func(int) bool { return false })
		if !r.Info[c.token].Is(c.want) {
			t.Errorf("%s: token %d is %b, want one of %b", c.text, c.token, r.Info[c.token].Class, c.want)
		}
	}
	r := names.LookUp("Ann Berg", token.Tokenize("Ann Berg"), func(int) bool { return true })
	if r.Info[0].Class != 0 {
		t.Error("it did not stop")
	}
}

func TestCapital(t *testing.T) {
	const text = "Ann met al-Khatib and émigré Éva d’Arcy, 7"
	r := names.LookUp(text, token.Tokenize(text), func(int) bool { return false })
	for i, want := range []bool{true, false, true, false, false, true, true, false, false} {
		if got := r.Capital(i); got != want {
			t.Errorf("Capital of %q is %v", r.Word(i), got)
		}
	}
	if r.Capital(-1) || r.Capital(99) || r.Word(99) != "" {
		t.Error("what is outside the text has no capital")
	}
}

// TestShortForms checks the table that Unify and the look-up of typed names share.
func TestShortForms(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"bill", "william", true}, {"billy", "bill", true}, {"donnie", "donald", true}, {"al", "alexander", true},
		{"vova", "volodymyr", true}, {"hill", "hillary", true}, {"vova", "vladimir", true},
		{"volodymyr", "vladimir", false}, {"bill", "robert", false}, {"xyz", "xyz", false},
	} {
		if got := names.ShortForms(c.a, c.b); got != c.want || names.ShortForms(c.b, c.a) != got {
			t.Errorf("ShortForms(%q, %q) is %v", c.a, c.b, got)
		}
	}
}
