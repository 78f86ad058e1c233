package layout

// line is a line of a text: [start, end) is its content, without marks of quoting,
// indentation and trailing blanks.
type line struct {
	from, start, end int
	indent           int // columns before the content
	quoted           int // how many > are before it
	width            int // columns up to the end of the content
	shape            lineShape
}

// lineShape is a set of what a line looks like.
type lineShape uint8

const (
	startsLower lineShape = 1 << iota // begins with a lower-case letter
	endsOpen                          // ends within a sentence
	endsQuote                         // ends with a comma and a closing mark
	endsLinked                        // ends with a word that another must follow
	item                              // begins like a list's item, a label or a time
	capitals                          // is in capitals, two words or more
	columns                           // has cells like a table's row
)

func (l line) is(s lineShape) bool { return l.shape&s != 0 }

func (l line) blank() bool { return l.start == l.end }

// maxWrapped is the width from which on no line is taken for a wrapped one.
const maxWrapped = 132
