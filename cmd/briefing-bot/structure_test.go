package main

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/briefing-bot/briefing-bot/index/raced"
)

// Limits of a room. In a room's best reading order a file refers to names of files
// below it; a reference to one above is an arrow up.
const (
	maxFiles   = 20
	maxMethods = 40
	maxUp      = 0.05 // of the arrows; one arrow is always allowed
)

// room is the structure of one package without its tests.
type room struct {
	files   []string
	lines   int
	arrows  map[[2]string]bool // from file to file
	methods map[string]int     // by type
}

// TestStructure holds every room to the limits. With -v it prints the figures of
// all of them, as in docs/design.md's appendix.
func TestStructure(t *testing.T) {
	raced.Sequential(t)
	root := filepath.Join("..", "..")
	err := filepath.WalkDir(root, func(dir string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.IsDir() {
			return err
		}
		if name := entry.Name(); name == "testdata" || name == ".git" || dir != root && strings.HasPrefix(name, ".") {
			return fs.SkipDir
		}
		r, err := readRoom(dir)
		if err != nil || len(r.files) == 0 {
			return err
		}
		name, err := filepath.Rel(root, dir)
		r.check(t, filepath.ToSlash(name))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

func (r room) check(t *testing.T, name string) {
	t.Helper()
	up, largest := r.up(), ""
	for typ, n := range r.methods {
		if n > r.methods[largest] || n == r.methods[largest] && typ < largest {
			largest = typ
		}
	}
	t.Logf("%-45s %2d files %5d lines  up %d/%d  %s %d methods", name, len(r.files), r.lines, len(up), len(r.arrows), largest, r.methods[largest])
	if len(r.files) > maxFiles || r.methods[largest] > maxMethods || len(up) > 1 && float64(len(up)) > maxUp*float64(len(r.arrows)) {
		t.Errorf("%s is over a limit (%d files, %d methods on a type, %d%% of the arrows up): split it; up point %v", name, maxFiles, maxMethods, int(100*maxUp), up)
	}
}

// readRoom reads a package without its tests.
func readRoom(dir string) (room, error) {
	r := room{arrows: map[[2]string]bool{}, methods: map[string]int{}}
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return r, err
	}
	set := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		source, err := os.ReadFile(name)
		if err != nil {
			return r, err
		}
		f, err := parser.ParseFile(set, name, source, parser.SkipObjectResolution)
		if err != nil {
			return r, err
		}
		parsed = append(parsed, f)
		r.files = append(r.files, filepath.Base(name))
		r.lines += strings.Count(string(source), "\n")
	}
	r.resolve(set, parsed)
	return r, nil
}

// noImports resolves nothing of other packages: names of this one are enough.
type noImports struct{}

func (noImports) Import(string) (*types.Package, error) { return nil, errors.New("not needed") }

// resolve finds which file refers to a name of which other, and counts methods.
func (r room) resolve(set *token.FileSet, parsed []*ast.File) {
	uses := map[*ast.Ident]types.Object{}
	config := types.Config{Importer: noImports{}, Error: func(error) {}}
	pkg, _ := config.Check("room", set, parsed, &types.Info{Uses: uses}) // errors are those of other packages
	file := func(at token.Pos) string { return filepath.Base(set.Position(at).Filename) }
	for name, object := range uses {
		if object == nil || object.Pkg() != pkg || !object.Pos().IsValid() {
			continue
		}
		fn, isFunc := object.(*types.Func)
		method := isFunc && fn.Signature().Recv() != nil
		if from, to := file(name.Pos()), file(object.Pos()); from != to && (method || object.Parent() == pkg.Scope()) {
			r.arrows[[2]string{from, to}] = true
		}
	}
	for _, f := range parsed {
		for _, d := range f.Decls {
			if fn, ok := d.(*ast.FuncDecl); ok && fn.Recv != nil {
				typ := fn.Recv.List[0].Type
				if star, ok := typ.(*ast.StarExpr); ok {
					typ = star.X
				}
				if generic, ok := typ.(*ast.IndexExpr); ok {
					typ = generic.X
				}
				r.methods[fmt.Sprint(typ)]++
			}
		}
	}
}

// up returns the arrows up in the best order found: from callers to callees, then moving
// one file at a time while that helps.
func (r room) up() [][2]string {
	order := r.topDown()
	best := r.against(order)
	for improved := true; improved && len(best) > 0; {
		improved = false
		for _, f := range r.files {
			for at := range r.files {
				moved := slices.DeleteFunc(slices.Clone(order), func(g string) bool { return g == f })
				moved = slices.Insert(moved, at, f)
				if up := r.against(moved); len(up) < len(best) {
					order, best, improved = moved, up, true
				}
			}
		}
	}
	return best
}

// topDown returns the files in the reverse order in which a depth-first walk leaves them.
func (r room) topDown() []string {
	var order []string
	seen := map[string]bool{}
	arrows := slices.SortedFunc(maps.Keys(r.arrows), func(a, b [2]string) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	var walk func(f string)
	walk = func(f string) {
		if seen[f] {
			return
		}
		seen[f] = true
		for _, a := range arrows {
			if a[0] == f {
				walk(a[1])
			}
		}
		order = append(order, f)
	}
	for _, f := range r.files {
		walk(f)
	}
	slices.Reverse(order)
	return order
}

// against returns the arrows that point up in an order.
func (r room) against(order []string) (up [][2]string) {
	place := map[string]int{}
	for i, f := range order {
		place[f] = i
	}
	for a := range r.arrows {
		if place[a[0]] > place[a[1]] {
			up = append(up, a)
		}
	}
	return up
}
