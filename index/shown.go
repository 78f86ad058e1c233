package index

// Shown is the confidence from which a statement is shown at all.
const Shown = 0.5
