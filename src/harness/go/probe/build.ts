/** What `go build` needs for the probe mode: arguments and environment. */
import type { Files } from '#kit';
import { modulePath, overlayArgs } from '../overlay.ts';
import { type ProbeOverlay, probeOverlay } from './source.ts';

type Probed = { files: Files; mainPackage: string /** 26 for go1.26. */; minor: number };

/** The files to inject, by their path in the module, and the environment to build with. */
export function overlayFor({ files, mainPackage, minor }: Probed): ProbeOverlay {
  const module = modulePath(files);
  if (!module) throw new Error('go.mod names no module');
  return probeOverlay(module, mainPackage, minor, (path) => files.read(path) !== undefined);
}

/** `folder`: absolute path of our folder for the overlay's files. */
export async function probeBuild(
  of: Probed & { folder: string },
): Promise<{ args: string[]; env: Record<string, string> }> {
  const overlay = overlayFor(of);
  return { args: overlayArgs(of.files, overlay.files, of.folder), env: overlay.env };
}
