// Package people finds the persons that one article names, every mention that is
// certain, their roles as printed, and whom the sources of statements mean.
//
// It must not know how statements are found, nor of other articles. Start with Find in
// find.go, whose list of steps is the order of the files: candidates for names,
// evidence that they name persons, places that do not, entities, nicknames, roles, then
// one reading of the text in which short names, pronouns and descriptions are resolved
// by salience.
package people
