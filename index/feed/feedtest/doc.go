// Package feedtest plays the kinds of source that the web has: good, changed,
// moved, gone, slow, hostile. Kinds is the table of them, and says of each what a
// briefing holds after it was read once and once more.
package feedtest
