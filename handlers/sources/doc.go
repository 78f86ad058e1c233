// Package sources answers the commands about the sources that the briefing follows:
// feeds and pages that are asked for news. It reads and changes them by what package
// follow offers, and fetches nothing itself. Start at Commands (sources.go).
package sources
