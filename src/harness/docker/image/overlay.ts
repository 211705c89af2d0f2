/** Layers laid over one another: what a container sees. */
import type { ImageFile } from '../../../kit/index.ts';

/** A path that Linux would give up on (ELOOP): path_resolution(7). */
const mostLinks = 40;
const deepest = 10_000;

export type Overlay<T> = {
  readonly files: ReadonlyMap<string, T>;
  lay(entry: T): void;
  /** Follows links as far as they lead; undefined where they lead nowhere or round in circles. */
  find(path: string): T | undefined;
};

export function overlay<T extends ImageFile>(): Overlay<T> {
  const files = new Map<string, T>();
  /** Paths of what lies in a folder: a layer may delete many folders of an image with many files. */
  const inside = new Map<string, Set<string>>();
  const clear = (path: string): void => {
    const todo = [path];
    for (let one = todo.pop(); one !== undefined; one = todo.pop()) {
      files.delete(one);
      todo.push(...(inside.get(one) ?? []));
      inside.delete(one);
    }
  };
  const lay = (entry: T): void => {
    const [folder, name] = split(entry.path);
    // OCI image-spec, layer.md: `.wh.name` removes a file, `.wh..wh..opq` everything that lower layers had in the folder.
    if (name === '.wh..wh..opq') for (const path of [...(inside.get(folder) ?? [])]) clear(path);
    else if (name.startsWith('.wh.')) clear(`${folder}/${name.slice('.wh.'.length)}`);
    else {
      if (entry.kind !== 'folder' && files.get(entry.path)?.kind === 'folder') clear(entry.path);
      files.set(entry.path, entry);
      enter(inside, entry.path);
    }
  };
  return { files, lay, find: (path) => resolve(files, path) };
}

export const isWhiteout = (path: string): boolean => split(path)[1].startsWith('.wh.');

function split(path: string): [folder: string, name: string] {
  const slash = path.lastIndexOf('/');
  return [path.slice(0, slash), path.slice(slash + 1)];
}

/** Also for folders that have no entry of their own. */
function enter(inside: Map<string, Set<string>>, path: string): void {
  for (let at = path; at !== ''; ) {
    const [folder] = split(at);
    const known = inside.get(folder);
    if (known?.has(at)) return;
    if (known) known.add(at);
    else inside.set(folder, new Set([at]));
    at = folder;
  }
}

function resolve<T extends ImageFile>(files: ReadonlyMap<string, T>, path: string): T | undefined {
  const todo = parts(path).reverse();
  let at = '';
  let links = 0;
  for (let part = todo.pop(); part !== undefined; part = todo.pop()) {
    const next = part === '..' ? split(at)[0] : `${at}/${part}`;
    const { target } = files.get(next) ?? {};
    if (target === undefined) {
      at = next;
      continue;
    }
    links += 1;
    if (links > mostLinks || todo.length > deepest) return undefined;
    if (target.startsWith('/')) at = '';
    todo.push(...parts(target).reverse());
  }
  return files.get(at);
}

const parts = (path: string) => path.split('/').filter((part) => part !== '' && part !== '.');
