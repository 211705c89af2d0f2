/** Which kind of system this is, and how to install what is missing here. */
import { textOf } from '../process/procfs.ts';

type SystemKind = 'debian' | 'fedora' | 'arch' | 'alpine' | 'linux' | 'macos' | 'windows';

function systemKind(): SystemKind {
  if (process.platform === 'darwin') return 'macos';
  if (process.platform === 'win32') return 'windows';
  // os-release(5): ID is the distribution, ID_LIKE its relatives.
  const release = textOf('/etc/os-release') ?? '';
  const ids = [...release.matchAll(/^ID(?:_LIKE)?="?([^"\n]*)"?$/gm)].flatMap((match) => (match[1] ?? '').split(' '));
  if (ids.some((id) => id === 'debian' || id === 'ubuntu')) return 'debian';
  if (ids.some((id) => id === 'fedora' || id === 'rhel' || id === 'centos')) return 'fedora';
  if (ids.includes('arch')) return 'arch';
  return ids.includes('alpine') ? 'alpine' : 'linux';
}

type Recipes = Record<SystemKind, string>;

const goRecipes: Recipes = {
  debian: 'Get it from https://go.dev/dl/ (Debian’s own golang package may be too old).',
  fedora: 'sudo dnf install golang',
  arch: 'sudo pacman -S go',
  alpine: 'apk add go',
  linux: 'Get it from https://go.dev/dl/.',
  macos: 'brew install go, or the installer from https://go.dev/dl/.',
  windows: 'winget install GoLang.Go',
};

const compilerRecipes: Recipes = {
  debian: 'sudo apt-get install gcc libc6-dev',
  fedora: 'sudo dnf install gcc',
  arch: 'sudo pacman -S gcc',
  alpine: 'apk add gcc musl-dev',
  linux: 'Install gcc or clang with your package manager.',
  macos: 'xcode-select --install',
  windows: 'winget install BrechtSanders.WinLibs.POSIX.UCRT',
};

const kindFirst = 'With Docker running, "kind create cluster" makes one in a minute; kind comes from';
const clusterRecipes: Recipes = {
  debian: `${kindFirst} https://kind.sigs.k8s.io (go install sigs.k8s.io/kind@latest).`,
  fedora: `${kindFirst} https://kind.sigs.k8s.io (go install sigs.k8s.io/kind@latest).`,
  arch: `${kindFirst} your package manager (kind).`,
  alpine: `${kindFirst} https://kind.sigs.k8s.io (go install sigs.k8s.io/kind@latest).`,
  linux: `${kindFirst} https://kind.sigs.k8s.io (go install sigs.k8s.io/kind@latest).`,
  macos: `Docker Desktop, OrbStack and Rancher Desktop have one to switch on; else ${kindFirst.toLowerCase()} brew install kind.`,
  windows: `Docker Desktop and Rancher Desktop have one to switch on; else ${kindFirst.toLowerCase()} winget install Kubernetes.kind.`,
};

export const howToGet = {
  go: () => goRecipes[systemKind()],
  compiler: () => compilerRecipes[systemKind()],
  cluster: () => clusterRecipes[systemKind()],
};
