/** A lesson's parts: Markdown under a heading. */

/** The section under a heading, up to the next of its level or above; undefined where the lesson has no such heading. */
export function sectionOf(markdown: string, heading: string): string | undefined {
  const lines = markdown.split('\n');
  const headings = headingsOf(lines);
  const begin = headings.find((one) => plain(one.text) === plain(heading));
  if (!begin) return undefined;
  const end = headings.find((one) => one.line > begin.line && one.level <= begin.level);
  return `${lines.slice(begin.line, end?.line).join('\n').trim()}\n`;
}

type Heading = { line: number; level: number; text: string };

/** ATX headings (CommonMark 4.2) outside of fenced code. */
function headingsOf(lines: readonly string[]): Heading[] {
  let fence: string | undefined;
  const found: Heading[] = [];
  for (const [line, text] of lines.entries()) {
    const mark = /^ {0,3}(```+|~~~+)/.exec(text)?.[1];
    if (mark && (fence === undefined || mark.startsWith(fence))) fence = fence === undefined ? mark : undefined;
    const [, hashes, title] = /^(#{1,6})\s+(.*?)\s*#*$/.exec(text) ?? [];
    if (fence === undefined && hashes && title !== undefined) found.push({ line, level: hashes.length, text: title });
  }
  return found;
}

const plain = (text: string) => text.replace(/[`*_]/g, '').trim().toLowerCase();
