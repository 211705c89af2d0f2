/**
 * Reads what Go's race detector writes (GORACE=log_path).
 * Format: https://go.dev/doc/articles/race_detector, "Report Format"; the words come from ThreadSanitizer.
 */
import type { RaceAccess, RaceReport } from '#kit';
import type { OwnFile } from '../run/own-file.ts';

const bar = /^={10,}$/m;
const access = /^(?:Previous )?(?:atomic )?(read|write) at 0x[0-9a-f]+ by (?:main goroutine|goroutine \d+).*:$/i;
const place = /^\s+(.*?):(\d+)(?: \+0x[0-9a-f]+)?$/;

/** Every report in the text; the same pair of places only once. */
export function parseRaces(text: string, own: OwnFile): RaceReport[] {
  const reports = text
    .split(bar)
    .filter((part) => part.includes('WARNING: DATA RACE'))
    .map((part) => parseReport(part.trim(), own))
    .filter((report) => report !== undefined);
  const seen = new Set<string>();
  return reports.filter((report) => {
    const key = [report.first, report.second].map(describeAccess).sort().join(' / ');
    return !seen.has(key) && seen.add(key);
  });
}

function parseReport(text: string, own: OwnFile): RaceReport | undefined {
  const lines = text.split('\n');
  const starts = lines.flatMap((line, index) => (access.test(line) ? [index] : []));
  const [first, second] = starts.map((start) => parseAccess(lines, start, own));
  return first && second ? { first, second, text: lines.map((line) => shortened(line, own)).join('\n') } : undefined;
}

/** The learner's files by their relative paths, as they know them. */
function shortened(line: string, own: OwnFile): string {
  const file = place.exec(line)?.[1];
  return file ? line.replace(file, own(file) ?? file) : line;
}

/** The access itself may be inside the standard library (a map, a bytes.Buffer): the learner's nearest frame is where to look. */
function parseAccess(lines: string[], start: number, own: OwnFile): RaceAccess {
  const operation = access.exec(lines[start] ?? '')?.[1]?.toLowerCase() === 'read' ? 'read' : 'write';
  const frames = framesAfter(lines, start);
  for (const frame of frames) {
    const file = own(frame.file);
    if (file) return { operation, at: { file, line: frame.line }, function: frame.function };
  }
  return { operation, function: frames[0]?.function };
}

function framesAfter(lines: string[], start: number) {
  const frames: { function: string; file: string; line: number }[] = [];
  for (let index = start + 1; index < lines.length && lines[index]?.trim() !== ''; index += 2) {
    const found = place.exec(lines[index + 1] ?? '');
    const name = lines[index]?.trim().replace(/\(\)$/, '');
    if (found?.[1] && name) frames.push({ function: name, file: found[1], line: Number(found[2]) });
  }
  return frames;
}

/** 'write in main.(*store).add, store.go:21' */
export function describeAccess(one: RaceAccess): string {
  const where = one.at ? `, ${one.at.file}:${one.at.line}` : '';
  return `${one.operation}${one.function ? ` in ${one.function}` : ''}${where}`;
}
