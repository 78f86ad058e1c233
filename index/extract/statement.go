package extract

import "github.com/briefing-bot/briefing-bot/index/article"

// findStatements finds the attributions of d: content, cue, source and
// confidence. Who the source words mean is for findPeople to say.
func findStatements(d *document) []article.Statement { return nil }
