// Package web reads the articles at an address: a page's, those of a file of
// articles, or those that a feed lists. Of a feed's items it takes the whole text
// where the feed has it, and fetches their pages where it has only a summary. It
// knows an article again by its other addresses and its GUID.
//
// It decides nothing about time, and writes no articles: package ingest does.
// Start at Reader.Read.
package web
