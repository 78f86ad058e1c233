// Package turns finds the statements that the layout of a text makes, without a word
// that reports them: turns of a transcript ("Marta Keel: …"), answers of an interview,
// quotations with a name after a dash, in brackets, or on a line above or below.
//
// It must not know how other statements are found, nor who is who: like those, its
// statements have the words that name the speaker, and a later stage says whom these
// mean. Start with Find; form.go tells what each paragraph looks like, name.go where
// a name is, document.go what both read.
package turns
