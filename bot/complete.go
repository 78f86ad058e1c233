package bot

import (
	"context"
	"strings"
)

// Suggest completes the value of a command's parameter.
func (m *Mux) Suggest(ctx context.Context, r Request, param, prefix string) []Suggestion {
	c, _ := m.Find(r.Command)
	p, ok := c.Param(param)
	switch {
	case !ok:
		return nil
	case p.Suggest != nil:
		return p.Suggest(ctx, r, prefix)
	}
	var out []Suggestion
	for _, choice := range p.Choices {
		if strings.HasPrefix(choice, strings.ToLower(prefix)) {
			out = append(out, Suggestion{Value: choice})
		}
	}
	return out
}

// Complete continues a line that is being typed, for the console and the
// terminal: whole lines, best first.
func (m *Mux) Complete(ctx context.Context, line string, r Request) []string {
	head, word := lastWord(line)
	out := m.completeCommand(line, r.Admin)
	if head == "" {
		return out
	}
	name, _ := m.commandOf(lex(strings.TrimPrefix(head, "/")), strings.HasPrefix(head, "/"))
	c, ok := m.Find(name)
	if !ok || c.Admin && !r.Admin {
		return out
	}
	r.Command = c.Name
	if key, prefix, ok := option(word); ok {
		return append(out, m.completeValue(ctx, r, head+key+":", key, prefix)...)
	}
	if p, ok := c.WordsParam(); ok && word != "" {
		for _, s := range m.Suggest(ctx, r, p.Name, word) {
			out = append(out, head+s.Value)
		}
	}
	for _, p := range c.Params {
		if !p.Words && strings.HasPrefix(p.Name, word) {
			out = append(out, head+p.Name+":")
		}
	}
	return out
}

// lastWord parts a line before the word that is being typed: an option's value
// in marks that are still open is one, blanks and all.
func lastWord(line string) (head, word string) {
	start := strings.LastIndexByte(line, ' ') + 1
	if i := strings.LastIndex(line, `:"`); i >= 0 && !strings.Contains(line[i+2:], `"`) {
		start = strings.LastIndexByte(line[:i], ' ') + 1
	}
	return line[:start], line[start:]
}

func (m *Mux) completeValue(ctx context.Context, r Request, head, key, prefix string) []string {
	var out []string
	for _, s := range m.Suggest(ctx, r, key, strings.Trim(prefix, `"`)) {
		value := s.Value
		if strings.ContainsFunc(value, apart) {
			value = `"` + unquoted(value) + `"`
		}
		out = append(out, head+value)
	}
	return out
}

// completeCommand continues a line that is the beginning of a command.
func (m *Mux) completeCommand(line string, admin bool) []string {
	var out []string
	for _, c := range m.Commands {
		typed := strings.TrimPrefix(line, "/")
		if strings.HasPrefix(c.Name, typed) && c.Name != typed && (admin || !c.Admin) {
			out = append(out, "/"+c.Name+" ")
		}
	}
	return out
}
