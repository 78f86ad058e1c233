package bot

import (
	"context"
	"strings"
)

// Typed fills in r's Call from the arguments of a form whose fields are the
// command's parameters by name, as Discord's typed options are. What it makes of
// them is what Parse makes of the same line.
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
