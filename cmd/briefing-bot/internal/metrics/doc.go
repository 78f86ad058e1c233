// Package metrics counts what the running program does and what state it is in, for
// Prometheus (https://prometheus.io/docs/instrumenting/exposition_formats/). It knows
// numbers and names, and nothing of where they come from. Start reading at Metrics.
package metrics
