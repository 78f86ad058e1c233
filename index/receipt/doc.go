// Package receipt makes and reads receipts: the short words at the end of a row by
// which somebody can check later, and on another machine, what was shown.
//
// A receipt holds a part of the hash of the article's ID, the spans, and a part of
// the SHA-256 of the words shown. It depends on nothing else, so every briefing that
// holds the article gives the same one, whatever came in before it. Start reading
// at Make.
package receipt
