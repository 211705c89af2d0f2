/** X-Request-IDs to keep, and ids that must not get into the log. Bytes are written as latin1. */

/** 1 to 128 characters of 0x21–0x7E, as the contract has it. */
export const validId = /^[!-~]{1,128}$/;

export type Harmless = { what: string; id: string };

export const harmlessIds: readonly Harmless[] = [
  { what: 'an ordinary id', id: 'cloud-4711' },
  { what: 'an id of one character', id: '7' },
  { what: 'an id with quotes, braces and a backslash, all of them allowed', id: '{"~!\\<id>&\'}' },
  { what: 'an id of exactly 128 characters', id: `128-${'k'.repeat(124)}` },
];

/** `mark`: a part that must not survive, not even in a repaired or shortened id. `breaks`: which rule of the contract. */
export type Hostile = { what: string; id: string; mark: string; breaks: 'bytes' | 'length' };

const spoilt: Hostile = { what: 'a tab', id: 'Konrad\tZuse-Z3', mark: 'Zuse', breaks: 'bytes' };

/** The first one comes twice: the ids that replace it must differ, too. */
export const hostileIds: readonly Hostile[] = [
  spoilt,
  { what: 'a space', id: 'Ada Lovelace', mark: 'Lovelace', breaks: 'bytes' },
  { what: 'the byte 0xE9', id: 'Grace-Hopper\xe9', mark: 'Hopper', breaks: 'bytes' },
  { what: 'the UTF-8 bytes of ö', id: 'G\xc3\xb6del-machine', mark: 'del-machine', breaks: 'bytes' },
  { what: '129 characters', id: `long-${'q'.repeat(124)}`, mark: 'qqqqqqqq', breaks: 'length' },
  { what: '10 kB', id: 'w'.repeat(10_000), mark: 'wwwwwwww', breaks: 'length' },
  spoilt,
];

/** Bytes that a terminal or a report cannot show, made visible. */
export function visible(id: string): string {
  const shown = id.replace(/[^ -~]/g, (one) => `\\x${one.charCodeAt(0).toString(16).padStart(2, '0')}`);
  return shown.length > 160 ? `${shown.slice(0, 160)}… (${shown.length} characters)` : shown;
}
