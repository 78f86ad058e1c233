// Package wordlist reads the word lists that the stages embed: text files of words
// set apart by blanks or line breaks, in which a line that begins with # is a
// comment.
//
// It must know nothing of what the words mean. A package that has lists keeps them
// in a folder "words" beside its code, one list a file. Start with Set.
package wordlist
