package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// licences are those that a program under the MIT licence may be shipped with unchanged, and
// words of their texts. The first that matches counts.
var licences = []struct {
	name  string
	words *regexp.Regexp
}{
	{"GPL, AGPL or LGPL", regexp.MustCompile(`GNU (AFFERO |LESSER |LIBRARY )?GENERAL PUBLIC LICENSE\s+Version`)},
	{"Apache-2.0", regexp.MustCompile(`Apache License\s+Version 2\.0`)},
	{"MPL-2.0", regexp.MustCompile(`Mozilla Public License,? [Vv]ersion 2\.0`)},
	{"MIT", regexp.MustCompile(`Permission is hereby granted, free of charge,\s+to any person\s+obtaining\s+a\s+copy`)},
	{"BSD", regexp.MustCompile(`Redistributions? (?:of source code )?must retain|Redistribution and use in source and binary forms`)},
	{"ISC", regexp.MustCompile(`Permission to use, copy, modify, and(?:/or)? distribute this software`)},
	{"Unlicense", regexp.MustCompile(`This is free and unencumbered software released into the public domain`)},
}

// allowedLicences are the licences that may come in.
var allowedLicences = []string{"Apache-2.0", "MPL-2.0", "MIT", "BSD", "ISC", "Unlicense"}

// TestLicences reads the licence of every module that the program, its tests and tools are
// built from.
func TestLicences(t *testing.T) {
	out, err := exec.CommandContext(t.Context(), "go", "list", "-deps", "-test", "-f", `{{with .Module}}{{if not .Main}}{{.Path}} {{.Dir}}{{end}}{{end}}`, module+"...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	modules := map[string]string{}
	for line := range strings.Lines(string(out)) {
		if name, dir, ok := strings.Cut(strings.TrimSpace(line), " "); ok {
			modules[name] = dir
		}
	}
	if len(modules) < 50 {
		t.Fatalf("only %d modules", len(modules))
	}
	for name, dir := range modules {
		if found := licenceOf(t, dir); !slices.Contains(allowedLicences, found) {
			t.Errorf("%s has the licence %q, which is not on the list", name, found)
		}
	}
}

// licenceOf returns the name of the licence of a module's folder, "" if none is recognised.
func licenceOf(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if upper := strings.ToUpper(e.Name()); !strings.HasPrefix(upper, "LICEN") && !strings.HasPrefix(upper, "COPYING") || e.IsDir() {
			continue
		}
		text, err := os.ReadFile(filepath.Join(dir, e.Name()))
		if err != nil {
			t.Fatal(err)
		}
		for _, l := range licences {
			if l.words.Match(text) {
				return l.name
			}
		}
	}
	return ""
}

// TestDependenciesAreNamed compares go.mod with docs/dependencies.md: each direct dependency
// is there, and each row is of a module that is used.
func TestDependenciesAreNamed(t *testing.T) {
	mod, err := os.ReadFile(filepath.Join("..", "..", "go.mod"))
	if err != nil {
		t.Fatal(err)
	}
	page, err := os.ReadFile(filepath.Join("..", "..", "docs", "dependencies.md"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(mod)) {
		name, _, ok := strings.Cut(strings.TrimSpace(line), " v")
		if ok && strings.HasPrefix(line, "\t") && !strings.Contains(line, "// indirect") && !regexp.MustCompile(regexp.QuoteMeta(name)+`[^\w/-]`).Match(page) {
			t.Errorf("docs/dependencies.md does not name %s", name)
		}
	}
	for _, row := range regexp.MustCompile(`(?m)^\| ([a-z0-9.-]+\.[a-z]+/[^ |,]+)`).FindAllStringSubmatch(string(page), -1) {
		if !strings.Contains(string(mod), row[1]+" v") {
			t.Errorf("docs/dependencies.md names %s, which go.mod does not", row[1])
		}
	}
}
