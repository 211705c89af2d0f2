/** The folder as `docker build` sends it: what is left out, how large the rest is, and the archive for the engine's API. */
import { createReadStream, lstatSync, readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { BuildContext, Files } from '../../../kit/index.ts';
import { deciding, examplesOf, isSent, readIgnoreFile, trapsIn } from '../dockerfile/dockerignore.ts';

/** Dockerfile.dockerignore is preferred by BuildKit; https://docs.docker.com/build/concepts/context/#filename-and-location */
const ignoreFiles = ['Dockerfile.dockerignore', '.dockerignore'];

export function readBuildContext(files: Files): BuildContext {
  const ignoreFile = ignoreFiles.find((name) => files.read(name) !== undefined);
  const rules = readIgnoreFile(ignoreFile ? (files.read(ignoreFile) ?? '') : '');
  const file = ignoreFile ?? '.dockerignore';
  return {
    ignoreFile,
    sends: (path) => isSent(rules, path),
    decides(path) {
      const pattern = deciding(rules, path);
      return pattern && { file, line: pattern.line, pattern: pattern.source };
    },
    includedAgain: examplesOf(rules),
    traps: trapsIn(rules).map((trap) => ({ file, ...trap })),
    problems: rules.problems.map((problem) => ({ file, ...problem })),
    files: () =>
      files
        .list()
        .filter((path) => isSent(rules, path))
        .map((path) => ({ path, bytes: lstatSync(join(files.root, path)).size })),
  };
}

/** A tar of what is sent. Like every builder it always includes the Dockerfile and the ignore file. */
export async function packContext(files: Files): Promise<Readable> {
  const { root } = files;
  const { sends } = readBuildContext(files);
  const { pack } = await import('tar-stream');
  const archive = pack();
  const add = async (folder: string): Promise<void> => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      const full = join(root, path);
      const sent = sends(path) || path === 'Dockerfile' || ignoreFiles.includes(path);
      const stat = lstatSync(full);
      const header = { name: path, mode: stat.mode & 0o7777, mtime: stat.mtime, uid: 0, gid: 0 };
      if (entry.isDirectory()) {
        if (sent) archive.entry({ ...header, type: 'directory' });
        await add(path);
      } else if (sent && entry.isSymbolicLink())
        archive.entry({ ...header, type: 'symlink', linkname: readlinkSync(full) });
      else if (sent && entry.isFile())
        await pipeline(createReadStream(full), archive.entry({ ...header, size: stat.size }));
    }
  };
  add('').then(
    () => archive.finalize(),
    (error) => archive.destroy(error),
  );
  return archive as unknown as Readable;
}
