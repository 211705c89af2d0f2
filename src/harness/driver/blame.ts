/**
 * Which packages a failed build is about. cmd/go prints "# import/path" above what the compiler says of a package; what
 * stops it earlier (an import that is not there, a file without a package line) has only the place, as "file:line:column: …".
 */
import type { Files } from '#kit';
import { parseDiagnostics, relativePaths } from '../go/diagnostics.ts';
import { probePackage } from '../run/own-file.ts';

export type Blame = {
  folder: string /** The learner's package itself, or only our calls of it. */;
  of: 'package' | 'calls';
  output: string;
};

/** `folders`: the packages that were built. One is blamed once, for itself before our calls of it. */
export function blamed(output: string, folders: readonly string[], module: string): Blame[] {
  const found = new Map<string, Blame>();
  for (const { path, text } of partsOf(output)) {
    const inside = path?.startsWith(`${module}/`) ? path.slice(module.length + 1) : placeOf(text);
    const calls = inside?.startsWith(`internal/${probePackage}/`);
    const folder = inside && folders.find((one) => one === (calls ? inside.split('/')[2] : inside));
    if (folder === undefined || folder === '') continue;
    const of = calls ? 'calls' : 'package';
    const before = found.get(folder);
    if (before?.of === of) before.output += text;
    else if (!before || of === 'package') found.set(folder, { folder, of, output: text });
  }
  return [...found.values()];
}

type Part = { path?: string; text: string };

/** One for each package that has a heading, one for each message before the first. */
function partsOf(output: string): Part[] {
  const parts: Part[] = [];
  let headed = false;
  for (const line of output.split('\n')) {
    const [, path] = /^# (\S+)/.exec(line) ?? [];
    if (path !== undefined) parts.push({ path, text: '' });
    headed ||= path !== undefined;
    const continued = headed || /^\s/.test(line);
    const last = parts.at(-1);
    if (path !== undefined) continue;
    if (continued && last) last.text += `${line}\n`;
    else parts.push({ text: `${line}\n` });
  }
  return parts;
}

/** The folder of the file that a message begins with. */
const placeOf = (text: string): string | undefined => /^([^\s:]+)\/[^\s:/]+\.go:\d/.exec(text)?.[1];

/** The compiler's messages about our calls: their places are in a file that the learner does not have. */
export function saidOf(output: string): string[] {
  const said: string[] = [];
  for (const line of output.split('\n')) {
    const message = /^\S+\.go:\d+(?::\d+)?: (.+)$/.exec(line)?.[1];
    if (message !== undefined) said.push(message);
    else if (/^\s+\S/.test(line) && said.length > 0) said[said.length - 1] += `\n${line.trim()}`;
  }
  return said.filter((message) => !/too many errors/.test(message));
}

/** As `go build` of the learner's own package would have failed. */
export function failedBuild(output: string, files: Files, ms: number) {
  const text = relativePaths(output, files.root);
  return { ok: false as const, ms, output: text, diagnostics: parseDiagnostics(output, files) };
}
