/** YAML as kubectl reads it, with positions: documents → plain values, and where each path of them stands in the file. */
import { type Document, type ErrorCode, LineCounter } from 'yaml';
import type { Location, ManifestFault, ManifestPath, ManifestProblem } from '../../../kit/index.ts';
import { causeNear } from './cause.ts';
import { type Chunk, cut, isJson } from './chunks.ts';
import { ComposeError, compose, type Placed } from './compose.ts';
import { parseDocuments } from './parse.ts';

export type YamlDocument = {
  value: unknown;
  /** Where the path is written, else the last part of it that is. */
  where(path: ManifestPath): Location;
};

export type YamlFile = { documents: YamlDocument[]; problems: ManifestProblem[]; size: number };

type Read = { document?: YamlDocument; problems: ManifestProblem[] };
type Place = (offset: number) => Location;

/** The API server takes no request of more: https://github.com/kubernetes/apiserver, MaxRequestBodyBytes. Here it is the most of all files together. */
export const mostBytes = 3 * 1024 * 1024;

/** Empty documents are no objects and no errors. */
export function readYaml(file: string, text: string, room = mostBytes): YamlFile {
  const size = text.length;
  if (size > room) return { documents: [], problems: [{ kind: 'too-large', at: { file, line: 1, column: 1 } }], size };
  const at = placesIn(file, text);
  const { chunks, stray } = cut(text);
  const read = chunks.map((chunk) => readChunk(chunk, (offset) => at(chunk.offset + offset)));
  const problems = read.flatMap((one) => one.problems);
  if (stray !== undefined) problems.push({ kind: 'yaml-separator', at: at(stray) });
  return { documents: read.flatMap(({ document }) => document ?? []), problems, size };
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

/** libyaml ends a line at these too. They are one character each, so all places stay what they are. */
const asLineBreaks = (text: string) => text.replaceAll(/\r(?!\n)|[\u0085\u2028\u2029]/g, '\n');

const tooDeep = 'It is nested too deeply';

function readChunk(chunk: Chunk, at: Place): Read {
  const text = asLineBreaks(chunk.text);
  const faulty = (fault: ManifestFault, offset: number): Read => {
    const cause = causeNear(chunk.text, offset) ?? { fault, offset };
    return { problems: [{ ...cause.fault, at: at(cause.offset) }] };
  };
  try {
    const { documents, errors } = parseDocuments(text);
    const [first, second] = documents;
    // What follows the first error is often only its echo.
    const [error] = isJson(text) ? [] : errors.toSorted((a, b) => a.pos[0] - b.pos[0]);
    if (error) return faulty(faultOf(error.code, error.message), error.pos[0]);
    if (!first?.contents) return { problems: [] };
    const problems: ManifestProblem[] = second?.contents ? [{ kind: 'yaml-after-end', at: at(second.range[0]) }] : [];
    return { document: documentOf(first, text, at), problems };
  } catch (error) {
    if (error instanceof ComposeError) return faulty(composeFault(error), error.offset);
    // The parser and we go down into the document by recursion.
    if (error instanceof RangeError) return faulty({ kind: 'yaml-syntax', said: tooDeep }, 0);
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
    // The parser's words for a stack that was too small.
    case 'RESOURCE_EXHAUSTION':
      return { kind: 'yaml-syntax', said: tooDeep };
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
