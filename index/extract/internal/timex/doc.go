// Package timex reads the time expressions of English news text and works out which
// period of the calendar each means. It also decides when a statement was said, and
// which dated sentences belong on a timeline.
//
// It must not know how statements or persons are found: it is given the spans of
// statements as values. Start with Find in find.go; core in expression.go shows which
// reader takes which first word. What an expression can be read from grows from file to
// file: pieces are words, reader adds what the text said so far, finder adds tense.
package timex
