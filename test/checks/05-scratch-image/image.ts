/** Images made of values, for findings about them. */
import { inspect, type Shipped } from '../../../checks/05-scratch-image/scene.ts';
import type { ElfInfo, Image, ImageContents, ImageFile } from '../../../src/kit/index.ts';

function imageOf(more: Partial<Image> = {}): Image {
  return {
    id: 'sha256:1',
    os: 'linux',
    architecture: 'amd64',
    user: '65532:65532',
    entrypoint: ['/server'],
    cmd: [],
    env: {},
    workingDir: '/',
    exposed: [],
    history: [],
    labels: {},
    onBuild: [],
    ...more,
  };
}

export const file = (path: string, more: Partial<ImageFile> = {}): ImageFile => ({
  path,
  kind: 'file',
  bytes: 1_000,
  mode: 0o755,
  uid: 0,
  gid: 0,
  layer: 0,
  elf: more.content === 'elf',
  content: more.elf ? 'elf' : 'text',
  ...more,
});

export const staticElf: ElfInfo = { arch: 'amd64', stripped: true, goBuild: { '-trimpath': 'true' } };
export const server = file('/server', { elf: true, bytes: 6_000_000 });

/** `elf`: of every binary in it. */
export function contentsOf(files: readonly ImageFile[], elf: Partial<ElfInfo> = {}, layers = [files]): ImageContents {
  const find = (path: string) => files.find((one) => one.path === path);
  const sized = layers.map((inside) => ({ bytes: sum(inside), files: inside, madeBy: 'COPY' }));
  return {
    bytes: sized.reduce((total, { bytes }) => total + bytes, 0),
    layers: sized,
    files,
    find,
    read: () => undefined,
    elf: (path) => (find(path)?.elf ? { ...staticElf, ...elf } : undefined),
  };
}

const sum = (files: readonly ImageFile[]) => files.reduce((total, { bytes }) => total + bytes, 0);

export const shipOf = (
  image: Partial<Image> = {},
  files: readonly ImageFile[] = [server],
  elf: Partial<ElfInfo> = {},
): Shipped => inspect(imageOf(image), contentsOf(files, elf));
