package control

import (
	"context"
	"encoding/json"
	"io"
	"time"

	"github.com/briefing-bot/briefing-bot/bot"
	"github.com/briefing-bot/briefing-bot/index/ingest"
)

// Backend is a data folder as the verbs use it: opened here, or reached over the
// control socket of the process that owns it.
type Backend struct {
	Answer  func(context.Context, Question) (bot.Card, error)
	Suggest func(context.Context, Completion) ([]bot.Suggestion, error)
	Search  func(context.Context, Query) ([]Hit, error)
	Ingest  func(context.Context, Delivery, func(ingest.Progress)) (ingest.Report, error)
	Check   func(context.Context) (CheckReport, error)
	Backup  func(ctx context.Context, dir string) (BackupReport, error)
	Compact func(context.Context) (CompactReport, error)
	Close   func() error
}

// Question asks for one answer, with a line or the call of a button.
type Question struct {
	Line string    `json:"line,omitempty"`
	Call *bot.Call `json:"call,omitempty"`
	Zone string    `json:"zone,omitempty"`
	From string    `json:"from,omitempty"` // the platform: terminal, console

	Limit  int `json:"limit,omitempty"` // rows, up to bot.MaxRows; as the line says if 0
	Offset int `json:"offset,omitempty"`
}

// Completion is an argument that is being typed.
type Completion struct{ Command, Param, Prefix string }

// Delivery names the inputs to ingest. Paths are absolute.
type Delivery struct {
	Inputs []string
	Stdin  io.Reader // what "-" reads
}

// Hit is one passage as `search` prints it.
type Hit struct {
	Article string  `json:"article"`
	Start   int     `json:"start"`
	End     int     `json:"end"`
	Text    string  `json:"text"`
	Score   float64 `json:"score"`
}

// CheckReport holds the findings of `check`, in the JSON form that `check --json` prints.
type CheckReport struct {
	Articles int      `json:"articles"` // whose current version is whole
	Versions int      `json:"versions"` // that are whole
	Receipts int      `json:"receipts"` // made and verified
	Indexed  int      `json:"indexed"`  // articles
	Sources  int      `json:"sources"`  // that are followed
	Failing  []string `json:"failing"`  // sources that cannot be read, and why: a set-up to look at, no damage
	Repaired []string `json:"repaired"` // what was rebuilt without loss
	Earlier  []string `json:"earlier"`  // what an earlier salvage could not save
	Problems []string `json:"problems"` // whole sentences; none if all is well
}

// BackupReport counts the contents of a backup or of a folder restored from one.
type BackupReport struct {
	Articles int      `json:"articles"`
	Bytes    int64    `json:"bytes"`
	Problems []string `json:"problems"` // damage that was copied along, in whole sentences
}

// CompactReport is what a compaction gave back: bytes of files before it and after.
type CompactReport struct {
	Archive CompactedFiles `json:"archive"`
	Index   CompactedFiles `json:"index"`
}

// CompactedFiles are the bytes of files before a compaction and after it.
type CompactedFiles struct {
	Before int64 `json:"before"`
	After  int64 `json:"after"`
}

// Query is one line of `search --batch`. ID is kept as it was written: a
// string or a number.
type Query struct {
	ID    json.RawMessage `json:"id"`
	Query string          `json:"query"`
	Limit int             `json:"limit,omitempty"` // 10 if 0
	// Offset is the number of hits to leave out, the best ones.
	Offset int `json:"offset,omitempty"`
}

// ProgressInterval is the minimum time between two reports of progress.
const ProgressInterval = 100 * time.Millisecond
