// Package follow keeps the briefing at what its sources list: feeds, sitemaps, and
// pages with links to articles. It asks each source when that is due, brings in what
// is new or changed, looks again at pages that may have been corrected or taken
// back, and remembers all of it in the archive, together with the articles: a stop
// at any moment loses nothing and brings nothing twice.
//
// It fetches by package web and stores by package ingest; it reads no format itself
// and knows nothing of people or chat. Start at Follower.Run.
package follow
