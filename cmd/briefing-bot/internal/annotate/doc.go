// Package annotate annotates a stream of articles on all cores and returns the
// results in their order, holding only a few articles at a time. It knows the
// form of an annotation's line, but nothing of flags or of where articles come
// from. Start reading at Run (run.go).
package annotate
