package identity

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"github.com/briefing-bot/briefing-bot/index/internal/names"
)

func TestSamePerson(t *testing.T) {
	for _, c := range []struct {
		a, b string
		want bool
	}{
		{"Arkady Belov", "arkady belov", true},
		{"Volodymyr Zelenskiy", "Volodymyr Zelenskyy", true},
		{"Zelensky", "Volodymyr Zelenskyy", true},
		{"Aleksandr Lukashenko", "Alexander Lukashenka", true},
		{"Bill Hargreave", "William Hargreave", true},
		{"W. Hargreave", "William Hargreave", true},
		{"Bill Clinton", "Hillary Clinton", false},
		{"Olena Zelenska", "Volodymyr Zelenskiy", false},
		{"Zelenska", "Zelenskiy", false},
		{"Karl Hansen", "Karl Hanson", false},
		{"Donald Price Jr.", "Donald Price", false},
		{"Kim Jong Un", "Kim Yo Jong", false},
		{"José Ibáñez", "Jose Ibanez", true},
		{"Maria Petrova", "Mario Petrova", false},
		{"van der Meulen", "Annelies van der Meulen", true},
		{"", "Belov", false},
	} {
		if got := SamePerson(c.a, c.b); got != c.want {
			t.Errorf("SamePerson(%q, %q) = %v", c.a, c.b, got)
		}
		if SamePerson(c.a, c.b) != SamePerson(c.b, c.a) {
			t.Errorf("SamePerson(%q, %q) is not symmetric", c.a, c.b)
		}
	}
}

func TestUnify(t *testing.T) {
	for _, c := range []struct {
		what    string
		names   []string
		known   []names.Name
		rulings Rulings
		want    []string
	}{
		{what: "a family name joins its only bearer", names: []string{"Leavitt", "Karoline Leavitt"}, want: []string{"Karoline Leavitt", "Karoline Leavitt"}},
		{what: "two bearers leave it alone", names: []string{"Clinton", "Bill Clinton", "Hillary Clinton"}, want: []string{"Clinton", "Bill Clinton", "Hillary Clinton"}},
		{what: "spellings are one, the most counted is shown", names: []string{"Volodymyr Zelenskiy", "Volodymyr Zelensky", "Volodymyr Zelensky", "Zelenskyy"},
			want: []string{"Volodymyr Zelensky", "Volodymyr Zelensky", "Volodymyr Zelensky", "Volodymyr Zelensky"}},
		{what: "short forms are one", names: []string{"William Hargreave", "Bill Hargreave"}, want: []string{"William Hargreave", "William Hargreave"}},
		{what: "a short form of two stays alone", names: []string{"Chris Wendt", "Christine Wendt", "Christopher Wendt"}, want: []string{"Chris Wendt", "Christine Wendt", "Christopher Wendt"}},
		{what: "the names file wins", names: []string{"Clinton", "Bill Clinton", "Hillary Clinton"}, known: []names.Name{{Full: "Hillary Rodham Clinton", Forms: []string{"Hillary Clinton", "Clinton"}}},
			want: []string{"Hillary Rodham Clinton", "Bill Clinton", "Hillary Rodham Clinton"}},
		{what: "entries of the names file are never joined", names: []string{"Jon Farrow", "John Farrow"}, known: []names.Name{{Full: "Jon Farrow"}, {Full: "John Farrow"}},
			want: []string{"Jon Farrow", "John Farrow"}},
		{what: "a ruling splits", names: []string{"Bill Hargreave", "William Hargreave"}, rulings: Rulings{Apart: [][2]string{{"Bill Hargreave", "William Hargreave"}}},
			want: []string{"Bill Hargreave", "William Hargreave"}},
		{what: "a ruling splits what the names file joins", names: []string{"Ann Pell", "Anna Pell"}, known: []names.Name{{Full: "Ann Pell", Forms: []string{"Anna Pell"}}},
			rulings: Rulings{Apart: [][2]string{{"Ann Pell", "Anna Pell"}}}, want: []string{"Ann Pell", "Anna Pell"}},
		{what: "a ruling merges", names: []string{"Mara Quist", "Mara Holm"}, rulings: Rulings{Same: [][]string{{"Mara Holm", "Mara Quist"}}}, want: []string{"Mara Holm", "Mara Holm"}},
		{what: "capitals are no other person", names: []string{"ARKADY BELOV", "Arkady Belov"}, want: []string{"ARKADY BELOV", "ARKADY BELOV"}},
		{what: "husband and wife", names: []string{"Olena Zelenska", "Volodymyr Zelenskiy", "Zelenska"}, want: []string{"Olena Zelenska", "Volodymyr Zelenskiy", "Olena Zelenska"}},
		{what: "a title tells of another bearer", names: []string{"Ewan Strake", "Mrs Strake", "Strake", "Mrs. Strake"}, want: []string{"Ewan Strake", "Mrs Strake", "Ewan Strake", "Mrs. Strake"}},
		{what: "a title in the names file", names: []string{"Pope Benno", "Benno"}, known: []names.Name{{Full: "Pope Benno"}}, want: []string{"Pope Benno", "Pope Benno"}},
		{what: "senior and junior", names: []string{"Donald Price Sr.", "Donald Price Jr.", "Price"}, want: []string{"Donald Price Sr.", "Donald Price Jr.", "Price"}},
	} {
		var people []Count
		for _, n := range c.names {
			people = append(people, Count{Name: n, Count: 1})
		}
		if got := Unify(people, c.known, c.rulings); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q", c.what, got)
		}
	}
}

// TestUnifyIgnoresOrder shuffles a briefing: the persons must stay the same.
func TestUnifyIgnoresOrder(t *testing.T) {
	people := inventedPeople(400)
	want := map[string]string{}
	for i, shown := range Unify(people, nil, Rulings{}) {
		want[people[i].Name] = shown
	}
	r := rand.New(rand.NewPCG(1, 2))
	for range 5 {
		r.Shuffle(len(people), func(i, j int) { people[i], people[j] = people[j], people[i] })
		for i, shown := range Unify(people, nil, Rulings{}) {
			if shown != want[people[i].Name] {
				t.Fatalf("%s is %s, was %s", people[i].Name, shown, want[people[i].Name])
			}
		}
	}
}

// TestUnifyManyNames holds 50,000 names, half of them one family's, to seconds.
func TestUnifyManyNames(t *testing.T) {
	people := inventedPeople(50000)
	start := time.Now()
	Unify(people, nil, Rulings{})
	if took := time.Since(start); took > 10*time.Second {
		t.Errorf("50,000 names took %v", took)
	}
}

func inventedPeople(n int) []Count {
	given := []string{"Ann", "Bill", "William", "Carlos", "Dmitry", "Dmitri", "Erik", "Fatima", "J.", "John"}
	var out []Count
	for i := range n {
		family := fmt.Sprintf("Bel%cov%csky", 'a'+rune(i/7%26), 'a'+rune(i/191%26))
		if i%2 == 0 {
			family = "Smith"
		}
		name := given[i%len(given)] + fmt.Sprintf("%c%c ", 'a'+rune(i/13%26), 'a'+rune(i/337%26)) + family
		if i%11 == 0 {
			name = family
		}
		out = append(out, Count{Name: name, Count: i % 5})
	}
	return out
}
