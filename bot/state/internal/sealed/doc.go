// Package sealed keeps records in a bbolt file and notices when one is altered or
// missing: each value has a checksum, and each bucket a tally. Writes of the same
// moment share a transaction.
//
// Damage never ends the program: records that fail their checksum, and what pages
// that cannot be read held, are left out of a new file; the damaged one is kept
// beside it under another name. Losses returns what is missing.
//
// It does not know what the records mean: a Schema names the buckets and tells
// which values they may hold. Start reading at Open in open.go; record.go has the
// form of a record, inspect.go finds damage, and repair.go makes a new file.
package sealed
