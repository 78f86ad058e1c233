package peers

import (
	"context"
	"database/sql"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/blevesearch/bleve/v2"
	"github.com/blevesearch/bleve/v2/analysis/analyzer/keyword"
	_ "github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/search/query"
	_ "modernc.org/sqlite"

	"github.com/briefing-bot/briefing-bot/index"
	"github.com/briefing-bot/briefing-bot/index/article"
)

// ours is the index of this program.
type ours struct{ *index.Index }

func openOurs(dir string) (engine, error) {
	x, err := index.Open(context.Background(), dir, index.Options{})
	return ours{x}, err
}

func (e ours) add(ctx context.Context, records []article.Record, _ []passage) error {
	for batch := range slices.Chunk(records, 500) {
		if err := e.Add(ctx, batch); err != nil {
			return err
		}
	}
	return nil
}

func (e ours) ask(ctx context.Context, q question) (int, error) {
	asked := index.Query{Scope: index.Everything(), Words: index.Words{Terms: q.words}, Since: q.since, Until: q.till, Limit: 10}
	if q.phrase != nil {
		asked.Words.Phrases = []string{strings.Join(q.phrase, " ")}
	}
	if q.source != "" {
		asked.Sources = []string{q.source}
	}
	found, err := e.Passages(ctx, asked)
	return len(found.Hits), err
}

func (e ours) close() error { return e.Close() }

// sqlite is an FTS5 table with porter stems, and the columns to filter by beside it.
type sqlite struct{ db *sql.DB }

func openSQLite(dir string) (engine, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	db, err := sql.Open("sqlite", dir+"/passages.db")
	if err == nil {
		_, err = db.Exec(`PRAGMA journal_mode=WAL; PRAGMA cache_size=-65536;
			CREATE VIRTUAL TABLE passages USING fts5(title, text, source UNINDEXED, day UNINDEXED, tokenize='porter unicode61')`)
	}
	return sqlite{db}, err
}

func (e sqlite) add(ctx context.Context, _ []article.Record, passages []passage) error {
	for batch := range slices.Chunk(passages, 5000) {
		tx, err := e.db.BeginTx(ctx, nil)
		if err != nil {
			return err
		}
		insert, err := tx.PrepareContext(ctx, `INSERT INTO passages(rowid, title, text, source, day) VALUES (?, ?, ?, ?, ?)`)
		for _, p := range batch {
			if err == nil {
				_, err = insert.ExecContext(ctx, p.id+1, p.title, p.text, p.source, p.day)
			}
		}
		if err != nil {
			_ = tx.Rollback()
			return err
		}
		if err := tx.Commit(); err != nil {
			return err
		}
	}
	return nil
}

func (e sqlite) ask(ctx context.Context, q question) (n int, err error) {
	match := `"` + strings.Join(q.words, `" OR "`) + `"`
	if q.phrase != nil {
		match = `"` + strings.Join(q.phrase, " ") + `"`
	}
	statement, args := `SELECT rowid FROM passages WHERE passages MATCH ?`, []any{match}
	if q.source != "" {
		statement, args = statement+` AND source = ?`, append(args, q.source)
	}
	if !q.since.IsZero() {
		statement, args = statement+` AND day >= ? AND day < ?`, append(args, q.since.Unix()/86400, q.till.Unix()/86400)
	}
	rows, err := e.db.QueryContext(ctx, statement+` ORDER BY rank LIMIT 10`, args...)
	if err != nil {
		return 0, err
	}
	defer rows.Close()
	for rows.Next() {
		n++
	}
	return n, rows.Err()
}

func (e sqlite) close() error { return e.db.Close() }

// plainBleve is Bleve with a mapping that indexes what is asked and no more.
type plainBleve struct{ bleve.Index }

func openBleve(dir string) (engine, error) {
	mapping := bleve.NewIndexMapping()
	document := bleve.NewDocumentStaticMapping()
	words := bleve.NewTextFieldMapping()
	words.Analyzer, words.Store, words.IncludeInAll, words.DocValues = "en", false, false, false
	source := bleve.NewTextFieldMapping()
	source.Analyzer, source.Store, source.IncludeInAll, source.DocValues, source.IncludeTermVectors = keyword.Name, false, false, false, false
	day := bleve.NewNumericFieldMapping()
	day.Store, day.IncludeInAll, day.DocValues = false, false, false
	document.AddFieldMappingsAt("title", words)
	document.AddFieldMappingsAt("text", words)
	document.AddFieldMappingsAt("source", source)
	document.AddFieldMappingsAt("day", day)
	mapping.DefaultMapping = document
	x, err := bleve.New(dir, mapping)
	return plainBleve{x}, err
}

func (e plainBleve) add(_ context.Context, _ []article.Record, passages []passage) error {
	for batch := range slices.Chunk(passages, 1000) {
		b := e.NewBatch()
		for _, p := range batch {
			err := b.Index(strconv.Itoa(p.id), map[string]any{"title": p.title, "text": p.text, "source": p.source, "day": float64(p.day)})
			if err != nil {
				return err
			}
		}
		if err := e.Batch(b); err != nil {
			return err
		}
	}
	return nil
}

func (e plainBleve) ask(ctx context.Context, q question) (int, error) {
	var all []query.Query
	for _, field := range []string{"title", "text"} {
		if q.phrase != nil {
			phrase := bleve.NewMatchPhraseQuery(strings.Join(q.phrase, " "))
			phrase.SetField(field)
			all = append(all, phrase)
			continue
		}
		words := bleve.NewMatchQuery(strings.Join(q.words, " "))
		words.SetField(field)
		all = append(all, words)
	}
	var asked query.Query = bleve.NewDisjunctionQuery(all...)
	if q.source != "" {
		source := bleve.NewTermQuery(q.source)
		source.SetField("source")
		from, till := float64(q.since.Unix()/86400), float64(q.till.Unix()/86400)
		day := bleve.NewNumericRangeQuery(&from, &till)
		day.SetField("day")
		asked = bleve.NewConjunctionQuery(asked, source, day)
	}
	found, err := e.SearchInContext(ctx, bleve.NewSearchRequestOptions(asked, 10, 0, false))
	if err != nil {
		return 0, err
	}
	return len(found.Hits), nil
}

func (e plainBleve) close() error { return e.Close() }
