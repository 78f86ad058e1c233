package bot

import (
	"context"
	"strings"
)

// Typed fills in r's Call from the arguments of a form whose fields are the
// command's parameters by name, as Discord's typed options are. The result is that of
// Parse for the same line.
func (m *Mux) Typed(command string, values map[string]string, r Request) (Request, error) {
	c, ok := m.Find(command)
	if !ok {
		return r, m.unknownCommand(r, command)
	}
	var lexemes []lexeme
	for _, p := range c.Params {
		switch value := strings.TrimSpace(uncoded(values[p.Name])); {
		case value == "":
		case p.Words:
			lexemes = append(lexemes, lex(value)...)
		default:
			lexemes = append(lexemes, lexeme{key: p.Name, text: unquoted(value), typed: p.Name + ":" + value})
		}
	}
	r, err := m.parseAs(c.Name, lexemes, r)
	r.Line = c.Line(r.Call)
	return r, err
}

// Refuse returns the card for a request that could not be read: what Answer says of
// such a line, for surfaces that read requests themselves.
func (m *Mux) Refuse(ctx context.Context, r Request, err error) Card { return m.refusal(ctx, r, err) }

// FormField is a field of the form that a surface opens for a command that was chosen
// without any option.
type FormField struct {
	Param string
	Label string // up to 45 characters
	Value string // that the field begins with
}

// CheckForm returns what is wrong with the values of the fields of a command's form, by
// parameter, for surfaces that can say so beside the field. What takes the index to tell is
// the answer's business.
func (m *Mux) CheckForm(command string, values map[string]string, r Request) map[string]string {
	c, ok := m.Find(command)
	if !ok {
		return nil
	}
	wrong := map[string]string{}
	for _, f := range c.Form {
		p, _ := c.Param(f.Param)
		value := unquoted(uncoded(values[p.Name]))
		if value == "" || p.Words {
			continue
		}
		if _, err := p.canonical(value, r); err != nil {
			wrong[p.Name] = strings.ReplaceAll(err.Error(), p.Name+":", "") // the field has a label
		}
	}
	return wrong
}
