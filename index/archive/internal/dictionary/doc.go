// Package dictionary compresses the records of an archive with zstd, by dictionaries that
// are made of the archive's own records: short texts repeat little within themselves, and
// much of what others say. It knows nothing of files. Start reading at Set.
package dictionary
