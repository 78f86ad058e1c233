// Package present makes cards: what an answer says of how it was read and what was
// searched, and its rows, with the bytes of articles and where they stand. It
// searches nothing.
package present
