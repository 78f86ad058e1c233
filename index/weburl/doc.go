// Package weburl normalizes addresses of the web: as they are fetched and shown
// (Clean), and as one identity of all forms of a page's address (Key). It holds pure
// functions and fetches nothing.
package weburl
