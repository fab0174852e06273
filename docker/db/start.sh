#!/bin/sh
# Runs as mysql: a fresh data folder on the tmpfs, then the server in the foreground.
set -e
cp -r /srv/template /data/db
exec mariadbd --defaults-file=/etc/agentgym/server.cnf
