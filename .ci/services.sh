#!/usr/bin/env bash
# What the sandboxes need on a bare Debian machine, for CI: an engine that runs, our images, a root filesystem for
# bubblewrap. Every step that is done already is passed over. Needs root. Packages come from the machine's own apt
# sources, images from nowhere else, so no registry is asked.
set -euo pipefail
cd "$(dirname "$0")/.."
export DEBIAN_FRONTEND=noninteractive
rootfs=${AGENTGYM_ROOTFS:-/var/cache/agentgym/rootfs}
base=agentgym/base:bookworm

apt-get install -y -qq --no-install-recommends docker.io iptables bubblewrap mmdebstrap util-linux procps >/dev/null

if ! docker info >/dev/null 2>&1; then
  echo "No engine answers: starting one." >&2
  nohup dockerd >/tmp/dockerd.log 2>&1 &
  for _ in $(seq 60); do
    docker info >/dev/null 2>&1 && break
    sleep 0.5
  done
  docker info >/dev/null 2>&1 || { tail -20 /tmp/dockerd.log >&2; exit 1; }
fi

docker image inspect "$base" >/dev/null 2>&1 || docker/base/build.sh "$base"

if [ ! -d "$rootfs/usr" ]; then
  # The same machine as the image os, without another download.
  docker build -q --label agentgym=image --build-arg BASE="$base" -t agentgym/os:rootfs docker/os >/dev/null
  container=$(docker create --network none agentgym/os:rootfs true)
  mkdir -p "$rootfs.part"
  docker export "$container" | tar -x -C "$rootfs.part" --exclude='dev/*'
  docker rm "$container" >/dev/null
  # Root's sandboxes run as nobody, whose files these have to be.
  chown -R 65534:65534 "$rootfs.part"
  mv "$rootfs.part" "$rootfs"
fi
