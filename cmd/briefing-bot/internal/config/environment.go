package config

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"

	"github.com/briefing-bot/briefing-bot/bot"
)

// variablePrefix begins the names of the variables that settings are read from.
const variablePrefix = "BRIEFING_BOT_"

// UnknownVariables returns sentences on those of the variables (NAME=value) that are named
// like settings and read by nothing.
func (c Config) UnknownVariables(environ []string) []string {
	known := map[string]bool{"BRIEFING_BOT_CONFIG": true, stateKeyName: true, "BRIEFING_BOT_MCP_TOKEN": true}
	addVariables(known, reflect.ValueOf(c))
	names := slices.Sorted(maps.Keys(known))
	var out []string
	for _, variable := range environ {
		name, value, _ := strings.Cut(variable, "=")
		if !strings.HasPrefix(name, variablePrefix) || known[name] || value == "" {
			continue
		}
		text := fmt.Sprintf("%s is set, and no setting is read from it.", name)
		if near, ok := bot.Nearest(name, names); ok {
			text += fmt.Sprintf(" Did you mean %s?", near)
		}
		out = append(out, text)
	}
	slices.Sort(out)
	return out
}

// addVariables adds the variables that settings are read from, and those that settings name
// for secrets.
func addVariables(known map[string]bool, v reflect.Value) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			addVariables(known, v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			field := v.Type().Field(i)
			if name := field.Tag.Get("env"); name != "" {
				known[name] = true
			}
			if strings.HasSuffix(field.Tag.Get("yaml"), "_env") {
				known[v.Field(i).String()] = true
			}
			addVariables(known, v.Field(i))
		}
	}
}
