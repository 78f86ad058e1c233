package attribution

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"strings"
	"testing"
)

// TestTemplates checks that no two templates of a network have one number: their
// features would share weights.
func TestTemplates(t *testing.T) {
	groups := templateGroups(t)
	use := func(network map[uint32]string, group string, base uint32) {
		if len(groups[group]) == 0 {
			t.Fatalf("no templates of group %q", group)
		}
		for name, n := range groups[group] {
			if other, taken := network[base+n]; taken {
				t.Errorf("%s and %s both have number %d", other, name, base+n)
			}
			network[base+n] = fmt.Sprintf("%s at %d", name, base)
		}
	}
	use(map[uint32]string{}, "tag", 0)
	use(map[uint32]string{}, "cue", 0)
	for _, base := range []uint32{ContentBase, SourceBase} {
		network := map[uint32]string{}
		for side := range uint32(Sides) {
			own := base + side*sideBlock
			use(network, "position", own)
			use(network, "relative", own+relativeBlock)
			use(network, "between", own+relativeBlock+betweenBlock)
			use(network, "passed", own+relativeBlock+passedBlock)
			use(network, "absent", own+absentBlock)
		}
	}
	ranker := map[uint32]string{}
	use(ranker, "noCue", 0)
	use(ranker, "sureness", noCueOdds)
	use(ranker, "analysis", 0)
	use(ranker, "sureness", analysisOdds)
	for k := range uint32(3) {
		for _, base := range []uint32{analysisChance, analysisChanceForm} {
			if other, taken := ranker[base+k]; taken {
				t.Errorf("%s has number %d of a log probability", other, base+k)
			}
			ranker[base+k] = "a log probability"
		}
	}
	for side := range uint32(Sides) {
		use(ranker, "part", partBlock+side*partSideBlock)
	}
	use(ranker, "source", sourceBlock)
}

// templateGroups reads the constants of templates.go by the first word of their
// names, the blocks apart.
func templateGroups(t *testing.T) map[string]map[string]uint32 {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "templates.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	groups := map[string]map[string]uint32{}
	for _, d := range file.Decls[1:] { // the first holds the blocks
		for _, spec := range d.(*ast.GenDecl).Specs {
			value := spec.(*ast.ValueSpec)
			name := value.Names[0].Name
			n, err := strconv.ParseUint(value.Values[0].(*ast.BasicLit).Value, 10, 32)
			if err != nil {
				t.Fatal(err)
			}
			for _, group := range []string{"tag", "cue", "position", "relative", "between", "passed", "absent", "noCue", "sureness", "analysis", "part", "source"} {
				if strings.HasPrefix(name, group) {
					if groups[group] == nil {
						groups[group] = map[string]uint32{}
					}
					groups[group][name] = uint32(n)
				}
			}
		}
	}
	return groups
}
