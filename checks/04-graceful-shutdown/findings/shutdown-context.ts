/** Where the contexts of Shutdown and of the requests come from, read from the source: for hints alone. */
import type { Location, Source } from '#kit';

export type ShutdownContext = {
  /** The line that makes it, or the call itself where the signal's own context is passed. */
  at: Location;
  /** Its parent never ends. */
  parentLasts: boolean;
  /** Its parent has the name of what signal.NotifyContext returns. */
  ofSignal: boolean;
};

const call = /\.Shutdown\((?<name>\w+)\)/;

/** Undefined where the context is made in the call itself, or is a parameter of the function around it. */
export function shutdownContext(source: Source): ShutdownContext | undefined {
  const at = source.at(call);
  const lines = at && source.code(at.file)?.split('\n');
  const name = lines?.[at ? at.line - 1 : 0]?.match(call)?.groups?.name;
  return at && lines && name ? madeBefore(name, at, lines, source) : undefined;
}

function madeBefore(name: string, call: Location, lines: string[], source: Source): ShutdownContext | undefined {
  const made = new RegExp(`\\b${name}\\b.*=\\s*context\\.With(?:Timeout|Deadline)(?:Cause)?\\((?<parent>.+?),`);
  for (let index = call.line - 1; index >= 0; index--) {
    const line = lines[index] ?? '';
    if (line.startsWith('func ')) return undefined;
    const parent = line.match(made)?.groups?.parent;
    if (parent) return { at: { file: call.file, line: index + 1 }, ...kindOf(parent, source) };
    if (fromSignal(name).test(line)) return { at: call, parentLasts: false, ofSignal: true };
  }
  return undefined;
}

const fromSignal = (name: string) => new RegExp(`\\b${name}\\b.*=\\s*signal\\.NotifyContext\\(`);

const lasting = 'context\\.(Background|TODO|WithoutCancel)\\(';

function kindOf(parent: string, source: Source): Omit<ShutdownContext, 'at'> {
  if (!/^\w+$/.test(parent)) return { parentLasts: new RegExp(`^${lasting}`).test(parent), ofSignal: false };
  const parentLasts = source.has(new RegExp(`\\b${parent}\\b.*=\\s*${lasting}`));
  return { parentLasts, ofSignal: !parentLasts && source.has(fromSignal(parent)) };
}

/** BaseContext returns what signal.NotifyContext did, in the same line or in one of the next two. */
export function requestsEndAtSignal(source: Source): boolean {
  const at = source.at(/BaseContext:/);
  const lines =
    at &&
    source
      .code(at.file)
      ?.split('\n')
      .slice(at.line - 1, at.line + 2);
  const name = lines?.join('\n').match(/\breturn (\w+)\b/)?.[1];
  return name !== undefined && source.has(fromSignal(name));
}
