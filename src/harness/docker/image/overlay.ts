/** Layers laid over one another: what a container sees. */
import type { ImageFile } from '../../../kit/index.ts';

/** OCI image-spec, layer.md: `.wh.name` removes a file, `.wh..wh..opq` everything that lower layers had in the folder. */
export function lay<T extends ImageFile>(seen: Map<string, T>, entry: T): void {
  const slash = entry.path.lastIndexOf('/');
  const [folder, name] = [entry.path.slice(0, slash), entry.path.slice(slash + 1)];
  const clear = (path: string, deep: boolean) => {
    for (const other of seen.keys()) if (other.startsWith(`${path}/`) || (deep && other === path)) seen.delete(other);
  };
  if (name === '.wh..wh..opq') clear(folder, false);
  else if (name.startsWith('.wh.')) clear(`${folder}/${name.slice('.wh.'.length)}`, true);
  else {
    if (entry.kind !== 'folder' && seen.get(entry.path)?.kind === 'folder') clear(entry.path, true);
    seen.set(entry.path, entry);
  }
}

/** Follows symbolic links, as far as they lead. */
export function resolve<T extends ImageFile>(seen: ReadonlyMap<string, T>, path: string, hops = 0): T | undefined {
  let at = '';
  for (const part of path.split('/').filter((one) => one !== '' && one !== '.')) {
    const next = part === '..' ? at.slice(0, Math.max(at.lastIndexOf('/'), 0)) : `${at}/${part}`;
    const file = seen.get(next);
    if (file?.target !== undefined && hops < 20) {
      const target = file.target.startsWith('/') ? file.target : `${at}/${file.target}`;
      at = resolve(seen, target, hops + 1)?.path ?? target;
    } else at = next;
  }
  return seen.get(at);
}
