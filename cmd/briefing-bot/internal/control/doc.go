// Package control is the socket of the process that owns a data folder. Listen and
// Serve are its side; Reach connects another process to it. Both sides see the
// folder as a Backend (backend.go), so a verb works the same whether it owns the
// folder or not. The package knows neither the archive nor the index.
package control
