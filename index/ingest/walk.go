package ingest

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/briefing-bot/briefing-bot/index/archive"
	"github.com/briefing-bot/briefing-bot/index/fetch"
	"github.com/briefing-bot/briefing-bot/index/source"
)

// job is one thing to read: a file, standard input, an address; or the reason why
// it cannot be read.
type job struct {
	path  string // as it may be shown: of an address, without user and password
	id    string // for an article that brings none
	size  int64  // bytes; 0 if unknown
	kind  jobKind
	err   error
	input int       // the number of the input that named it
	url   string    // the address to fetch, as it was typed; it may hold a password
	sign  signature // of a file or folder, as it was found; zero if it could not be looked at
}

// file returns the job's path if it reads a file, "" if not.
func (j job) file() string {
	if j.kind == fileJob {
		return j.path
	}
	return ""
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
func findJobs(ctx context.Context, inputs []string) *finder {
	f := newFinder()
	for i, in := range inputs {
		first := len(f.jobs)
		switch {
		case in == stdin:
			f.jobs = append(f.jobs, job{path: stdin, kind: stdinJob})
		case strings.Contains(in, "://"):
			f.jobs = append(f.jobs, job{path: fetch.WithoutUser(in), url: in, kind: addressJob})
		default:
			f.add(ctx, in)
		}
		for j := range f.jobs[first:] {
			f.jobs[first+j].input = i
		}
	}
	return f
}

// finder collects jobs and gives their files IDs that differ.
type finder struct {
	jobs    []job
	ids     map[string]string // files by ID
	of      map[string]string // IDs by file
	folder  func(path string) // called before a folder is read; may be nil
	leftOut []string          // the first files that tell about their folder
}

func newFinder() *finder {
	return &finder{ids: map[string]string{}, of: map[string]string{}}
}

func (f *finder) reject(path string, sign signature, err error) {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = fmt.Errorf("it cannot be read: %w", p.Err)
	}
	f.jobs = append(f.jobs, job{path: path, kind: rejected, err: err, sign: sign})
}

// add adds a file that was named itself, or what a folder holds.
func (f *finder) add(ctx context.Context, path string) {
	info, err := source.Stat(path)
	switch {
	case err != nil:
		f.reject(path, signature{}, err)
	case info.IsDir() && holdsArchive(path):
		f.reject(path, signature{}, errors.New("it is a data folder of briefing-bot, whiwhose files are no articles: name the folder that yours are in"))
	case info.IsDir():
		f.walk(ctx, path, path)
	case filepath.Ext(path) != "" && !source.Supported(path) && info.Mode().IsRegular():
		f.reject(path, signature{}, source.Unsupported(path))
	default:
		f.file(path, source.Stem(path), info) // source refuses what is not regular
	}
}

// aboutFolder reports whether a file of a folder tells about the folder rather than
// being an article of it.
func aboutFolder(path string) bool { return strings.EqualFold(source.Stem(path), "readme") }

// maxLeftOut is how many files that were left out are listed.
const maxLeftOut = 20

// walk adds the files of a folder and those below, in order of their names. The
// folder is root or lies below it.
func (f *finder) walk(ctx context.Context, root, folder string) {
	// With a separator at its end a root that is a link is followed.
	_ = filepath.WalkDir(folder+string(filepath.Separator), func(path string, entry fs.DirEntry, err error) error {
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			f.reject(filepath.Clean(path), signature{}, err)
		case hidden(root, path) || entry.IsDir() && holdsArchive(path):
			if entry.IsDir() {
				return fs.SkipDir
			}
		case !entry.IsDir():
			f.entry(root, path)
		case f.folder != nil:
			f.folder(filepath.Clean(path))
		}
		return nil
	})
}

// holdsArchive reports whether a folder is a data folder: its files are no articles, and
// change with each article that comes in.
func holdsArchive(folder string) bool {
	for _, name := range []string{archive.FileName, archive.IdentityFile} {
		if info, err := os.Lstat(filepath.Join(folder, name)); err != nil || !info.Mode().IsRegular() {
			return false
		}
	}
	return true
}

// hidden reports whether the last part of a path below root begins with a full stop.
func hidden(root, path string) bool {
	return filepath.Clean(path) != filepath.Clean(root) && strings.HasPrefix(filepath.Base(path), ".")
}

// entry adds one file of a folder.
func (f *finder) entry(root, path string) {
	if strings.HasSuffix(path, source.MetaSuffix) {
		return
	}
	info, err := source.Stat(path)
	if err != nil {
		s := signature{}
		if link, failed := os.Lstat(path); failed == nil {
			s = sign(path, link)
		}
		f.reject(path, s, err)
		return
	}
	switch {
	case inMaildir(path) == maildirOther:
	case inMaildir(path) == maildirMessage && info.Mode().IsRegular():
		f.file(path, fileID(root, path), info)
	case aboutFolder(path):
		if len(f.leftOut) < maxLeftOut {
			f.leftOut = append(f.leftOut, path)
		}
	case info.IsDir():
		f.reject(path, sign(path, info), errors.New("it is a link to a folder, which is not followed: name the folder itself"))
	case !info.Mode().IsRegular():
		f.reject(path, sign(path, info), source.CheckRegular(info))
	case !source.Supported(path):
		f.reject(path, sign(path, info), source.Unsupported(path))
	default:
		f.file(path, fileID(root, path), info)
	}
}

// look adds what is at a path at or below root now: a file, a folder with what it
// holds, the text file that a meta file belongs to, or nothing.
func (f *finder) look(ctx context.Context, root, path string) {
	if base, ok := strings.CutSuffix(path, source.MetaSuffix); ok {
		f.look(ctx, root, base+".txt")
		f.look(ctx, root, base+".txt.gz")
		return
	}
	info, err := os.Lstat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		f.reject(path, signature{}, err)
	case info.IsDir() || path == root:
		f.walk(ctx, root, path)
	default:
		f.entry(root, path)
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

// file adds a file. It keeps the ID that it has. Of two files that would have the
// same ID, the later one has its whole name: no file takes another's place.
func (f *finder) file(path, id string, info fs.FileInfo) {
	have, known := f.of[path]
	if known {
		id = have
	}
	for first := true; !known && f.taken(id); first = false {
		if !first {
			id += "+"
			continue
		}
		id = filepath.ToSlash(filepath.Join(filepath.Dir(id), filepath.Base(path)))
	}
	f.ids[id], f.of[path] = path, id
	f.jobs = append(f.jobs, job{path: path, id: id, size: info.Size(), kind: fileJob, sign: sign(path, info)})
}

// taken reports whether a file that still exists has an ID.
func (f *finder) taken(id string) bool {
	path, taken := f.ids[id]
	if !taken {
		return false
	}
	if _, err := os.Lstat(path); errors.Is(err, fs.ErrNotExist) {
		delete(f.of, path)
		return false
	}
	return true
}

// measure returns how many articles jobs hold and how many bytes, each 0 if that
// cannot be known before they are read.
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
