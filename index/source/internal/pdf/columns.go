package pdf

import (
	"cmp"
	"math"
	"slices"
)

// What columns are, in sizes of the text.
const (
	minGutter  = 0.4       // between two columns; within a piece there are no such gaps
	minColumn  = 6.0       // wide
	columnRows = 3         // lines of each column beside others
	maxWork    = 4_000_000 // pieces looked at for a page
	maxDepth   = 12
)

// order returns the lines of a page in the order in which they are read.
func order(pieces []piece, body float32) ([]line, error) {
	o := orderer{body: body}
	if err := o.region(pieces, 0); err != nil {
		return nil, err
	}
	if o.doubt {
		return nil, errLayout
	}
	return o.lines, nil
}

// orderer gathers the lines of a page.
type orderer struct {
	body   float32
	lines  []line
	column int
	work   int
	doubt  bool // columns may have been taken for lines
}

// region adds the lines of a part of a page: the longest stretch that has columns is read column
// by column, after what is above it and before what is below.
func (o *orderer) region(pieces []piece, depth int) error {
	if len(pieces) == 0 {
		return nil
	}
	bands := bandsOf(pieces)
	if depth > maxDepth || o.work > maxWork {
		return errLayout
	}
	from, to, columns := o.longest(bands)
	if o.work > maxWork {
		return errLayout
	}
	if columns == nil {
		o.lines = append(o.lines, linesOf(pieces, o.column)...)
		o.column++
		return nil
	}
	if err := o.region(slices.Concat(bands[:from]...), depth+1); err != nil {
		return err
	}
	for _, c := range columns {
		if err := o.region(c, depth+1); err != nil {
			return err
		}
	}
	return o.region(slices.Concat(bands[to:]...), depth+1)
}

// bandsOf returns the pieces by what stands side by side, from top to bottom.
func bandsOf(pieces []piece) [][]piece {
	sorted := slices.Clone(pieces)
	slices.SortStableFunc(sorted, func(a, b piece) int { return cmp.Compare(b.top(), a.top()) })
	var bands [][]piece
	var bottom float32
	for _, p := range sorted {
		if len(bands) == 0 || p.top() <= bottom {
			bands = append(bands, nil)
			bottom = p.bottom()
		}
		bands[len(bands)-1] = append(bands[len(bands)-1], p)
		bottom = min(bottom, p.bottom())
	}
	return bands
}

// longest returns the longest stretch of bands that have columns, and these; nil columns
// if no bands have.
func (o *orderer) longest(bands [][]piece) (from, to int, columns [][]piece) {
	best := 0
	for i := range bands {
		var free gaps
		for j := i; j < len(bands); j++ {
			free = free.without(bands[j])
			o.work += len(free.taken) + len(bands[j])
			if o.work > maxWork {
				return 0, 0, nil
			}
			if !free.any(minGutter * o.body) {
				break
			}
			if lines := columnLines(bands[i : j+1]); lines <= best {
				continue
			}
			begin, end := o.trimmed(bands, i, j+1)
			if found := o.split(slices.Concat(bands[begin:end]...), free); found != nil {
				if lines := columnLines(bands[begin:end]); lines > best {
					from, to, columns, best = begin, end, found, lines
				}
			}
		}
	}
	return from, to, columns
}

// columnLines returns how many pieces bands have.
func columnLines(bands [][]piece) int {
	n := 0
	for _, b := range bands {
		n += len(b)
	}
	return n
}

// trimmed returns the beginning and the end of a stretch of bands without those at its ends
// that stand on one side alone and are apart from the others, or in other letters.
func (o *orderer) trimmed(bands [][]piece, from, to int) (int, int) {
	for to-from > 1 && o.oneSided(bands[to-1], bands[to-2]) {
		to--
	}
	for to-from > 1 && o.oneSided(bands[from], bands[from+1]) {
		from++
	}
	return from, to
}

// oneSided reports whether a band at the edge of a stretch with columns stands on one side
// alone, and does not look like part of the column beside it.
func (o *orderer) oneSided(edge, beside []piece) bool {
	if len(edge) > 1 && spread(edge) > minGutter*o.body && !o.misplaced(edge, beside) {
		return false
	}
	top, bottom := edge[0].top(), edge[0].bottom()
	for _, p := range edge {
		top, bottom = max(top, p.top()), min(bottom, p.bottom())
	}
	other, under := beside[0].top(), beside[0].bottom()
	for _, p := range beside {
		other, under = max(other, p.top()), min(under, p.bottom())
	}
	return max(bottom-other, under-top) > 0.9*o.body || abs(edge[0].size-o.body) > 2*sameSize*o.body
}

// misplaced reports whether the pieces of a row do not begin where those of the rows beside it
// do, as in a running footer below columns.
func (o *orderer) misplaced(row, beside []piece) bool {
	for _, p := range row {
		if abs(p.y-row[0].y) > 1 {
			return false
		}
		if !slices.ContainsFunc(beside, func(q piece) bool { return abs(q.x0-p.x0) < 2.5*o.body }) {
			return true
		}
	}
	return false
}

// spread returns the widest gap between pieces of a band.
func spread(band []piece) float32 {
	var widest float32
	for _, g := range (gaps{}).without(band).all {
		widest = max(widest, g.to-g.from)
	}
	return widest
}

// gap is a strip of a page without text.
type gap struct{ from, to float32 }

// gaps are the strips between the pieces of some bands that are free in all of them.
type gaps struct {
	taken []gap // the strips with text, from left to right
	all   []gap
}

// without returns the gaps that pieces leave.
func (g gaps) without(pieces []piece) gaps {
	taken := slices.Clone(g.taken)
	for _, p := range pieces {
		taken = append(taken, gap{p.x0, p.x1})
	}
	slices.SortFunc(taken, func(a, b gap) int { return cmp.Compare(a.from, b.from) })
	var out gaps
	for _, t := range taken {
		if n := len(out.taken); n > 0 && t.from <= out.taken[n-1].to {
			out.taken[n-1].to = max(out.taken[n-1].to, t.to)
			continue
		}
		if n := len(out.taken); n > 0 {
			out.all = append(out.all, gap{out.taken[n-1].to, t.from})
		}
		out.taken = append(out.taken, t)
	}
	return out
}

// any reports whether a gap is at least so wide, or may become so: where all pieces
// stand on one side, others may follow on the other.
func (g gaps) any(width float32) bool {
	return len(g.taken) == 1 || slices.ContainsFunc(g.all, func(a gap) bool { return a.to-a.from >= width })
}

// split returns the columns that gaps make of pieces, nil if they make none: a column has
// some lines, is no list of numbers or labels, and is no column of a table.
func (o *orderer) split(pieces []piece, free gaps) [][]piece {
	o.work += 8 * len(pieces)
	var at []float32
	for _, g := range free.all {
		if g.to-g.from >= minGutter*o.body {
			at = append(at, (g.from+g.to)/2)
		}
	}
	if len(at) == 0 {
		return nil
	}
	columns := make([][]piece, len(at)+1)
	for _, p := range pieces {
		i, _ := slices.BinarySearch(at, p.x0)
		columns[i] = append(columns[i], p)
	}
	for i := 0; i < len(columns); {
		if o.isColumn(columns[i]) {
			i++
			continue
		}
		// What is no column is part of the one beside it, such as the numbers of a list.
		switch {
		case len(columns) == 1:
			return nil
		case i+1 < len(columns):
			columns[i+1] = append(columns[i], columns[i+1]...)
			columns = slices.Delete(columns, i, i+1)
		default:
			columns[i-1] = append(columns[i-1], columns[i]...)
			columns = slices.Delete(columns, i, i+1)
			i--
		}
	}
	if len(columns) < 2 || isTable(columns) || o.interleaved(columns) {
		return nil
	}
	return columns
}

// isColumn reports whether pieces can be a column of text.
func (o *orderer) isColumn(pieces []piece) bool {
	lines := linesOf(pieces, 0)
	if len(lines) < columnRows {
		return false
	}
	left, right := float32(math.Inf(1)), float32(math.Inf(-1))
	long := 0
	for _, l := range lines {
		left, right = min(left, l.x0), max(right, l.x1)
		if len(l.glyphs) > 5 {
			long++
		}
	}
	return right-left >= minColumn*o.body && 2*long > len(lines)
}

// isTable reports whether columns are those of a table: their lines stand side by side
// and leave much of their cells free.
func isTable(columns [][]piece) bool {
	baselines := map[int]int{}
	var short, all int
	for _, c := range columns {
		lines := linesOf(c, 0)
		for _, l := range lines {
			baselines[int(math.Round(float64(l.y)))]++
			all++
			if l.x1-l.x0 < 0.6*(l.right-l.left) {
				short++
			}
		}
	}
	shared := 0
	for _, n := range baselines {
		if n > 1 {
			shared += n
		}
	}
	return 4*shared > 3*all && 2*short > all
}

// interleaved reports whether the file draws its lines across columns: then they are parts of
// lines with wide blanks, or rows of a table. Columns of text that a file draws
// so are in doubt.
func (o *orderer) interleaved(columns [][]piece) bool {
	type at struct{ index, column int }
	var all []at
	least := len(columns[0])
	for c, pieces := range columns {
		least = min(least, len(linesOf(pieces, 0)))
		for _, p := range pieces {
			all = append(all, at{p.index, c})
		}
	}
	slices.SortFunc(all, func(a, b at) int { return cmp.Compare(a.index, b.index) })
	turns := 0
	for i := 1; i < len(all); i++ {
		if all[i].column != all[i-1].column {
			turns++
		}
	}
	if turns <= least {
		return false
	}
	if least >= doubtfulRows && o.runningText(columns) {
		o.doubt = true
	}
	return true
}

// doubtfulRows is from how many lines on columns that are drawn line by line are in doubt.
const doubtfulRows = 8

// runningText reports whether the lines of all columns are full, as those of text are.
func (o *orderer) runningText(columns [][]piece) bool {
	for _, pieces := range columns {
		lines := linesOf(pieces, 0)
		full := 0
		for _, l := range lines {
			if l.x1-l.x0 > 0.8*(l.right-l.left) && len(l.glyphs) > 15 {
				full++
			}
		}
		if 3*full < 2*len(lines) {
			return false
		}
	}
	return true
}
