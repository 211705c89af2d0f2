#!/bin/bash
# A private Docker engine for the tests, with its own socket, data root and pid file: separate from any engine of the machine.
#
#   engine.sh start [PID]   up (half a second); with a PID it goes down by itself once that process and every other user have ended
#   engine.sh ensure PID    prints the DOCKER_HOST that tests should use (empty: docker's own default), starting the private
#                           engine for root on Debian; exit code 3 and a reason on stderr when there is none
#   engine.sh stop          down, even when others still use it
#   engine.sh status        the engine's version, or "down"
#   engine.sh host          prints what DOCKER_HOST should be
#
# As root on Debian it installs what is missing. Everything lives in ${XDG_CACHE_HOME:-~/.cache}/go-cloud-workshop-testbed/docker.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
home=${XDG_CACHE_HOME:-$HOME/.cache}/go-cloud-workshop-testbed/docker
socket=$home/docker.sock
pid_file=$home/docker.pid
users=$home/users
packages=(docker.io busybox-static iptables pigz ca-certificates curl procps)

alive() { [ -f "$pid_file" ] && kill -0 "$(cat "$pid_file")" 2>/dev/null; }
answers() { curl -sf --max-time 5 --unix-socket "$socket" http://engine/_ping >/dev/null 2>&1; }

install_missing() {
  local programs=(dockerd docker runc containerd iptables pigz busybox curl)
  if [ "$(command -v "${programs[@]}" | wc -l)" = ${#programs[@]} ]; then return; fi
  command -v apt-get >/dev/null || { echo "dockerd is missing and this is not a Debian machine" >&2; exit 3; }
  echo "installing ${packages[*]} …" >&2
  # The package would start an engine of its own; the tests only need the programs.
  local policy=/usr/sbin/policy-rc.d
  [ -e $policy ] || { printf '#!/bin/sh\nexit 101\n' >$policy; chmod +x $policy; trap "rm -f $policy" EXIT; }
  apt-get update >"$home/apt.log" 2>&1 || { tail -20 "$home/apt.log" >&2; exit 3; }
  # Debian 13 has the client and its BuildKit plugin in packages of their own.
  local extra; for extra in docker-cli docker-buildx; do
    if apt-cache show "$extra" >/dev/null 2>&1; then packages+=("$extra"); fi
  done
  { DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends "${packages[@]}"; } >>"$home/apt.log" 2>&1 ||
    { tail -20 "$home/apt.log" >&2; exit 3; }
}

launch() {
  rm -f "$pid_file" "$socket"
  local forward; forward=$(iptables -S FORWARD 2>/dev/null | sed -n 1p || true)
  # setsid: Ctrl+C in the terminal of the test run must not reach the engine while it still has users.
  setsid dockerd --data-root="$home/data" --exec-root="$home/exec" --pidfile="$pid_file" --host="unix://$socket" \
    --bip=172.31.231.1/24 >"$home/dockerd.log" 2>&1 </dev/null 9>&- &
  local tries=600
  until answers; do
    [ $((tries -= 1)) -gt 0 ] || { tail -20 "$home/dockerd.log" >&2; exit 1; }
    sleep 0.1
  done
  # dockerd sets DROP, which would cut off the pods of a cluster on the same machine.
  [ -z "$forward" ] || iptables $forward
}

start() {
  mkdir -p "$home" "$users"
  exec 9>"$home/lock"; flock 9
  if ! { alive && answers; }; then install_missing; launch; fi
  DOCKER_HOST=unix://$socket "$here/stand-in-images.sh" >&2 9>&-
  if [ -n "${1:-}" ]; then
    : >"$users/$1"
    setsid "$here/engine.sh" leave-after "$1" >/dev/null 2>&1 </dev/null 9>&- &
  else
    : >"$users/kept"
  fi
  echo "unix://$socket"
}

ensure() {
  if [ -n "${DOCKER_HOST:-}" ]; then
    docker version >/dev/null 2>&1 || { echo "DOCKER_HOST is $DOCKER_HOST, and nothing answers there" >&2; exit 3; }
    echo "$DOCKER_HOST"
  elif [ "$(id -u)" = 0 ] && [ -e /etc/debian_version ] && command -v apt-get >/dev/null; then
    start "$1"
  else
    docker version >/dev/null 2>&1 || { echo "there is no Docker engine, and no Debian root to start one" >&2; exit 3; }
    echo
  fi
}

# Waits until the user has ended, then takes the engine down unless it has another user.
leave_after() {
  tail --pid="$1" -f /dev/null
  exec 9>"$home/lock"; flock 9
  rm -f "$users/$1"
  for user in "$users"/*; do
    case ${user##*/} in kept) return ;; '*') ;; *) if kill -0 "${user##*/}" 2>/dev/null; then return; else rm -f "$user"; fi ;; esac
  done
  terminate
}

terminate() {
  alive || return 0
  local pid; pid=$(cat "$pid_file")
  kill -TERM "$pid"
  tail --pid="$pid" -f /dev/null
}

case ${1:-start} in
  start) start "${2:-}" ;;
  ensure) ensure "$2" ;;
  stop) mkdir -p "$users"; exec 9>"$home/lock"; flock 9; rm -f "$users"/*; terminate ;;
  status) if answers; then DOCKER_HOST=unix://$socket docker version --format '{{.Server.Version}}'; else echo down; fi ;;
  host) echo "unix://$socket" ;;
  leave-after) leave_after "$2" ;;
  *) sed -n '2,12s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
