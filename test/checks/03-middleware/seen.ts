/** Values for the pure functions of stage 03: replies, code and log lines. */
import { expect } from 'vitest';
import { type Printed, printedObject } from '../../../checks/03-middleware/log/printed.ts';
import { makeReply, type Received } from '../../../src/harness/http/reply.ts';
import {
  type Evidence,
  type Files,
  type Finding,
  type ProgramLog,
  type Reply,
  sourceOf,
} from '../../../src/kit/index.ts';

type More = Partial<Omit<Received, 'status' | 'body' | 'rawHeaders'>> & { headers?: [string, string][] };

export const reply = (status: number, body = '', { headers = [], ...more }: More = {}): Reply =>
  makeReply(
    { url: 'http://127.0.0.1:1/' },
    { outcome: 'answered', status, rawHeaders: headers.flat(), body: Buffer.from(body), ms: 1, ...more },
  );

export const unanswered = (outcome: Reply['outcome']): Reply => reply(0, '', { outcome });

/** A program of these files. */
export const filesOf = (texts: Record<string, string>): Files => ({
  root: '/learner',
  list: () => Object.keys(texts),
  read: (path) => texts[path],
});

export const sourceOfLines = (...lines: string[]) => sourceOf(filesOf({ 'main.go': lines.join('\n') }));

export const log: Evidence = { kind: 'log', title: 'output', text: '' };

/** What a finding is made from: a program of these lines. */
export const seen = (...lines: string[]) => ({ log, source: sourceOfLines(...lines) });
export const saw = (one: Reply, ...lines: string[]) => ({ ...seen(...lines), reply: one });

/** A program that has printed these lines and prints no more. */
export function printed(...texts: string[]): Pick<ProgramLog, 'lines' | 'find'> {
  const lines = texts.map((text, at) => ({ stream: 'stdout' as const, text, at }));
  return {
    lines,
    async find(match) {
      for (const line of lines) {
        const found = match(line);
        if (found !== undefined) return found;
      }
      return undefined;
    },
  };
}

export function lineOf(text: string): Printed {
  const line = printedObject(text);
  if (!line) throw new Error(`no JSON in ${text}`);
  return line;
}

/** Every word is in the summary, in expected, actual or in the hint. */
export function expectWords(finding: Finding, ...words: string[]): void {
  const text = [finding.summary, finding.expected, finding.actual, finding.hint].join('\n');
  for (const word of words) expect(text).toContain(word);
}

/** Titles of the evidence of kind 'code': what is pointed at. */
export const pointedAt = ({ evidence }: Finding): string[] =>
  evidence.filter(({ kind }) => kind === 'code').map(({ title }) => title);
