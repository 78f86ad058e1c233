// Package boltfile reads bbolt files without trusting them.
//
// bbolt keeps no checksum of its pages and reads them through a memory map: a
// damaged page makes it panic, read beyond the map, or return other records
// than were written. Package boltfile reads a file page by page with every
// offset checked, never writes, and never panics. A file without problems is
// one in which each page is reached once from the newest root or is free, has
// its own number, is laid out exactly as bbolt writes it, and holds its keys in
// order and within the bounds that its parent gives. What a damaged file still
// holds is read by the same code.
//
// To prove a file, call Open, Each for every one of Buckets, and CheckPages;
// Problems then returns what is wrong. A record that Each visits is current,
// provided that no root is lost (see Roots); one that Orphans visits may be old.
// Whether a record's bytes are the ones that were written is for the caller to
// know, since bbolt does not: a store puts a checksum into its values. The forms
// of these differ (CRC-32C over key and payload in the archive; SHA-256 over
// bucket, key and value, and one over bucket and key, in the chat state), they
// are on disk, and one function for both would mean rewriting every record of
// one of them, so each store keeps its own.
//
// The layout is that of go.etcd.io/bbolt/internal/common, in the machine's byte
// order. Versions 1.3 to 1.5 of bbolt write the same one.
package boltfile
