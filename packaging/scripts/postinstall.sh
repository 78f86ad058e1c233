#!/bin/sh
# After the package is installed or upgraded: the user, and the unit as it is now.
set -e
if command -v systemd-sysusers >/dev/null 2>&1; then
  systemd-sysusers briefing-bot.conf
fi
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  systemctl try-restart briefing-bot.service
fi
