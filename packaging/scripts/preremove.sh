#!/bin/sh
# dpkg says "remove", rpm "0" when the last version goes; an upgrade leaves the services alone.
set -e
if [ -d /run/systemd/system ] && { [ "${1:-}" = remove ] || [ "${1:-}" = 0 ]; }; then
  systemctl disable --now gitedge-agent.service gitedge-inference.service
fi
