import { type Finding, finding, isJsonObject, type Json, parseJson, type Source, sameJson, writeJson } from '#kit';
import { steps } from '../steps.ts';
import { declaration, type Seen } from './seen.ts';

const info = steps.json;

/** `decode`, `encode`: the error's text. */
export type Trip = { json?: string; decode?: string; encode?: string };
type Words = Pick<Finding, 'summary' | 'hint'> & { at?: RegExp[] };

/** `did`: 'decoding and encoding {"id":7}'. */
export function encoded(
  did: string,
  order: object,
  trip: Trip,
  { source, printed }: Pick<Seen, 'source' | 'printed'>,
): Finding | undefined {
  const right = parseJson(JSON.stringify(order)) as { [key: string]: Json };
  const got = trip.json === undefined ? undefined : parseJson(trip.json);
  if (got !== undefined && sameJson(right, got)) return undefined;
  const { at = [], ...words } = trip.json === undefined ? refused(did, trip) : wrong(did, right, got, source);
  return finding({
    ...words,
    expected: writeJson(right),
    actual: trip.json ?? `error: ${trip.decode ?? trip.encode}`,
    evidence: [
      source.find(...at.map((pattern) => ({ reading: 'text' as const, pattern }))) ?? declaration({ info, source }),
      printed(),
    ],
  });
}

function refused(did: string, { decode, encode }: Trip): Words {
  if (decode !== undefined)
    return {
      summary: `Decode returned an error: ${decode}.`,
      hint: 'The JSON is right. Does each field have the type of its value: int, string, []string?',
      at: [/^type Order\b/],
    };
  return {
    summary: `Encode returned an error after ${did}: ${encode}.`,
    hint: 'json.Marshal can write every field of Order. Return what it returns.',
    at: [/json\.Marshal/],
  };
}

const tagged = 'A tag stands behind the type, in back quotes, with no space after the colon: ID int `json:"id"`.';

function wrong(did: string, right: { [key: string]: Json }, got: Json | undefined, source: Source): Words {
  if (!isJsonObject(got))
    return {
      summary: `What Encode wrote is not a JSON object, ${did}.`,
      hint: 'Return what json.Marshal(order) returns.',
      at: [/json\.Marshal/],
    };
  const missing = Object.keys(right).find((key) => !Object.hasOwn(got, key));
  if (missing !== undefined) return lacks(did, missing, got, source);
  const extra = Object.keys(got).find((key) => !Object.hasOwn(right, key));
  if (extra !== undefined) return tooMuch(did, extra);
  const other = Object.keys(right).find((key) => !sameJson(right[key], got[key])) ?? '';
  if (got[other] === null)
    return {
      summary: `"${other}" is null, ${did}.`,
      hint: 'A nil slice is null in JSON, an empty one is []. In Encode: if order.Items == nil { order.Items = []string{} }. order is a copy, so the caller’s stays as it is.',
      at: [/func Encode/],
    };
  return {
    summary: `"${other}" is ${writeJson(got[other] ?? null)}, ${did}.`,
    hint: 'Decode and Encode pass on what they are given; only nil items become an empty slice.',
    at: [/func (De|En)code/],
  };
}

function lacks(did: string, key: string, got: { [key: string]: Json }, source: Source): Words {
  const like = Object.keys(got).find((one) => one.toLowerCase() === key.toLowerCase());
  const field = new RegExp(`^\\s*${key}\\b`);
  const any = new RegExp(`^\\s*${key}\\b`, 'i');
  if (like !== undefined)
    return {
      summary: `The JSON has "${like}" where "${key}" belongs.`,
      hint: `Without a tag a field has its Go name in JSON. ${tagged}`,
      at: [any],
    };
  if (source.has(field))
    return {
      summary: `The JSON has no "${key}", ${did}.`,
      hint: `The field ${key} begins with a small letter, so encoding/json, which is another package, can’t see it, tag or not. Call it ${key.charAt(0).toUpperCase()}${key.slice(1)}.`,
      at: [field],
    };
  const omitted = source.has({ reading: 'text', pattern: new RegExp(`${key},omit`) });
  return {
    summary: `The JSON has no "${key}", ${did}.`,
    hint: omitted
      ? `omitempty leaves out 0, "" and empty slices as well. Only note may be left out: ${key} is always there.`
      : `Is the tag's name "${key}", letter by letter? ${tagged}`,
    at: [any, /^type Order\b/],
  };
}

function tooMuch(did: string, key: string): Words {
  if (/^note$/i.test(key))
    return {
      summary: `The JSON has a "${key}", though there is none, ${did}.`,
      hint: 'omitempty leaves a field out when it has its zero value: `json:"note,omitempty"`, with no space behind the comma.',
      at: [/^\s*note\b/i],
    };
  return {
    summary: `The JSON has a "${key}" that does not belong there, ${did}.`,
    hint: 'Every field with a capital letter is written. `json:"-"` leaves one out.',
    at: [new RegExp(`^\\s*${key}\\b`, 'i'), /^type Order\b/],
  };
}
