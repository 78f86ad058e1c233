#!/bin/sh
# Writes the completions and manual pages that packages hold to dist-files. Their date
# is that of the commit, so that two builds of a commit are the same bytes.
set -e
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(git log -1 --format=%ct)}
export SOURCE_DATE_EPOCH
rm -rf dist-files
mkdir -p dist-files/completions
for shell in bash zsh fish; do
  go run ./cmd/briefing-bot completion "$shell" >"dist-files/completions/briefing-bot.$shell"
done
go run ./cmd/briefing-bot man dist-files/man
find dist-files/man -type f -exec gzip -9n {} +
