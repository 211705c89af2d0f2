/** YAML with positions: documents → plain values, and where each path of them stands in the file. */
import {
  type Document,
  type ErrorCode,
  isMap,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  parseAllDocuments,
} from 'yaml';
import type { Location, ManifestFault, ManifestPath, ManifestProblem } from '../../../kit/index.ts';

export type YamlDocument = {
  value: unknown;
  /** Where the path is written, else the last part of it that is. */
  where(path: ManifestPath): Location;
};

export type YamlFile = { documents: YamlDocument[]; problems: ManifestProblem[] };

/** YAML 1.2; a duplicate key is a problem here, where kubectl silently takes the last one. */
export function readYaml(file: string, text: string): YamlFile {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, { lineCounter: lines, prettyErrors: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  const at = (offset: number): Location => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const problems = documents.flatMap((document) =>
    [...document.errors, ...document.warnings].map((error) => ({
      at: at(error.pos[0]),
      ...faultOf(error.code, error.message),
    })),
  );
  // A broken document still has a value, but not the one that was meant.
  const whole = documents.filter((document) => document.errors.length === 0 && document.contents !== null);
  return { documents: whole.map((document) => readDocument(document, at)), problems };
}

function readDocument(document: Document.Parsed, at: (offset: number) => Location): YamlDocument {
  const contents = document.contents as Node;
  return {
    value: document.toJS(),
    where(path) {
      let node: Node = contents;
      let offset = contents.range?.[0] ?? 0;
      for (const part of path) {
        const next = step(node, part);
        if (!next) break;
        offset = next.offset;
        node = next.node;
      }
      return at(offset);
    },
  };
}

/** The place of a key, not of its value: people look for the key. */
function step(node: Node, part: string | number): { node: Node; offset: number } | undefined {
  if (isMap(node)) {
    const pair = node.items.find(
      (item: Pair) => String((item.key as { value?: unknown })?.value ?? item.key) === String(part),
    );
    if (!pair?.value) return undefined;
    return { node: pair.value as Node, offset: (pair.key as Node).range?.[0] ?? 0 };
  }
  if (isSeq(node) && typeof part === 'number') {
    const item = node.items[part] as Node | undefined;
    return item ? { node: item, offset: item.range?.[0] ?? 0 } : undefined;
  }
  return undefined;
}

function faultOf(code: ErrorCode, message: string): ManifestFault {
  const said = message.split('\n')[0] ?? message;
  switch (code) {
    case 'DUPLICATE_KEY':
      return { kind: 'yaml-duplicate-key' };
    case 'TAB_AS_INDENT':
      return { kind: 'yaml-tab' };
    case 'BAD_INDENT':
    case 'BLOCK_IN_FLOW':
    case 'MISSING_CHAR':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'UNEXPECTED_TOKEN':
      return { kind: 'yaml-structure', said };
    default:
      return { kind: 'yaml-syntax', said };
  }
}
