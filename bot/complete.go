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
	if head == "" && strings.TrimSpace(line) == "" {
		return out
	}
	typed := lex(strings.TrimPrefix(line, "/"))
	name, rest := m.commandOf(typed, strings.HasPrefix(line, "/"))
	c, ok := m.Find(name)
	if name == "" && !strings.HasPrefix(line, "/") {
		return append(out, m.completeQuestion(ctx, r, line)...)
	}
	if !ok || c.Admin && !r.Admin || head == "" {
		return out
	}
	r.Command = c.Name
	if key, prefix, ok := option(word); ok {
		return append(out, m.completeValue(ctx, r, head+key+":", key, prefix)...)
	}
	if p, ok := c.WordsParam(); ok && word != "" {
		before, words := afterFields(line, len(typed)-len(rest))
		if strings.Contains(words, ":") {
			before, words = head, word
		}
		for _, s := range m.Suggest(ctx, r, p.Name, words) {
			out = append(out, before+s.Value)
		}
	}
	for _, p := range c.Params {
		if !p.Words && strings.HasPrefix(p.Name, word) {
			out = append(out, head+p.Name+":")
		}
	}
	return out
}

// completeQuestion continues a plain question.
func (m *Mux) completeQuestion(ctx context.Context, r Request, line string) []string {
	c, _ := m.Find(questions)
	p, ok := c.WordsParam()
	if !ok {
		return nil
	}
	r.Command = c.Name
	var out []string
	for _, s := range m.Suggest(ctx, r, p.Name, line) {
		out = append(out, s.Value)
	}
	return out
}

// afterFields parts a line after its first n words.
func afterFields(line string, n int) (before, after string) {
	after = line
	for range n {
		after = strings.TrimLeft(after, " ")
		i := strings.IndexByte(after, ' ')
		if i < 0 {
			return line, ""
		}
		after = after[i:]
	}
	after = strings.TrimLeft(after, " ")
	return line[:len(line)-len(after)], after
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
