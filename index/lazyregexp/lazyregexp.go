// Package lazyregexp compiles the regular expressions of package-level variables when they
// are first used. Compiling all of the program's takes several milliseconds, and most verbs
// use none of them.
//
// It does what internal/lazyregexp does in Go's own tools.
package lazyregexp

import (
	"os"
	"regexp"
	"strings"
	"sync"
)

// Regexp is a regular expression that is compiled when it is first used. Its methods are
// those of regexp.Regexp.
type Regexp struct {
	expr     string
	once     sync.Once
	compiled *regexp.Regexp
}

// New returns a regular expression. It panics at its first use if expr is not valid; in
// tests at once, so that none can hide in code that no test reaches.
func New(expr string) *Regexp {
	r := &Regexp{expr: expr}
	if inTest {
		r.regexp()
	}
	return r
}

// inTest reports whether the program is a test of Go's.
var inTest = len(os.Args) > 0 && strings.HasSuffix(strings.TrimSuffix(os.Args[0], ".exe"), ".test")

func (r *Regexp) regexp() *regexp.Regexp {
	r.once.Do(func() { r.compiled = regexp.MustCompile(r.expr) })
	return r.compiled
}
