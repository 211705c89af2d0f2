# Settings of the test cluster; each can be overridden from the environment (two clusters can run side by side).
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
CACHE=${CACHE:-${XDG_CACHE_HOME:-$HOME/.cache}/go-cloud-workshop-testbed}
export RUN=${RUN:-$CACHE/cluster}         # everything the running cluster writes
export BIN=${BIN:-$CACHE/kube1}           # built by build.sh
export DNSBIN=${DNSBIN:-$CACHE/dns}
export NAME=${NAME:-gcwt}                 # veth name prefix and cgroup root
export NET=${NET:-10.231.0}               # host = $NET.1, node = $NET.2
HOSTIP=$NET.1; NODEIP=$NET.2
export APIPORT=${APIPORT:-6443} POD_SUBNET=${POD_SUBNET:-10.244.0.0/24} SVC_CIDR=${SVC_CIDR:-10.96.0.0/16}
API=https://$NODEIP:$APIPORT
CTR="ctr -a $RUN/run-containerd/containerd.sock -n k8s.io"
export KUBECONFIG=$RUN/pki/admin.kubeconfig
