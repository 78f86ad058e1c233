package ingest

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/source"
)

// job is one thing to read: a file, standard input, an address; or the reason why
// it cannot be.
type job struct {
	path string
	id   string // for an article that brings none
	size int64  // bytes; 0 where unknown
	kind jobKind
	err  error
}

type jobKind uint8

const (
	fileJob jobKind = iota
	stdinJob
	addressJob
	rejected
)

// stdin is the input that means standard input.
const stdin = "-"

// findJobs lists what inputs name, in order.
func findJobs(ctx context.Context, inputs []string) []job {
	f := finder{ids: map[string]bool{}}
	for _, in := range inputs {
		switch {
		case in == stdin:
			f.jobs = append(f.jobs, job{path: stdin, kind: stdinJob})
		case strings.Contains(in, "://"):
			f.jobs = append(f.jobs, job{path: in, kind: addressJob})
		default:
			f.add(ctx, in)
		}
	}
	return f.jobs
}

// finder collects jobs and gives their files IDs that differ.
type finder struct {
	jobs []job
	ids  map[string]bool
}

func (f *finder) reject(path string, err error) {
	var p *fs.PathError
	if errors.As(err, &p) {
		err = fmt.Errorf("it cannot be read: %w", p.Err)
	}
	f.jobs = append(f.jobs, job{path: path, kind: rejected, err: err})
}

// add adds a file or what a folder holds.
func (f *finder) add(ctx context.Context, path string) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		f.reject(path, err)
	case info.IsDir():
		f.walk(ctx, path)
	case filepath.Ext(path) != "" && !source.Supported(path) && info.Mode().IsRegular():
		f.reject(path, errUnsupported)
	default:
		f.file(path, source.Stem(path), info.Size())
	}
}

// errUnsupported is the reason for a file of another kind.
var errUnsupported = errors.New("this kind of file is not read: give .txt, .md, .html, .json or .jsonl, also with .gz")

// walk adds the files of a folder and those below, in order of their names.
func (f *finder) walk(ctx context.Context, root string) {
	// With a separator at its end a root that is a link is followed.
	_ = filepath.WalkDir(root+string(filepath.Separator), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			f.reject(path, err)
			return nil
		case hidden(root, path):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir():
			f.entry(root, path)
		}
		return nil
	})
}

// hidden says whether the last part of a path below root begins with a full stop.
func hidden(root, path string) bool {
	return filepath.Clean(path) != filepath.Clean(root) && strings.HasPrefix(filepath.Base(path), ".")
}

// entry adds one file of a folder.
func (f *finder) entry(root, path string) {
	if strings.HasSuffix(path, source.MetaSuffix) {
		return
	}
	info, err := os.Stat(path)
	switch {
	case err != nil:
		f.reject(path, err)
	case info.IsDir():
		f.reject(path, errors.New("it is a link to a folder, which is not followed: name the folder itself"))
	case !info.Mode().IsRegular():
		f.reject(path, errors.New("it is no regular file"))
	case !source.Supported(path):
		f.reject(path, errUnsupported)
	default:
		f.file(path, fileID(root, path), info.Size())
	}
}

// fileID is the ID of a file in a folder: its path there, without endings.
func fileID(root, path string) string {
	rel, err := filepath.Rel(root, path)
	if err != nil {
		rel = filepath.Base(path)
	}
	return filepath.ToSlash(filepath.Join(filepath.Dir(rel), source.Stem(rel)))
}

// file adds a file. Of two that would have the same ID, the later one has its
// whole name: no file takes another's place.
func (f *finder) file(path, id string, size int64) {
	if f.ids[id] {
		id = filepath.ToSlash(filepath.Join(filepath.Dir(id), filepath.Base(path)))
	}
	for f.ids[id] {
		id += "+"
	}
	f.ids[id] = true
	f.jobs = append(f.jobs, job{path: path, id: id, size: size, kind: fileJob})
}

// measure is how many articles jobs hold (0 where that cannot be known before
// they are read) and how many bytes (0 likewise).
func measure(jobs []job) (articles int, size int64) {
	known := true
	for _, j := range jobs {
		switch {
		case j.kind == stdinJob || j.kind == addressJob:
			return 0, 0
		case j.kind == fileJob:
			size += j.size
			articles++
			known = known && source.Single(j.path)
		}
	}
	if !known {
		articles = 0
	}
	return articles, size
}

// open gives what a job holds.
func (j job) open(ctx context.Context, in io.Reader) iter.Seq[source.Item] {
	switch j.kind {
	case fileJob:
		return source.ReadFile(j.path, j.id)
	case stdinJob:
		if in != nil {
			return source.Read(source.Input{Name: stdin, Reader: in})
		}
		j.err = errors.New("there is no standard input here")
	case addressJob:
		return fetch(ctx, j.path)
	}
	return func(yield func(source.Item) bool) { yield(source.Item{Path: j.path, Err: j.err}) }
}
