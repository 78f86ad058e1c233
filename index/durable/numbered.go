package durable

import (
	"cmp"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
)

// Numbered returns the paths of the files in a folder whose names are a prefix and a number, by
// number: what is never changed but followed by a file of a greater number.
func Numbered(dir, prefix string) []string {
	found, _ := filepath.Glob(filepath.Join(dir, prefix+"*"))
	found = slices.DeleteFunc(found, func(name string) bool { return Number(name, prefix) < 0 })
	slices.SortFunc(found, func(a, b string) int { return cmp.Compare(Number(a, prefix), Number(b, prefix)) })
	return found
}

// Number returns the number in the name of a file behind its prefix, -1 if it has none.
func Number(path, prefix string) int {
	n, err := strconv.Atoi(strings.TrimPrefix(filepath.Base(path), prefix))
	if err != nil {
		return -1
	}
	return n
}
