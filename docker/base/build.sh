#!/usr/bin/env bash
# Makes the base image without any registry: a Debian root by mmdebstrap, imported into the engine.
#
#   docker/base/build.sh [TAG]                image (default agentgym/base:bookworm); needs root or mmdebstrap's
#                                             unshare mode, and a running engine
#   docker/base/build.sh --rootfs FOLDER      only the root filesystem, as a folder (for bubblewrap)
#
# Packages come from the machine's own apt sources, so a closed network's mirror is used.
set -euo pipefail
suite=${AGENTGYM_SUITE:-bookworm}
packages=python3,ca-certificates
command -v mmdebstrap >/dev/null || { echo "mmdebstrap is missing: apt-get install mmdebstrap" >&2; exit 1; }
sources=/etc/apt/sources.list.d/debian.sources
[ -s "$sources" ] || sources=/etc/apt/sources.list

if [ "${1:-}" = --rootfs ]; then
  folder=${2:?give a folder}
  # Moved into place when it is whole, so that an interrupted run leaves nothing that looks like a machine.
  rm -rf "$folder.part"
  mkdir -p "$folder.part"
  # What docker/os/Dockerfile installs on the base.
  packages=$packages,$(grep -oP '^ARG PACKAGES="\K[^"]+' "$(dirname "$0")/../os/Dockerfile" | tr -s ' ' ',')
  mmdebstrap --variant=minbase --include="$packages" --skip=output/dev "$suite" - <"$sources" \
    | tar -x -C "$folder.part" --exclude=./dev/*
  # Root's sandboxes run as nobody, whose files these have to be.
  [ "$(id -u)" != 0 ] || chown -R 65534:65534 "$folder.part"
  rm -rf "$folder"
  mv "$folder.part" "$folder"
  exit
fi

tag=${1:-agentgym/base:$suite}
mmdebstrap --variant=minbase --include="$packages" "$suite" - <"$sources" | docker import --change 'LABEL agentgym=image' - "$tag"
