#!/usr/bin/env bash
# Gives this machine a sandbox for the commands of a model. Does nothing where there is one; run it as often as you like.
#
#   docker/setup.sh             a Docker engine that answers is enough; else bubblewrap
#   docker/setup.sh --engine    installs and starts a Docker engine first (root, Debian or Ubuntu: CI machines)
#
# The base image comes from a registry where one is reached, else from the machine's own apt sources.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
rootfs=${AGENTGYM_ROOTFS:-}
[ -n "$rootfs" ] || { [ "$(id -u)" = 0 ] && rootfs=/var/cache/agentgym/rootfs || rootfs=${AGENTGYM_CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/agentgym}/rootfs; }

answers() { command -v docker >/dev/null && timeout 20 docker info >/dev/null 2>&1; }
may_install() { [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; }
install() { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@" >/dev/null; }

start_engine() {
  may_install || { echo "--engine needs root and apt-get; install Docker by hand." >&2; exit 1; }
  command -v dockerd >/dev/null || { echo "Installing docker.io." >&2; install docker.io iptables; }
  # A session of its own, so that the engine outlives the script that started it.
  setsid dockerd >/var/log/agentgym-dockerd.log 2>&1 </dev/null &
  for _ in $(seq 60); do answers && return; sleep 0.5; done
  echo "The Docker engine does not start: see /var/log/agentgym-dockerd.log" >&2
  exit 1
}

base_image() {
  docker image inspect agentgym/base:bookworm >/dev/null 2>&1 && return
  docker image inspect "${AGENTGYM_BASE_IMAGE:-debian:bookworm-slim}" >/dev/null 2>&1 && return
  timeout 120 docker pull -q "${AGENTGYM_BASE_IMAGE:-debian:bookworm-slim}" >/dev/null 2>&1 && return
  echo "No registry is reached: making the base image from this machine's apt sources." >&2
  command -v mmdebstrap >/dev/null || { may_install && install mmdebstrap; } || true
  "$here/base/build.sh" >&2
}

[ "${1:-}" = --engine ] && ! answers && start_engine
if answers; then
  base_image
  echo "Sandboxes: the Docker engine." >&2
  exit
fi
for tool in bwrap mmdebstrap; do
  command -v "$tool" >/dev/null && continue
  if may_install; then
    echo "No Docker engine answers: installing bubblewrap." >&2
    install bubblewrap mmdebstrap util-linux
  fi
done
if ! PATH=/usr/sbin:$PATH command -v mariadbd >/dev/null; then
  # The database's backend="mariadb" is the distribution's server there.
  if may_install; then install mariadb-server-core mariadb-client-core; fi
fi
if command -v bwrap >/dev/null && command -v mmdebstrap >/dev/null; then
  [ -x "$rootfs/bin/bash" ] || { echo "Making the sandbox's root filesystem in $rootfs." >&2; "$here/base/build.sh" --rootfs "$rootfs" >&2; }
  echo "Sandboxes: bubblewrap." >&2
  exit
fi
echo "No sandbox here: AgentTune/OS-v0 cannot run. Install Docker, or as root: apt-get install bubblewrap mmdebstrap; then run $0 again." >&2
