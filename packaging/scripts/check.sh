#!/bin/sh
# Checks what packages and containers are made from with the tools that this machine
# has, and says which it lacks.
set -e
here=$(cd "$(dirname "$0")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

missing() { echo "skipped: $1 is not installed"; }

for script in "$here"/scripts/*.sh; do
  sh -n "$script"
done
if command -v shellcheck >/dev/null; then
  shellcheck "$here"/scripts/*.sh
else
  missing shellcheck
fi
if command -v systemd-analyze >/dev/null; then
  # The program and its manual need not be installed here.
  sed -e 's#^ExecStart=[^ ]*#ExecStart=/bin/true#' -e '/^Documentation=/d' "$here/systemd/briefing-bot.service" >"$work/briefing-bot.service"
  systemd-analyze verify "$work/briefing-bot.service"
  systemd-analyze security --offline=true --threshold=20 --no-pager "$work/briefing-bot.service" >"$work/security" || {
    cat "$work/security"
    exit 1
  }
else
  missing systemd-analyze
fi
if command -v hadolint >/dev/null; then
  hadolint "$here/../Dockerfile"
else
  missing hadolint
fi
