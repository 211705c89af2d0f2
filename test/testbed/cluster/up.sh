#!/bin/bash
# Idempotent: a healthy cluster is left as it is, anything else is torn down and started again.
set -euo pipefail
cd "$(dirname "$0")"; . ./env.sh
mkdir -p "$(dirname "$RUN")"; exec 9>"$RUN.lock"; flock 9
T0=$(date +%s.%N); el() { awk -v a=$T0 -v b=$(date +%s.%N) 'BEGIN{printf "%.2fs", b-a}'; }
if [ -f $RUN/pid ] && kill -0 $(cat $RUN/pid) 2>/dev/null && kubectl get --raw /readyz >/dev/null 2>&1; then echo "already up"; exit 0; fi
./down.sh
mkdir -p $RUN/logs $RUN/cni-conf
for s in vm.overcommit_memory kernel.panic kernel.panic_on_oops vm.panic_on_oom; do echo "$s=$(sysctl -n $s)"; done > $RUN/sysctl.saved
./gen-pki.sh
cat > $RUN/cni-conf/10-bridge.conflist <<J
{"cniVersion":"1.0.0","name":"testbed","plugins":[
 {"type":"bridge","bridge":"cni0","isGateway":true,"ipMasq":true,"hairpinMode":true,
  "ipam":{"type":"host-local","ranges":[[{"subnet":"$POD_SUBNET"}]],"routes":[{"dst":"0.0.0.0/0"}]}},
 {"type":"portmap","capabilities":{"portMappings":true}}]}
J
cat > $RUN/containerd.toml <<J
version = 2
root = "$RUN/containerd"
state = "/run/containerd"
disabled_plugins = ["io.containerd.snapshotter.v1.btrfs","io.containerd.snapshotter.v1.zfs","io.containerd.snapshotter.v1.devmapper","io.containerd.snapshotter.v1.aufs","io.containerd.tracing.processor.v1.otlp"]
[grpc]
  address = "/run/containerd/containerd.sock"
[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "testbed.local/pause:1"
  restrict_oom_score_adj = true
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "$RUN/cni-conf"
  [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc]
    runtime_type = "io.containerd.runc.v2"
    [plugins."io.containerd.grpc.v1.cri".containerd.runtimes.runc.options]
      SystemdCgroup = false
J
cat > $RUN/kubelet.yaml <<J
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
containerRuntimeEndpoint: unix:///run/containerd/containerd.sock
cgroupDriver: cgroupfs
cgroupRoot: /$NAME
enforceNodeAllocatable: [pods]
failSwapOn: false
failCgroupV1: false
authentication: {anonymous: {enabled: false}, webhook: {enabled: false}, x509: {clientCAFile: $RUN/pki/ca.crt}}
authorization: {mode: AlwaysAllow}
evictionHard: {memory.available: "100Mi", nodefs.available: "0%", nodefs.inodesFree: "0%", imagefs.available: "0%", imagefs.inodesFree: "0%"}
imageGCHighThresholdPercent: 100
imageGCLowThresholdPercent: 99
makeIPTablesUtilChains: false
resolvConf: ""
clusterDNS: [$NODEIP]
clusterDomain: cluster.local
J
cat > $RUN/Corefile <<J
.:53 {
    errors
    cache 5
    kubernetes cluster.local in-addr.arpa {
        kubeconfig $RUN/pki/admin.kubeconfig
        ttl 5
    }
}
J
setsid unshare --net --mount --pid --fork --kill-child --mount-proc "$here/node-init.sh" 9>&- </dev/null > $RUN/logs/init.log 2>&1 &
echo $! > $RUN/pid
# the namespaces exist once unshare has forked its child
until [ -n "$(cat /proc/$(cat $RUN/pid)/task/*/children 2>/dev/null)" ]; do kill -0 $(cat $RUN/pid); sleep 0.02; done
CHILD=$(cat /proc/$(cat $RUN/pid)/task/*/children | tr -d ' '); echo $CHILD > $RUN/childpid
ip link add ${NAME}0 type veth peer name eth0 netns $CHILD
ip addr add $HOSTIP/30 dev ${NAME}0; ip link set ${NAME}0 up
ip route add $POD_SUBNET via $NODEIP
ip route add $SVC_CIDR via $NODEIP
until $CTR version >/dev/null 2>&1; do sleep 0.1; done
echo "containerd $(el)"
$CTR images import $CACHE/pause.tar >/dev/null
echo "images imported $(el)"
LIM=$((SECONDS+${TIMEOUT:-120}))
until kubectl get --raw /readyz >/dev/null 2>&1; do kill -0 $(cat $RUN/pid); [ $SECONDS -lt $LIM ] || { echo "timeout; logs in $RUN/logs"; exit 1; }; sleep 0.2; done
echo "apiserver /readyz $(el)"
until kubectl get node node1 >/dev/null 2>&1; do [ $SECONDS -lt $LIM ] || { echo "timeout: no node; logs in $RUN/logs"; exit 1; }; sleep 0.2; done
echo "node registered $(el)"
kubectl wait --for=condition=Ready node/node1 --timeout=${TIMEOUT:-120}s >/dev/null
echo "node Ready $(el)"
until kubectl get sa default >/dev/null 2>&1; do [ $SECONDS -lt $LIM ] || exit 1; sleep 0.1; done
echo "default serviceaccount $(el)   KUBECONFIG=$KUBECONFIG"
