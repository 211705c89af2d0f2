/** YAML as kubectl reads it, with positions: documents → plain values, and where each path of them stands in the file. */
import { type Document, type ErrorCode, LineCounter } from 'yaml';
import type { Location, ManifestFault, ManifestPath, ManifestProblem } from '../../../kit/index.ts';
import { type Chunk, cut, isJson } from './chunks.ts';
import { ComposeError, compose, type Placed } from './compose.ts';
import { parseDocuments } from './parse.ts';

export type YamlDocument = {
  value: unknown;
  /** Where the path is written, else the last part of it that is. */
  where(path: ManifestPath): Location;
};

export type YamlFile = { documents: YamlDocument[]; problems: ManifestProblem[] };

type Read = { document?: YamlDocument; problems: ManifestProblem[] };
type Place = (offset: number) => Location;

/** The API server takes no request of more: https://github.com/kubernetes/apiserver, MaxRequestBodyBytes */
const mostBytes = 3 * 1024 * 1024;

/** Empty documents are no objects and no errors. */
export function readYaml(file: string, text: string): YamlFile {
  const at = placesIn(file, text);
  if (text.length > mostBytes) return { documents: [], problems: [{ kind: 'too-large', at: at(0) }] };
  const { chunks, stray } = cut(text);
  const read = chunks.map((chunk) => readChunk(chunk, (offset) => at(chunk.offset + offset)));
  const problems = read.flatMap((one) => one.problems);
  if (stray !== undefined) problems.push({ kind: 'yaml-separator', at: at(stray) });
  return { documents: read.flatMap(({ document }) => document ?? []), problems };
}

function placesIn(file: string, text: string): Place {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let end = text.indexOf('\n'); end >= 0; end = text.indexOf('\n', end + 1)) lines.addNewLine(end + 1);
  return (offset) => {
    const { line, col } = lines.linePos(offset);
    return { file, line: Math.max(1, line), column: Math.max(1, col) };
  };
}

function readChunk({ text }: Chunk, at: Place): Read {
  try {
    const { documents, errors } = parseDocuments(text);
    const [first, second] = documents;
    // What follows the first error is often only its echo.
    const [error] = isJson(text) ? [] : errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
    if (error) return { problems: [{ at: at(error.pos[0]), ...faultOf(error.code, error.message) }] };
    if (!first?.contents) return { problems: [] };
    const problems: ManifestProblem[] = second?.contents ? [{ kind: 'yaml-after-end', at: at(second.range[0]) }] : [];
    return { document: documentOf(first, text, at), problems };
  } catch (error) {
    if (error instanceof ComposeError) return { problems: [{ ...composeFault(error), at: at(error.offset) }] };
    // The parser and we go down into the document by recursion.
    if (error instanceof RangeError)
      return { problems: [{ kind: 'yaml-syntax', said: 'It is nested too deeply', at: at(0) }] };
    throw error;
  }
}

const composeFault = ({ kind, message }: ComposeError): ManifestFault =>
  kind === 'yaml-syntax' ? { kind, said: message } : { kind };

function documentOf(document: Document.Parsed, text: string, at: Place): YamlDocument | undefined {
  const root = compose(document, text);
  if (root.value === null) return undefined;
  return {
    value: root.value,
    where(path) {
      let place: Placed = root;
      for (const part of path) {
        const inner = place.children.get(part);
        if (!inner) break;
        place = inner;
      }
      return at(place.offset);
    },
  };
}

function faultOf(code: ErrorCode, message: string): ManifestFault {
  const said = message.split('\n')[0] ?? message;
  switch (code) {
    case 'TAB_AS_INDENT':
      return { kind: 'yaml-tab' };
    case 'BAD_INDENT':
    case 'BLOCK_AS_IMPLICIT_KEY':
    case 'BLOCK_IN_FLOW':
    case 'MISSING_CHAR':
    case 'MULTILINE_IMPLICIT_KEY':
    case 'UNEXPECTED_TOKEN':
      return { kind: 'yaml-structure', said };
    default:
      return { kind: 'yaml-syntax', said };
  }
}
