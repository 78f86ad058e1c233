package slacktest

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Files returns the files whose upload was completed.
func (s *world) Files() []File {
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []File
	for _, f := range s.files {
		if f.Complete {
			out = append(out, *f)
		}
	}
	return out
}

func (s *webAPI) fileInfo(_ string, args map[string]string) (map[string]any, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.files, func(f *File) bool { return f.ID == args["file"] && f.Complete })
	if i < 0 {
		return nil, refusal{"file_not_found", args["file"]}
	}
	file := map[string]any{"id": args["file"], "mimetype": ""}
	if time.Since(s.files[i].completed) >= s.options.FilesAfter {
		file["mimetype"] = "image/png"
	}
	return map[string]any{"file": file}, nil
}

func (s *webAPI) uploadURL(_ string, args map[string]string) (map[string]any, error) {
	size, err := strconv.Atoi(args["length"])
	if err != nil || size <= 0 || args["filename"] == "" {
		return nil, refusal{"invalid_arguments", "filename and length are needed"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	f := &File{ID: fmt.Sprintf("F%04d", len(s.files)+1), Name: args["filename"], size: size}
	s.files = append(s.files, f)
	return map[string]any{"upload_url": s.base + "/upload/" + f.ID, "file_id": f.ID}, nil
}

func (s *webAPI) upload(w http.ResponseWriter, r *http.Request) {
	if f, ok := s.fault("upload"); ok && f.play(w) {
		return
	}
	data, err := uploaded(r)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.files, func(f *File) bool { return f.ID == r.PathValue("id") })
	if i < 0 || len(data) != s.files[i].size {
		http.Error(w, "no such upload, or another length", http.StatusBadRequest)
		return
	}
	s.files[i].Data = data
	fmt.Fprintf(w, "OK - %d", len(data))
}

// uploaded returns the body of an upload: bytes, or a form's file.
func uploaded(r *http.Request) ([]byte, error) {
	if form, err := r.MultipartReader(); err == nil {
		part, err := form.NextPart()
		if err != nil {
			return nil, fmt.Errorf("read the upload: %w", err)
		}
		return io.ReadAll(part)
	}
	return io.ReadAll(r.Body)
}

func (s *webAPI) completeUpload(_ string, args map[string]string) (map[string]any, error) {
	var list []struct{ ID, Title string }
	if err := json.Unmarshal([]byte(args["files"]), &list); err != nil {
		return nil, refusal{"invalid_arguments", "files"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	var out []map[string]any
	for _, l := range list {
		i := slices.IndexFunc(s.files, func(f *File) bool { return f.ID == l.ID })
		if i < 0 || s.files[i].Data == nil {
			return nil, refusal{"file_not_found", l.ID}
		}
		f := s.files[i]
		f.Channel, f.Thread, f.Comment, f.Complete = args["channel_id"]+args["channels"], args["thread_ts"], args["initial_comment"], true
		f.completed = time.Now()
		out = append(out, map[string]any{"id": f.ID, "title": l.Title})
	}
	s.happened()
	return map[string]any{"files": out}, nil
}
