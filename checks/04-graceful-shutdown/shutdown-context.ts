/** Reads in the source where the contexts of Shutdown and of the requests come from: for hints alone. */
import type { Files, Location } from '#kit';

export const goFiles = /(?<!_test)\.go$/;

/** Not in a comment that has the line to itself. */
export const inCode = (pattern: RegExp) => new RegExp(`^(?!\\s*//).*(?:${pattern.source})`, pattern.flags);

export type ShutdownContext = {
  /** The line that makes it, or the call itself where it is the signal's own. */
  at: Location;
  /** Its parent never ends. */
  parentLasts: boolean;
  /** Its parent bears the name of what signal.NotifyContext returns. */
  ofSignal: boolean;
};

const call = inCode(/\.Shutdown\((?<name>\w+)\)/);

/** Undefined where it is made in the call, or handed over by whoever calls the function around it. */
export function shutdownContext(files: Files): ShutdownContext | undefined {
  for (const file of files.list().filter((name) => goFiles.test(name))) {
    const lines = (files.read(file) ?? '').split('\n');
    const at = lines.findIndex((line) => call.test(line));
    const name = lines[at]?.match(call)?.groups?.name;
    if (name) return madeBefore(name, at, lines, file, files);
  }
  return undefined;
}

function madeBefore(
  name: string,
  at: number,
  lines: string[],
  file: string,
  files: Files,
): ShutdownContext | undefined {
  const made = inCode(new RegExp(`\\b${name}\\b.*=\\s*context\\.With(?:Timeout|Deadline)(?:Cause)?\\((?<parent>.+?),`));
  for (let line = at; line >= 0 && !/^func /.test(lines[line] ?? ''); line--) {
    const parent = lines[line]?.match(made)?.groups?.parent;
    if (parent) return { at: { file, line: line + 1 }, ...kindOf(parent, files) };
    if (fromSignal(name).test(lines[line] ?? ''))
      return { at: { file, line: at + 1 }, parentLasts: false, ofSignal: true };
  }
  return undefined;
}

const fromSignal = (name: string) => inCode(new RegExp(`\\b${name}\\b.*=\\s*signal\\.NotifyContext\\(`));

const lasting = 'context\\.(Background|TODO|WithoutCancel)\\(';

function kindOf(parent: string, files: Files): Omit<ShutdownContext, 'at'> {
  if (!/^\w+$/.test(parent)) return { parentLasts: new RegExp(`^${lasting}`).test(parent), ofSignal: false };
  const assigned = inCode(new RegExp(`\\b${parent}\\b.*=\\s*${lasting}`));
  const parentLasts = files.locate(assigned, goFiles) !== undefined;
  return { parentLasts, ofSignal: !parentLasts && files.locate(fromSignal(parent), goFiles) !== undefined };
}

/** BaseContext returns what signal.NotifyContext did, in the same line or in one of the next two. */
export function requestsEndAtSignal(files: Files): boolean {
  const at = files.locate(inCode(/BaseContext:/), goFiles);
  if (!at) return false;
  const lines = (files.read(at.file) ?? '').split('\n').slice(at.line - 1, at.line + 2);
  const name = lines.join('\n').match(/\breturn (\w+)\b/)?.[1];
  return name !== undefined && files.locate(fromSignal(name), goFiles) !== undefined;
}
