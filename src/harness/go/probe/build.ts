/** What `go build` needs for the probe mode: arguments and environment. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '#kit';
import { type ProbeOverlay, probeOverlay } from './source.ts';

type Probed = { files: Files; mainPackage: string /** 26 for go1.26. */; minor: number };

/** The files to inject, by their path in the module, and the environment to build with. */
export function overlayFor({ files, mainPackage, minor }: Probed): ProbeOverlay {
  return probeOverlay(modulePath(files), mainPackage, minor, (path) => files.read(path) !== undefined);
}

/** `folder`: absolute path of our folder for the overlay's files. */
export async function probeBuild(
  of: Probed & { folder: string },
): Promise<{ args: string[]; env: Record<string, string> }> {
  const { files, folder } = of;
  const overlay = overlayFor(of);
  const replace = Object.entries(overlay.files).map(([path, text], index) => {
    const real = join(folder, `probe${index}.go`);
    writeFileSync(real, text);
    return [join(files.root, path), real];
  });
  const list = join(folder, 'overlay.json');
  writeFileSync(list, JSON.stringify({ Replace: Object.fromEntries(replace) }));
  return { args: ['-overlay', list], env: overlay.env };
}

/** The module line may be quoted and followed by a comment. https://go.dev/ref/mod#go-mod-file-module */
function modulePath(files: Files): string {
  const line = /^\s*module\s+(?:"([^"]+)"|`([^`]+)`|(\S+))/m.exec(files.read('go.mod') ?? '');
  const path = line?.[1] ?? line?.[2] ?? line?.[3];
  if (!path) throw new Error('go.mod names no module');
  return path;
}
