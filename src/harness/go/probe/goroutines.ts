/**
 * Reads a dump of goroutine stacks, as runtime.Stack and the debug=2 profiles print it.
 * Format: runtime/traceback.go; `(leaked)` in the state comes from the goroutineleak profile (Go 1.26).
 */
import type { Goroutine } from '#kit';
import type { OwnFile } from '../../run/own-file.ts';

const header = /^goroutine (\d+)(?: [^[]*)? \[([^\]]*)\]/;
/** `fp=…` only in what SIGQUIT prints. */
const place = /^\t(.*?):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=0x.*)?$/;
const creator = /^created by (.*?)(?: in goroutine \d+)?$/;

type Frame = Goroutine['frames'][number];

export function parseGoroutines(dump: string, own: OwnFile): Goroutine[] {
  return dump
    .replaceAll('\r\n', '\n')
    .split(/\n\n+/)
    .map((block) => parseGoroutine(block.trim(), own))
    .filter((one) => one !== undefined);
}

function parseGoroutine(text: string, own: OwnFile): Goroutine | undefined {
  const lines = text.split('\n');
  const found = header.exec(lines[0] ?? '');
  if (!found) return undefined;
  const frames: Frame[] = [];
  let createdBy: Frame | undefined;
  for (let index = 1; index < lines.length; index++) {
    const line = lines[index] ?? '';
    if (line.startsWith('\t') || line.startsWith('...')) continue;
    const created = creator.exec(line);
    const frame = parseFrame(created?.[1] ?? withoutArguments(line), lines[index + 1], own);
    if (created) createdBy = frame;
    else frames.push(frame);
  }
  return { id: Number(found[1]), state: stateOf(found[2] ?? ''), frames, createdBy, text: shortened(lines, own) };
}

/** The learner's files by their relative paths, as they know them. */
function shortened(lines: string[], own: OwnFile): string {
  const shorten = (line: string) => {
    const file = place.exec(line)?.[1];
    return file ? line.replace(file, own(file) ?? file) : line;
  };
  return lines.map(shorten).join('\n');
}

/** 'chan send, 2 minutes, locked to thread' → 'chan send' */
const stateOf = (bracket: string) => bracket.split(',')[0]?.trim() ?? '';

/** 'main.(*T[...]).leak(0x1, {0x2, 0x3})' → 'main.(*T[...]).leak' */
const withoutArguments = (line: string) => (line.endsWith(')') ? line.slice(0, line.lastIndexOf('(')) : line);

function parseFrame(name: string, next: string | undefined, own: OwnFile): Frame {
  const found = place.exec(next ?? '');
  if (!found?.[1]) return { function: name, own: false };
  const file = own(found[1]);
  return { function: name, at: { file: file ?? found[1], line: Number(found[2]) }, own: file !== undefined };
}
