/** Where to look in the learner's files. Only for evidence and hints: no verdict comes from the source. */
import { inText } from '#kit';

export const handlerRoute = inText(/\/api\/dashboard/);
export const timeoutVariable = inText(/UPSTREAM_TIMEOUT/);
export const unwrittenAnswer = /StatusNotImplemented|\b501\b/;
export const asks = /NewRequest(WithContext)?\(|\.Do\(|http\.Get\(|\.Get\(ctx|[cC]lient\.Get\(/;
/** Where a request is sent, and its answer received. */
export const sends = /\.Do\(|http\.Get\(|[cC]lient\.Get\(/;
export const spawns = /\bgo\s+(func\b|\w+[\w.]*\()|\.Go\(/;
export const encodes = /json\.(Marshal|NewEncoder|Unmarshal|NewDecoder|RawMessage)/;
/** Where a document turns into Go values. */
export const decodes = /json\.Unmarshal\(|\.Decode\(/;
/** What all requests share. */
export const handlerStruct = /^type \w*([hH]andler|[sS]erver|[sS]ervice|[aA]pp|[aA]pi|API)\w* struct/;
/** A request that doesn't know its client. */
export const withoutClient = /context\.(Background|TODO|WithoutCancel)\(|http\.NewRequest\(|http\.Get\(/;
/** An error that is thrown away: profile, _ = get(…). */
export const dropsError = /^\s*\w+, _ :?= .*\b\w*(get|fetch|load|ask|Do|ReadAll)\w*\(/i;
export const timeLimit = /WithTimeout|WithDeadline|\bTimeout:|ResponseHeaderTimeout/;
