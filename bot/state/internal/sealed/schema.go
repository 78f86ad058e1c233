package sealed

import (
	"encoding/json"
	"maps"
)

// Schema names the buckets of a file, and for each a function that reports
// whether a value may be stored under a key.
type Schema map[string]func(key, value []byte) bool

// with returns the schema and the file's own buckets, which callers do not declare.
func (s Schema) with() Schema {
	all := Schema{LossesBucket: JSON[Loss]}
	maps.Copy(all, s)
	return all
}

// JSON reports whether a value is JSON of a T.
func JSON[T any](_, value []byte) bool {
	var into T
	return json.Unmarshal(value, &into) == nil
}
