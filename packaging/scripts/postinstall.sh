#!/bin/sh
# Runs after installing and after upgrading. On a system without a running systemd only the files are made.
set -e
systemd-sysusers gitedge.conf
systemd-tmpfiles --create gitedge.conf
if [ -d /run/systemd/system ]; then
  systemctl daemon-reload
  # Only what runs is restarted: nothing starts before the device is enrolled. The server goes on serving until then.
  systemctl try-restart gitedge-inference.service gitedge-agent.service
fi
