#!/bin/sh
# Before the package is removed, not before it is upgraded. The data folder stays.
set -e
case "${1:-remove}" in
remove | 0)
  if [ -d /run/systemd/system ]; then
    systemctl disable --now briefing-bot.service
  fi
  ;;
esac
