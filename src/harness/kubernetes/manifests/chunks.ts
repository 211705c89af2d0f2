/** How kubectl cuts a file into documents: at lines that begin with ---, before any YAML is read. k8s.io/apimachinery/pkg/util/yaml, YAMLReader. */

export type Chunk = {
  text: string;
  /** Where it begins in the file. */
  offset: number;
};

/** `stray`: where text other than a comment follows a --- on its line, which kubectl refuses. */
export function cut(text: string): { chunks: Chunk[]; stray?: number } {
  if (isJson(text)) return { chunks: [{ text, offset: 0 }] };
  const chunks: Chunk[] = [];
  let begin = 0;
  for (const { 0: line, index } of text.matchAll(/(?<![^\n])---[^\n]*/g)) {
    const after = line.slice(3).trim();
    if (after !== '' && !after.startsWith('#')) return { chunks, stray: index };
    if (index > begin) chunks.push({ text: text.slice(begin, index), offset: begin });
    begin = index > begin ? Math.min(text.length, index + line.length + 1) : begin;
  }
  if (begin < text.length) chunks.push({ text: text.slice(begin), offset: begin });
  return { chunks };
}

/** kubectl reads JSON as JSON: with tabs, for example. */
export function isJson(text: string): boolean {
  if (!/^\s*\{/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
