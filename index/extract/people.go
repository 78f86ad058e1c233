package extract

import "github.com/briefing-bot/briefing-bot/index/article"

// findPeople finds the persons of d with every mention that is certain, and
// sets Speaker of each statement to the person whom its source words mean.
func findPeople(d *document, names []Name, statements []article.Statement) []article.Person {
	return nil
}
