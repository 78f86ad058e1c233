package sealed

import (
	"time"
)

// LossesBucket holds what damage destroyed, until somebody has acknowledged it.
const LossesBucket = "losses"

// Loss describes records that damage to the file destroyed.
type Loss struct {
	At time.Time `json:"at"` // when it was noticed
	// Bucket names the kind of record: settings, subscriptions, and so on. It is
	// empty if any kind may be missing.
	Bucket  string `json:"bucket,omitempty"`
	Key     string `json:"key,omitempty"`     // the record's key, its parts joined by NUL; empty if unknown
	Records int    `json:"records,omitempty"` // how many are gone, 0 if unknown
	Detail  string `json:"detail"`
	File    string `json:"file,omitempty"` // the damaged file, kept beside the store
}
