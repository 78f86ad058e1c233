package config

import (
	"reflect"
	"strings"
)

// Differences returns the names of the settings in which two configurations differ, as in
// the file: answers.timeout. A list is one setting.
func Differences(a, b Config) []string {
	return differences("", reflect.ValueOf(a), reflect.ValueOf(b))
}

func differences(name string, a, b reflect.Value) (out []string) {
	for i := range a.NumField() {
		field := a.Type().Field(i)
		tag, _, _ := strings.Cut(field.Tag.Get("yaml"), ",")
		if !field.IsExported() || tag == "-" {
			continue
		}
		inner := strings.TrimPrefix(name+"."+tag, ".")
		switch {
		case field.Type.Kind() == reflect.Struct && field.Type.NumField() > 0 && field.Type.Field(0).Tag.Get("yaml") != "":
			out = append(out, differences(inner, a.Field(i), b.Field(i))...)
		case !reflect.DeepEqual(a.Field(i).Interface(), b.Field(i).Interface()):
			out = append(out, inner)
		}
	}
	return out
}
