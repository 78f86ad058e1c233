package config

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/follow"
)

// maxFile is the size limit of the files read here, in bytes.
const maxFile = 8 << 20

// readYAML reads a file into a struct. Unknown settings, settings given twice and
// values of a wrong type are errors; all of them are returned, and every other
// setting is read. A file without settings changes nothing. It returns where each
// setting is.
func readYAML(path string, into any) (map[string]position, []error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil, []error{errors.New("the file does not exist; correct the path")}
	case err != nil:
		return nil, []error{err}
	case !info.Mode().IsRegular() || info.Size() > maxFile:
		return nil, []error{fmt.Errorf("not a regular file of at most %d MiB", maxFile>>20)}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		return nil, []error{err}
	}
	var document yaml.Node
	if err := yaml.Unmarshal(raw, &document); err != nil {
		return nil, []error{syntaxError(err)}
	}
	d := decoder{positions: map[string]position{}}
	if len(document.Content) > 0 {
		d.decode(document.Content[0], reflect.ValueOf(into).Elem(), "")
	}
	return d.positions, d.errs
}

// syntaxError words an error of the parser with its position.
func syntaxError(err error) error {
	var load *yaml.LoadError
	if !errors.As(err, &load) || load.Mark.Line == 0 {
		return err
	}
	return fmt.Errorf("%s: not valid YAML: %s", position{load.Mark.Line, load.Mark.Column}, load.Message)
}

// decoder decodes YAML nodes and collects what is wrong with them.
type decoder struct {
	positions map[string]position // by setting, such as slack.mode
	errs      []error
}

func (d *decoder) fail(node *yaml.Node, setting, format string, values ...any) {
	if setting != "" {
		setting += ": "
	}
	d.errs = append(d.errs, placedError{position{node.Line, node.Column}, errors.New(setting + fmt.Sprintf(format, values...))})
}

// decode sets v to the value of a node. A setting without a value keeps its default.
func (d *decoder) decode(node *yaml.Node, v reflect.Value, setting string) {
	if node.Kind == yaml.AliasNode {
		d.fail(node, setting, "aliases (*name) are not supported; write the value again")
		return
	}
	if node.Kind == yaml.ScalarNode && node.ShortTag() == "!!null" {
		return
	}
	switch v.Interface().(type) {
	case time.Duration:
		d.duration(node, v, setting)
		return
	case string:
		if d.scalar(node, setting, "text") {
			v.SetString(node.Value)
		}
		return
	case int:
		d.number(node, v, setting)
		return
	case bool:
		d.yesNo(node, v, setting)
		return
	}
	switch v.Kind() {
	case reflect.Struct:
		d.mapping(node, v, setting)
	case reflect.Slice:
		d.list(node, v, setting)
	case reflect.Map:
		d.table(node, v, setting)
	}
}

// scalar reports whether a node is a single value. want describes it in the error.
func (d *decoder) scalar(node *yaml.Node, setting, want string) bool {
	if node.Kind != yaml.ScalarNode {
		d.fail(node, setting, "must be %s, not %s", want, kind(node))
	}
	return node.Kind == yaml.ScalarNode
}

func kind(node *yaml.Node) string {
	switch node.Kind {
	case yaml.SequenceNode:
		return "a list"
	case yaml.MappingNode:
		return "a group of settings"
	}
	return fmt.Sprintf("%q", node.Value)
}

func (d *decoder) duration(node *yaml.Node, v reflect.Value, setting string) {
	if !d.scalar(node, setting, "a duration") {
		return
	}
	duration, err := follow.ParseSpan(node.Value)
	if err != nil {
		d.fail(node, setting, "%q is not a duration: write 10s, 5m, 24h or 365d", node.Value)
		return
	}
	v.SetInt(int64(duration))
}

func (d *decoder) number(node *yaml.Node, v reflect.Value, setting string) {
	if !d.scalar(node, setting, "a whole number") {
		return
	}
	n, err := strconv.Atoi(node.Value)
	if err != nil {
		d.fail(node, setting, "%q is not a whole number", node.Value)
		return
	}
	v.SetInt(int64(n))
}

func (d *decoder) yesNo(node *yaml.Node, v reflect.Value, setting string) {
	if !d.scalar(node, setting, "true or false") {
		return
	}
	if node.Value != "true" && node.Value != "false" {
		d.fail(node, setting, "%q is neither true nor false", node.Value)
		return
	}
	v.SetBool(node.Value == "true")
}

// mapping decodes a group of settings into a struct.
func (d *decoder) mapping(node *yaml.Node, v reflect.Value, setting string) {
	fields := map[string]int{}
	var names []string
	for i := range v.NumField() {
		name := v.Type().Field(i).Tag.Get("yaml")
		fields[name], names = i, append(names, name)
	}
	d.pairs(node, setting, func(key, value *yaml.Node, full string) {
		if i, ok := fields[key.Value]; ok {
			d.decode(value, v.Field(i), full)
			return
		}
		hint := "The settings here are " + strings.Join(names, ", ")
		if near, ok := bot.Nearest(key.Value, names); ok {
			hint = fmt.Sprintf("Did you mean %s?", near)
		}
		d.fail(key, full, "unknown setting. %s", hint)
	})
}

// pairs calls f with each key of a mapping and its value. A key that comes twice
// is an error.
func (d *decoder) pairs(node *yaml.Node, setting string, f func(key, value *yaml.Node, full string)) {
	if node.Kind != yaml.MappingNode {
		d.fail(node, setting, "must be settings (name: value), not %s", kind(node))
		return
	}
	seen := map[string]int{}
	for i := 0; i+1 < len(node.Content); i += 2 {
		key, value := node.Content[i], node.Content[i+1]
		full := key.Value
		if setting != "" {
			full = setting + "." + key.Value
		}
		if line, twice := seen[key.Value]; twice {
			d.fail(key, full, "is already set on line %d", line)
			continue
		}
		seen[key.Value] = key.Line
		d.positions[full] = position{key.Line, key.Column}
		f(key, value, full)
	}
}

// list decodes a list into a slice, entry by entry.
func (d *decoder) list(node *yaml.Node, v reflect.Value, setting string) {
	if node.Kind != yaml.SequenceNode {
		d.fail(node, setting, "must be a list ([a, b]), not %s", kind(node))
		return
	}
	out := reflect.MakeSlice(v.Type(), len(node.Content), len(node.Content))
	faults := len(d.errs)
	for i, entry := range node.Content {
		at := fmt.Sprintf("%s[%d]", setting, i+1)
		d.positions[at] = position{entry.Line, entry.Column}
		d.decode(entry, out.Index(i), at)
	}
	if len(d.errs) == faults || v.Type().Elem().Kind() == reflect.Struct {
		v.Set(out) // a list of values that lacks some of them would get errors for these, too
	}
}

// table decodes a mapping with keys of the user's own. A value with an error is left out: it
// would get others.
func (d *decoder) table(node *yaml.Node, v reflect.Value, setting string) {
	out := reflect.MakeMap(v.Type())
	d.pairs(node, setting, func(key, value *yaml.Node, full string) {
		element, faults := reflect.New(v.Type().Elem()).Elem(), len(d.errs)
		if d.decode(value, element, full); len(d.errs) == faults {
			out.SetMapIndex(reflect.ValueOf(key.Value), element)
		}
	})
	v.Set(out)
}
