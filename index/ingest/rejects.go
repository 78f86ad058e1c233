package ingest

import (
	"errors"
	"io/fs"
	"maps"
	"os"
	"slices"
)

// rejects are the files of watched folders of which something was rejected, each with
// the first reason, until they are read again or deleted.
type rejects struct {
	reasons map[string]string // by path
	first   string            // the first path in order, with its reason
}

// set keeps what a reading of the file at path rejected; "" if nothing.
func (r *rejects) set(path, reason string) {
	if _, known := r.reasons[path]; !known && reason == "" {
		return
	}
	if r.reasons == nil {
		r.reasons = map[string]string{}
	}
	if r.reasons[path] = reason; reason == "" {
		delete(r.reasons, path)
	}
	r.first = ""
}

// example returns the first path in order, with its reason; "" if there is none.
func (r *rejects) example() string {
	if r.first == "" && len(r.reasons) > 0 {
		path := slices.Min(slices.Collect(maps.Keys(r.reasons)))
		r.first = path + ": " + r.reasons[path]
	}
	return r.first
}

// absent returns those of some paths at which nothing is.
func absent(paths []string) []string {
	return slices.DeleteFunc(paths, func(path string) bool {
		_, err := os.Lstat(path)
		return !errors.Is(err, fs.ErrNotExist)
	})
}
