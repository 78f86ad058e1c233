package bot

import (
	"reflect"
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
