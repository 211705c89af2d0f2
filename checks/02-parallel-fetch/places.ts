/** Where in the learner's files to look. Only for evidence and hints: the verdict never comes from the source. */
import type { Evidence, Files } from '#kit';

const goFiles = /(?<!_test)\.go$/;

export const handlerRoute = /\/api\/dashboard/;
export const unwrittenAnswer = /StatusNotImplemented|\b501\b/;
export const asks = /NewRequest(WithContext)?\(|\.Do\(|http\.Get\(|\.Get\(ctx|[cC]lient\.Get\(/;
/** Where a request is sent, and its answer is there. */
export const sends = /\.Do\(|http\.Get\(|[cC]lient\.Get\(/;
export const spawns = /\bgo\s+(func\b|\w+[\w.]*\()|\.Go\(/;
export const encodes = /json\.(Marshal|NewEncoder|Unmarshal|NewDecoder|RawMessage)/;
/** Where a document turns into Go values. */
export const decodes = /json\.Unmarshal\(|\.Decode\(/;
/** What all requests share. */
export const handlerStruct = /^type \w*([hH]andler|[sS]erver|[sS]ervice|[aA]pp|[aA]pi|API)\w* struct/;

/** The first of the patterns that is found. */
export function where(files: Files, ...patterns: RegExp[]): Evidence | undefined {
  for (const pattern of patterns) {
    const at = files.locate(pattern, goFiles);
    if (at) return files.excerpt(at);
  }
  return undefined;
}

export const has = (files: Files, pattern: RegExp) => files.locate(pattern, goFiles) !== undefined;
