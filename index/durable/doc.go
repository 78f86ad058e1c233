// Package durable replaces files so that a crash or a loss of power at any moment
// leaves the old file or the new one, and so that the new one stays once the call
// has returned: what is written is synced before the rename that names it, and the
// folder after it. What is never changed but followed by another file has a number in its name:
// Numbered. It knows nothing of what the files hold.
package durable
