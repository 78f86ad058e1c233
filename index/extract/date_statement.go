package extract

import "github.com/briefing-bot/briefing-bot/index/article"

// dateStatements sets Said of each statement whose cue a date belongs to.
func dateStatements(d *document, dates []article.Date, statements []article.Statement) {}
