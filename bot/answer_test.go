package bot

import (
	"reflect"
	"strings"
	"testing"
)

func TestTypedOptionsMeanTheSameAsTheLine(t *testing.T) {
	m := testMux()
	for _, row := range []struct {
		line, command string
		values        map[string]string
	}{
		{`/who-said truce`, "who-said", map[string]string{"topic": "truce"}},
		{`/who-said truce by:"Ilse Varga" since:2025-05`, "who-said", map[string]string{"topic": "truce", "by": "Ilse Varga", "since": "2025-05"}},
		{`/who-said "a lasting truce" -pilots`, "who-said", map[string]string{"topic": `"a lasting truce" -pilots`}},
		{`/who-said truce by Varga since last month`, "who-said", map[string]string{"topic": "truce by Varga since last month"}},
		{`/who-said truce until:"last friday"`, "who-said", map[string]string{"topic": "truce", "until": "last friday"}},
		{`/who-is "Ilse Varga"`, "who-is", map[string]string{"name": "Ilse Varga"}},
		{`/who-said truce since:never`, "who-said", map[string]string{"topic": "truce", "since": "never"}},
		{`/who-said`, "who-said", nil},
		{`/no-such`, "no-such", nil},
	} {
		want, wantErr := m.Parse(row.line, Request{Now: at})
		got, err := m.Typed(row.command, row.values, Request{Now: at})
		if !reflect.DeepEqual(got.Call, want.Call) || (err == nil) != (wantErr == nil) || err != nil && err.Error() != wantErr.Error() {
			t.Errorf("%s: %+v %v, typed in one line %+v %v", row.line, got.Call, err, want.Call, wantErr)
		}
	}
}

func TestDays(t *testing.T) {
	p := Param{Name: "days", Kind: Days}
	for typed, want := range map[string]string{
		"daily": "daily", "Every day": "daily", "WEEKDAYS": "weekdays", "mon,thu": "mon,thu", "Monday and Thursday": "mon,thu", "tues; Thur": "tue,thu",
		"mondays": "mon", "mon-fri": "mon,tue,wed,thu,fri", "Fri–Mon": "fri,sat,sun,mon", "sat, sat": "sat", "mon": "mon",
		"someday": "", "mo": "", "mon-": "", "-": "", "and": "", "monkey": "", "8:00": "", ",": "",
	} {
		got, err := p.canonical(typed, Request{})
		if got != want || (err == nil) != (want != "") {
			t.Errorf("%q is %q, %v, want %q", typed, got, err, want)
		}
	}
}

func TestCheckForm(t *testing.T) {
	m := &Mux{Commands: []Command{{Name: "post", Form: []FormField{{Param: "topic"}, {Param: "at"}, {Param: "days"}, {Param: "tz"}, {Param: "to"}},
		Params: []Param{{Name: "topic", Kind: Text, Words: true}, {Name: "at", Kind: Time}, {Name: "days", Kind: Days}, {Name: "tz", Kind: Text},
			{Name: "to", Kind: Choice, Choices: []string{"here", "me"}}, {Name: "max", Kind: Number, Min: 1}}}}}
	wrong := m.CheckForm("post", map[string]string{"topic": "truce", "at": " 8am ", "days": "", "tz": "`Europe/Oslo`", "to": "Me", "max": "x"}, Request{})
	if len(wrong) != 0 {
		t.Errorf("refused %v", wrong)
	}
	wrong = m.CheckForm("post", map[string]string{"at": "noonish", "days": "mon,someday", "tz": "Oslo", "to": "there"}, Request{})
	for name, want := range map[string]string{"at": "no time of day", "days": `"someday" is no day`, "tz": "Oslo is no time zone", "to": "there is not one of here, me"} {
		if !strings.Contains(wrong[name], want) {
			t.Errorf("%s: %q, want %q", name, wrong[name], want)
		}
	}
	if m.CheckForm("none", nil, Request{}) != nil {
		t.Error("a command that is not there is checked")
	}
}
