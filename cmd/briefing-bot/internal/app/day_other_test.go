//go:build !linux

package app

import "testing"

func smallDisk(t *testing.T) string { t.Helper(); return t.TempDir() }

func (*day) small() bool { return false }
