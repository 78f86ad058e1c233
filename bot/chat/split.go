package chat

// The notes at a quote that goes on in the next message. They are in lines of their
// own, so that the quote's bytes are whole.
const (
	ContinuesNote = "… the quotation goes on"
	ContinuedNote = "… the quotation, continued"
)

// Limits counts text as a service does, and splits it where the service lets it.
type Limits struct {
	Limit   int                                        // units of a piece
	Line    int                                        // units that a line takes beside its runs
	RunSize func(Run) int                              // units of a run
	Clip    func(r Run, room int) (head, tail Run)     // cuts a run after at most room units
	Ended   func(last Line) (note string, wanted bool) // what to say below a quote that ends a piece
}

// Size returns how many units a line takes.
func (p Limits) Size(l Line) int {
	n := p.Line
	for _, r := range l.Runs {
		n += p.RunSize(r)
	}
	return n
}

// Split splits lines so that each list takes at most Limit units, marks apart, and
// no character is split. A line that fits whole into the next list is not split.
func (p Limits) Split(lines []Line) [][]Line {
	c := cutter{Limits: p, room: p.Limit}
	for _, l := range lines {
		c.add(l)
	}
	c.next()
	return c.out
}

type cutter struct {
	Limits
	out  [][]Line
	now  []Line
	room int
}

func (c *cutter) add(l Line) {
	if c.Size(l) > c.room && c.room < c.Limit {
		c.next()
	}
	for c.Size(l) > c.room {
		var first Line
		first, l = c.split(l, c.room-c.Line)
		c.now = append(c.now, first)
		if l.Quote {
			c.now = append(c.now, note(ContinuesNote))
		}
		c.next()
		if l.Quote {
			c.now = append(c.now, note(ContinuedNote))
		}
	}
	if l.String() != "" {
		c.now = append(c.now, l)
		c.room -= c.Size(l)
	}
}

func (c *cutter) next() {
	if n := len(c.now); n > 0 {
		if c.Ended != nil && c.now[n-1].Quote {
			if text, wanted := c.Ended(c.now[n-1]); wanted {
				c.now = append(c.now, note(text))
			}
		}
		c.out = append(c.out, c.now)
	}
	c.now, c.room = nil, c.Limit
}

func note(text string) Line { return Line{Runs: []Run{{Text: text, Italic: true}}} }

// split cuts a line after at most room units.
func (p Limits) split(l Line, room int) (first, rest Line) {
	first, rest = Line{Quote: l.Quote}, Line{Quote: l.Quote}
	for i, r := range l.Runs {
		if size := p.RunSize(r); size <= room {
			first.Runs = append(first.Runs, r)
			room -= size
			continue
		}
		head, tail := p.Clip(r, room)
		if head.Text != "" {
			first.Runs = append(first.Runs, head)
		}
		rest.Runs = append(append(rest.Runs, tail), l.Runs[i+1:]...)
		return first, rest
	}
	return first, rest
}
