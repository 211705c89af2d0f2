#!/bin/bash
# Stand-ins for golang, alpine and distroless/static made of this machine's own Go and a static busybox, so that ordinary
# multi-stage Dockerfiles build unchanged on a machine that reaches no image registry. Does nothing when they are there already.
# The golang stand-in brings a warm build cache: a learner's build takes a second or two instead of compiling the standard library.
#
#   DOCKER_HOST=unix://… stand-in-images.sh
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
work=${XDG_CACHE_HOME:-$HOME/.cache}/go-cloud-workshop-testbed/docker/images
goroot=$(go env GOROOT)
path=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin
golang_tags=(1.26-alpine 1.26 1.26-bookworm 1.26-alpine3.22 1-alpine 1 alpine latest)

version=$({ go version; cat "$here"/stand-in-images.sh "$here"/warm.go; } | sha256sum | cut -c1-16)
label=io.go-cloud-workshop.stand-in=$version
[ "$(docker images -q --filter label=$label golang:latest 2>/dev/null | wc -l)" = 0 ] || exit 0
echo "making stand-in images (once, under a minute) …"

import() { # NAME, then docker import's options; reads a tar
  local name=$1; shift
  docker import -c "LABEL $label" "$@" - "$name" >/dev/null
}

userland() { # a small Alpine-like root, the size of a few MB
  local root=$1 applet
  mkdir -p "$root"/{bin,sbin,usr/bin,usr/sbin,usr/local/bin,etc/ssl/certs,root,tmp,var,home,proc,sys,dev,run}
  chmod 1777 "$root/tmp"
  cp "$(command -v busybox)" "$root/bin/busybox"
  for applet in $(busybox --list); do [ "$applet" = busybox ] || ln -sf /bin/busybox "$root/bin/$applet"; done
  ln -sf /bin/busybox "$root/usr/bin/env"
  cp -L /etc/ssl/certs/ca-certificates.crt "$root/etc/ssl/certs/"
  ln -sf certs/ca-certificates.crt "$root/etc/ssl/cert.pem"
  printf 'root:x:0:0:root:/root:/bin/sh\nnobody:x:65534:65534:nobody:/:/sbin/nologin\n' >"$root/etc/passwd"
  printf 'root:x:0:\nnogroup:x:65533:\nnobody:x:65534:\n' >"$root/etc/group"
  echo 'root:*::0:::::' >"$root/etc/shadow"
  echo 'hosts: files dns' >"$root/etc/nsswitch.conf"
  printf 'ID=alpine\nNAME="Alpine (stand-in of go-cloud-workshop)"\nVERSION_ID=3.22\n' >"$root/etc/os-release"
  printf '#!/bin/sh\necho "stand-in image: apk $* skipped (offline)" >&2\n' >"$root/sbin/apk"
  cp "$root/sbin/apk" "$root/usr/bin/apt-get"; cp "$root/sbin/apk" "$root/usr/sbin/update-ca-certificates"
  # Debian's static busybox has no adduser and addgroup: enough of them to understand -S -D -H -G -u -g -h -s.
  cat >"$root/usr/sbin/addgroup" <<'SH'
#!/bin/sh
gid=; while [ $# -gt 0 ]; do case $1 in -g|--gid) gid=$2; shift;; -*) ;; *) name=$1;; esac; shift; done
: ${gid:=$((1000 + $(wc -l </etc/group)))}; grep -q "^$name:" /etc/group || echo "$name:x:$gid:" >>/etc/group
SH
  cat >"$root/usr/sbin/adduser" <<'SH'
#!/bin/sh
uid= group= home=
while [ $# -gt 0 ]; do case $1 in
  -u|--uid) uid=$2; shift;; -G|--ingroup) group=$2; shift;; -h|--home) home=$2; shift;; -s|--shell|-g|--gecos) shift;; -*) ;; *) name=$1;;
esac; shift; done
: ${uid:=$((1000 + $(wc -l </etc/passwd)))}; [ -n "$group" ] || { group=$name; addgroup -g $uid $name; }
gid=$(grep "^$group:" /etc/group | cut -d: -f3)
grep -q "^$name:" /etc/passwd || echo "$name:x:$uid:$gid::${home:-/home/$name}:/bin/sh" >>/etc/passwd
SH
  cp "$root/usr/sbin/adduser" "$root/usr/sbin/useradd"; cp "$root/usr/sbin/addgroup" "$root/usr/sbin/groupadd"
  chmod +x "$root"/sbin/apk "$root"/usr/bin/apt-get "$root"/usr/sbin/*
}

distroless() { # no shell, certificates, nonroot is 65532
  mkdir -p "$1"/{etc/ssl/certs,tmp,home/nonroot}
  cp -L /etc/ssl/certs/ca-certificates.crt "$1/etc/ssl/certs/"
  printf 'root:x:0:0:root:/root:/sbin/nologin\nnonroot:x:65532:65532:nonroot:/home/nonroot:/sbin/nologin\n' >"$1/etc/passwd"
  printf 'root:x:0:\nnonroot:x:65532:\n' >"$1/etc/group"
}

# The flag sets that Dockerfiles use. A shared cache of another make would be of no use: the flags are part of each entry's key.
warm_build_cache() {
  local cache=$1/root/.cache/go-build
  mkdir -p "$cache"
  ( cd "$here"
    export GOCACHE=$cache GOFLAGS= GOENV=off GOTOOLCHAIN=local CGO_ENABLED=0 GO111MODULE=off
    nice go build -o /dev/null warm.go
    nice go build -trimpath -o /dev/null warm.go
    nice go build -trimpath -buildmode=pie -o /dev/null warm.go )
}

rm -rf "$work"; mkdir -p "$work"
userland "$work/alpine"
tar -C "$work/alpine" --owner=0 --group=0 -c . | import alpine:3.22 -c "ENV PATH=$path" -c 'CMD ["/bin/sh"]'
docker tag alpine:3.22 alpine:3; docker tag alpine:3.22 alpine:latest
distroless "$work/distroless"
tar -C "$work/distroless" --owner=0 --group=0 -c . | import gcr.io/distroless/static-debian12:nonroot \
  -c "ENV PATH=$path SSL_CERT_FILE=/etc/ssl/certs/ca-certificates.crt" -c 'USER 65532' -c 'WORKDIR /home/nonroot'

userland "$work/golang"
mkdir -p "$work/golang/go/src" "$work/golang/go/bin"; chmod -R 1777 "$work/golang/go"
warm_build_cache "$work/golang"
# A date in the future, because Go throws away cache entries that nobody has touched for five days.
find "$work/golang/root/.cache" -exec touch -d 2099-01-01 {} +
tar --owner=0 --group=0 -C "$work/golang" -cf "$work/golang.tar" .
# Tests, documentation and test data are of no use in a build.
tar --owner=0 --group=0 --transform="s,^${goroot#/},usr/local/go," --exclude="${goroot#/}/test" --exclude="${goroot#/}/api" --exclude="${goroot#/}/doc" \
  --exclude="${goroot#/}/pkg/obj" --exclude='*_test.go' --exclude='*/testdata' -C / -rf "$work/golang.tar" "${goroot#/}"
import golang:1.26-alpine <"$work/golang.tar" -c 'WORKDIR /go' -c 'CMD ["/bin/sh"]' \
  -c "ENV PATH=/go/bin:/usr/local/go/bin:$path GOLANG_VERSION=$(go env GOVERSION | sed s/^go//) GOTOOLCHAIN=local GOPATH=/go GOPROXY=off"
for tag in "${golang_tags[@]}"; do docker tag golang:1.26-alpine "golang:$tag"; done
rm -rf "$work"
