package pdf

import (
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// edgeRows is how many lines at the top and the bottom of a page can be a running header
// or footer.
const edgeRows = 4

var (
	// pageNumber matches a line that is nothing but the number of a page.
	pageNumber = regexp.MustCompile(`(?i)^\W*(?:(?:page|p\.|seite|sida|side|página|pagina)\s*)?\d{1,4}(?:\s*(?:/|of|von|av|de|di|sur)\s*\d{1,4})?\W*$`)
	// browserFooter and browserHeader match what browsers print around a page.
	browserFooter = regexp.MustCompile(`^(?:https?|file)://\S*\s+\d+/\d+$`)
	browserHeader = regexp.MustCompile(`^\d{1,2}[/.]\d{1,2}[/.]\d{2,4},? \d{1,2}:\d\d`)
)

// row is the pieces of a page on one baseline.
type row struct {
	pieces []int // indices
	y      float32
	key    string // its text without digits
	text   string
	size   float32
}

// withoutFurniture leaves out running headers, footers and page numbers: what stands at the
// edge of several pages at one place with the same words, or with numbers that count.
func withoutFurniture(pages [][]piece) [][]piece {
	tops, bottoms := make([][]row, len(pages)), make([][]row, len(pages))
	for i, pieces := range pages {
		rows := rowsOf(pieces)
		tops[i] = rows[:min(edgeRows, len(rows))]
		bottom := slices.Clone(rows[max(0, len(rows)-edgeRows):])
		slices.Reverse(bottom)
		bottoms[i] = bottom
	}
	drop := make([]map[int]bool, len(pages))
	for i := range drop {
		drop[i] = map[int]bool{}
	}
	for _, edge := range [][][]row{tops, bottoms} {
		for i, rows := range edge {
			for k, r := range rows {
				if repeats(edge, i, r) || number(edge, i, k) {
					for _, at := range r.pieces {
						drop[i][at] = true
					}
				}
			}
		}
	}
	browserEdges(tops, bottoms, drop)
	out := make([][]piece, len(pages))
	for i, pieces := range pages {
		for k, p := range pieces {
			if !drop[i][k] {
				out[i] = append(out[i], p)
			}
		}
	}
	return out
}

// rowsOf returns the rows of a page from top to bottom.
func rowsOf(pieces []piece) []row {
	var rows []row
	indices := make([]int, len(pieces))
	for i := range indices {
		indices[i] = i
	}
	slices.SortStableFunc(indices, func(a, b int) int {
		if abs(pieces[a].y-pieces[b].y) > 1 {
			return int(math.Copysign(1, float64(pieces[b].y-pieces[a].y)))
		}
		return int(math.Copysign(1, float64(pieces[a].x0-pieces[b].x0)))
	})
	for _, i := range indices {
		p := &pieces[i]
		if n := len(rows); n > 0 && abs(rows[n-1].y-p.y) <= 1 {
			rows[n-1].pieces = append(rows[n-1].pieces, i)
			rows[n-1].text += " " + p.text()
			continue
		}
		rows = append(rows, row{pieces: []int{i}, y: p.y, text: p.text(), size: p.size})
	}
	for i := range rows {
		words := strings.Fields(strings.Map(func(r rune) rune {
			if unicode.IsDigit(r) {
				return -1
			}
			return r
		}, rows[i].text))
		slices.Sort(words) // even pages have them in the order of a mirror
		rows[i].key = strings.Join(words, " ")
	}
	return rows
}

// repeats reports whether a row stands at the same place of another page with the same
// words, next to it or on the other side of the sheet.
func repeats(edge [][]row, page int, r row) bool {
	if !strings.ContainsFunc(r.key, unicode.IsLetter) {
		return false
	}
	for i := range edge {
		if i == page {
			continue
		}
		for _, other := range edge[i] {
			if abs(other.y-r.y) <= 2 && abs(other.size-r.size) < 0.5 && other.key == r.key {
				return true
			}
		}
	}
	return false
}

// number reports whether a row is a page's number: alone at the edge, or with words of which each
// page has others, where the numbers count.
func number(edge [][]row, page, k int) bool {
	r := edge[page][k]
	if pageNumber.MatchString(r.text) {
		return k == 0 || k == 1 && apart(edge[page], k)
	}
	if k > 1 || len(edge) < 2 {
		return false
	}
	if k == 0 && page > 0 && apart(edge[page], k) && counts(strconv.Itoa(page+1), r.text, 0) {
		return true
	}
	for i := range edge {
		if i == page {
			continue
		}
		for _, other := range edge[i][:min(2, len(edge[i]))] {
			if abs(other.y-r.y) <= 2 && abs(other.size-r.size) < 0.5 && counts(r.text, other.text, i-page) {
				return true
			}
		}
	}
	return false
}

// apart reports whether a row has more room around it than lines have.
func apart(rows []row, k int) bool {
	return k+1 >= len(rows) || abs(rows[k].y-rows[k+1].y) > 2*max(rows[k].size, rows[k+1].size)
}

// edgeNumber matches a number at the beginning or the end of a line.
var edgeNumber = regexp.MustCompile(`^\d{1,4}\b|\b\d{1,4}$`)

// counts reports whether two rows have numbers at an end that differ as their pages do.
func counts(a, b string, by int) bool {
	for _, x := range edgeNumber.FindAllString(strings.TrimSpace(a), 2) {
		for _, y := range edgeNumber.FindAllString(strings.TrimSpace(b), 2) {
			if atoi(y)-atoi(x) == by {
				return true
			}
		}
	}
	return false
}

func atoi(s string) int {
	n := 0
	for _, r := range s {
		n = 10*n + int(r-'0')
	}
	return n
}

// browserEdges drops what a browser prints around a page: the time and the title above,
// the address and the page's number below.
func browserEdges(tops, bottoms [][]row, drop []map[int]bool) {
	for i := range bottoms {
		if len(bottoms[i]) == 0 || !browserFooter.MatchString(bottoms[i][0].text) {
			continue
		}
		edges := []row{bottoms[i][0]}
		if browserHeader.MatchString(tops[i][0].text) {
			edges = append(edges, tops[i][0])
		}
		for _, r := range edges {
			for _, at := range r.pieces {
				drop[i][at] = true
			}
		}
	}
}
