/** Reports saves that really changed something: editors write in several steps, and often rewrite the same content. */
import { statfs } from 'node:fs/promises';
import { watch } from 'chokidar';
import { hashFiles } from './files.ts';

export type Watching = { how: 'events' | 'polling'; because?: string };

/** Long enough for an editor's write-and-rename and for "save all", short enough not to be noticed. */
const settleMs = 80;
const pollMs = 500;

/** statfs(2) magic numbers of file systems that send no events for writes by another machine. */
const remote: Record<number, string> = {
  26985: 'NFS',
  20859: 'SMB',
  4283649346: 'SMB',
  4266872130: 'SMB',
  16914839: '9p (a Windows folder in WSL)',
  1702057286: 'a FUSE mount',
  2020557398: 'a VirtualBox shared folder',
};

/** Resolves once the watch is in place. `onChange` gets paths relative to `folder`, until `signal` aborts. */
export async function watchFolder(
  folder: string,
  onChange: (files: readonly string[]) => void,
  signal: AbortSignal,
): Promise<Watching> {
  const kind = await remoteKind(folder);
  if (kind) {
    await observe(folder, onChange, signal, true);
    return { how: 'polling', because: `${folder} lies on ${kind}, which reports no changes` };
  }
  try {
    await observe(folder, onChange, signal, false);
    return { how: 'events' };
  } catch (error) {
    const { code } = error as { code?: string };
    if (code !== 'ENOSPC' && code !== 'EMFILE') throw error;
    await observe(folder, onChange, signal, true);
    return { how: 'polling', because: 'this system has reached its limit of watched folders' };
  }
}

async function remoteKind(folder: string): Promise<string | undefined> {
  try {
    return remote[(await statfs(folder)).type];
  } catch {
    return undefined;
  }
}

function observe(
  folder: string,
  onChange: (files: readonly string[]) => void,
  signal: AbortSignal,
  usePolling: boolean,
): Promise<void> {
  const changes = changesIn(folder);
  let settling: NodeJS.Timeout | undefined;
  const report = () => {
    const changed = changes();
    if (changed.length > 0 && !signal.aborted) onChange(changed);
  };
  const watcher = watch(folder, {
    ignoreInitial: true,
    ignorePermissionErrors: true,
    usePolling,
    interval: pollMs,
    ignored: isIgnored,
  });
  const close = () => {
    clearTimeout(settling);
    void watcher.close();
  };
  signal.addEventListener('abort', close, { once: true });
  watcher.on('all', () => {
    clearTimeout(settling);
    settling = setTimeout(report, settleMs);
  });
  return new Promise((resolve, reject) => {
    let ready = false;
    watcher.once('ready', () => {
      ready = true;
      resolve();
    });
    watcher.on('error', (error) => {
      // Later ones are about a single path; the rest is still watched.
      if (ready) return;
      signal.removeEventListener('abort', close);
      close();
      reject(error);
    });
    if (signal.aborted) {
      close();
      resolve();
    }
  });
}

const isIgnored = (path: string) => /[/\\](\.git|node_modules|\.go-cloud-workshop)([/\\]|$)/.test(path);

/** Each call returns the files that changed since the one before, sorted. */
function changesIn(folder: string): () => string[] {
  let before = quietly(() => hashFiles(folder)) ?? {};
  return () => {
    const now = quietly(() => hashFiles(folder)) ?? before;
    const paths = [...new Set([...Object.keys(before), ...Object.keys(now)])];
    const changed = paths.filter((path) => before[path] !== now[path]);
    before = now;
    return changed.sort();
  };
}

/** A folder may vanish between two steps of an editor or of git; the next event catches up. */
function quietly<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}
