/** Files of ours that a build sees in the learner's module, with -overlay; nothing is written to their folder. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Files } from '#kit';

/** Arguments of the go command. `added`: path in the module → text; `folder`: absolute path of a folder of ours. */
export function overlayArgs(files: Files, added: Readonly<Record<string, string>>, folder: string): string[] {
  const replace = Object.entries(added).map(([path, text], index) => {
    const real = join(folder, `added${index}.go`);
    writeFileSync(real, text);
    return [join(files.root, path), real];
  });
  const list = join(folder, 'overlay.json');
  writeFileSync(list, JSON.stringify({ Replace: Object.fromEntries(replace) }));
  return ['-overlay', list];
}

/** The module line may be quoted and followed by a comment; undefined where there is none. https://go.dev/ref/mod#go-mod-file-module */
export function modulePath(files: Files): string | undefined {
  const line = /^\s*module\s+(?:"([^"]+)"|`([^`]+)`|(\S+))/m.exec(files.read('go.mod') ?? '');
  return line?.[1] ?? line?.[2] ?? line?.[3];
}
