#!/bin/bash
# A private Kubernetes node for the tests, in network, mount and pid namespaces of its own (node 10.231.0.2).
#
#   cluster.sh start [PID]   built (once, some minutes) and up (some seconds); with a PID it goes down by itself once that
#                            process and every other user have ended
#   cluster.sh ensure PID    start, and prints two lines: the KUBECONFIG that tests should use, and the command that loads an
#                            image archive; exit code 3 and a reason on stderr when there can be none
#   cluster.sh stop          down, even when others still use it
#   cluster.sh status        "up" or "down"
#
# As root on Debian it installs what is missing. Everything lives in ${XDG_CACHE_HOME:-~/.cache}/go-cloud-workshop-testbed.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"; . ./env.sh
users=$CACHE/cluster-users
packages=(containerd runc containernetworking-plugins iptables iproute2 openssl procps curl ca-certificates)
programs=(containerd runc iptables ip openssl sysctl curl unshare)

up() { [ -f "$RUN/pid" ] && kill -0 "$(cat "$RUN/pid")" 2>/dev/null && kubectl get --raw /readyz >/dev/null 2>&1; }

install_missing() {
  local missing=() program
  for program in "${programs[@]}"; do command -v "$program" >/dev/null || missing+=("$program"); done
  [ -x /usr/lib/cni/bridge ] || missing+=(cni-plugins)
  [ ${#missing[@]} = 0 ] && return
  echo "installing what the test cluster needs (${missing[*]}) …" >&2
  { apt-get update && DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >"$CACHE/cluster-apt.log" 2>&1 ||
    { tail -20 "$CACHE/cluster-apt.log" >&2; exit 3; }
}

start() {
  mkdir -p "$CACHE" "$users"
  exec 8>"$CACHE/cluster-use.lock"; flock 8
  if ! up; then install_missing; ./build.sh >&2 8>&-; ./up.sh >&2 8>&-; fi
  if [ -n "${1:-}" ]; then
    : >"$users/$1"
    setsid "$here/cluster.sh" leave-after "$1" >/dev/null 2>&1 </dev/null 8>&- &
  else
    : >"$users/kept"
  fi
}

ensure() {
  if [ "$(id -u)" != 0 ] || [ ! -e /etc/debian_version ] || ! command -v kubectl go apt-get >/dev/null; then
    echo "the test cluster needs root on Debian, with go and kubectl" >&2; exit 3
  fi
  start "$1"
  echo "$KUBECONFIG"
  echo "$CTR images import {archive}"
}

# Waits until the user has ended, then takes the node down unless it has another user.
leave_after() {
  tail --pid="$1" -f /dev/null
  exec 8>"$CACHE/cluster-use.lock"; flock 8
  rm -f "$users/$1"
  for user in "$users"/*; do
    case ${user##*/} in kept) return ;; '*') ;; *) if kill -0 "${user##*/}" 2>/dev/null; then return; else rm -f "$user"; fi ;; esac
  done
  ./down.sh
}

case ${1:-start} in
  start) start "${2:-}" ;;
  ensure) ensure "$2" ;;
  stop) mkdir -p "$users"; exec 8>"$CACHE/cluster-use.lock"; flock 8; rm -f "$users"/*; ./down.sh ;;
  status) if up; then echo up; else echo down; fi ;;
  leave-after) leave_after "$2" ;;
  *) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
