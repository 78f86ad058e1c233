// Package config reads the configuration: defaults, the file, the environment and
// the flags, each overriding the one before. It knows what each setting means and
// which values are valid, but nothing of the parts that use them. Start reading at
// Flags.Load (config.go).
package config
