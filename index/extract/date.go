package extract

import "github.com/briefing-bot/briefing-bot/index/article"

// findDates finds the time expressions of d and their values.
func findDates(d *document) []article.Date { return nil }

// dateStatements sets Said of each statement whose cue a date belongs to.
func dateStatements(d *document, dates []article.Date, statements []article.Statement) {}
