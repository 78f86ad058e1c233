package bot

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Text from outside is in a Card's strings: titles, names of outlets, persons and channels,
// addresses, what was typed. Plain keeps it from looking like something that only the bot
// says. Excerpts keep their bytes: a surface shows them apart.

// Plain returns the card for surfaces that people read: each of its strings but the
// excerpts is on its line, and no character in it acts on what is around it. A headline that is
// the title is not said again in each row.
func (c Card) Plain() Card {
	c.Title, c.Reading, c.Footer = Outside(c.Title), Outside(c.Reading), Outside(c.Footer)
	c.Notice, c.Text = plainLines(c.Notice), each(c.Text, plainLines)
	c.Items, c.Actions = each(c.Items, Item.Plain), each(c.Actions, plainAction)
	for i, it := range c.Items {
		if it.Source != "" && it.Headline == PlainPart(c.Title) {
			c.Items[i].Headline = ""
		}
	}
	if c.Picture != nil {
		p := c.Picture.Plain()
		c.Picture = &p
	}
	if d := c.Difference; d != nil {
		c.Difference = &Difference{Given: each(d.Given, plainWord), Printed: each(d.Printed, plainWord)}
	}
	return c
}

// Plain returns the row as in Card.Plain.
func (it Item) Plain() Item {
	it.Heading, it.Label = Outside(it.Heading), PlainLine(it.Label)
	it.Speaker, it.Source, it.Headline = outsidePart(it.Speaker), outsidePart(it.Source), outsidePart(it.Headline)
	it.Facts, it.Actions = each(it.Facts, PlainPart), each(it.Actions, plainAction)
	it.AlsoIn = slices.Clone(it.AlsoIn)
	for i := range it.AlsoIn {
		it.AlsoIn[i].Source = outsidePart(it.AlsoIn[i].Source)
	}
	return it
}

// Plain returns the picture as in Card.Plain.
func (p Picture) Plain() Picture {
	p.Title, p.Alt, p.Notes = Outside(p.Title), Outside(p.Alt), each(p.Notes, Outside)
	p.Series = slices.Clone(p.Series)
	for i := range p.Series {
		p.Series[i].Name = Outside(p.Series[i].Name)
	}
	return p
}

func plainAction(a Action) Action {
	a.Label = Outside(a.Label)
	return a
}

func plainWord(w Word) Word {
	w.Text = Outside(w.Text)
	return w
}

// plainLines is PlainLine for each line of our own words.
func plainLines(s string) string {
	if !strings.Contains(s, "\n") {
		return PlainLine(s)
	}
	return strings.Join(each(strings.Split(s, "\n"), PlainLine), "\n")
}

// PlainLine returns text on one line without control characters and those that reorder
// what is around them; the marks of mentions stay.
func PlainLine(s string) string {
	if harmless(s) {
		return s
	}
	var b strings.Builder
	for _, p := range Parts(s) {
		if p.Mention != nil {
			m := *p.Mention
			m.ID, m.Text = Outside(m.ID), Outside(m.Text)
			b.WriteString(m.Mark())
			continue
		}
		b.WriteString(Outside(p.Text))
	}
	return b.String()
}

// Outside returns text that others wrote, for a Card's strings: as PlainLine, and without
// marks of mentions, which only Mention.Mark makes.
func Outside(s string) string {
	if harmless(s) {
		return s
	}
	return strings.Map(func(r rune) rune {
		switch {
		case breaks(r):
			return ' '
		case acts(r):
			return -1
		}
		return r
	}, strings.ToValidUTF8(strings.ReplaceAll(s, "\r\n", "\n"), string(utf8.RuneError)))
}

// harmless reports whether s is valid UTF-8 in which no character acts, as nearly all
// text is.
func harmless(s string) bool { return !strings.ContainsFunc(s, acts) && utf8.ValidString(s) }

// breaks reports whether r ends a line, or may.
func breaks(r rune) bool {
	return r >= '\t' && r <= '\r' || r == 0x85 || r == 0x2028 || r == 0x2029
}

// acts reports whether r acts on the text around it instead of being shown: it ends a line,
// controls a device, or reorders what follows.
func acts(r rune) bool {
	if r >= ' ' && r < 0x7f {
		return false
	}
	return breaks(r) || unicode.IsControl(r) || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069
}

// PlainPart returns a part of a byline as PlainLine does, without the dot that is between
// parts and those that look like it: no name of an outlet is read as two parts, the second of
// which looks like ours. A dot between letters, as in Catalan or in Japanese names, stays.
func PlainPart(s string) string {
	s = PlainLine(s)
	if !strings.ContainsAny(s, dots) {
		return s
	}
	runes := []rune(s)
	letter := func(i int) bool { return i >= 0 && i < len(runes) && unicode.IsLetter(runes[i]) }
	for i, r := range runes {
		if strings.ContainsRune(dots, r) && (!letter(i-1) || !letter(i+1)) {
			runes[i] = '|'
		}
	}
	return string(runes)
}

// outsidePart is PlainPart for text that has no mentions.
func outsidePart(s string) string { return PlainPart(Outside(s)) }

// dots are the one between the parts of a byline, and those that are drawn alike: the Greek one,
// which is the same after normalisation, the bullets and operators, those of Katakana, and
// those that part words in old scripts.
const dots = "·\u0387\u2022\u2027\u2219\u22c5\u30fb\uff65\ua78f\u16eb\u2e31\u2e33\u1427\U00010101"
