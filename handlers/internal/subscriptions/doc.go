// Package subscriptions has what digests and watches share: where they are kept, who
// may see and change them, and their rows.
package subscriptions
