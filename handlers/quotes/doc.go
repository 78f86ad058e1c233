// Package quotes answers the commands about quotations and where they stand:
// check-quote, article, context and verify. A command is one file.
package quotes
