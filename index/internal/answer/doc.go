// Package answer holds the values that answers of the index are made of: hits,
// pages of them, and counts by day, week or month. It knows no query.
package answer
