// Package near measures how alike two articles are, and finds keys under which those
// that are alike meet. It is pure functions of articles: which articles are a group is
// for the archive to say. Start at Of.
package near
