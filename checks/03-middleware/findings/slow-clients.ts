/** A server that waits too long, or not long enough, for a client. */
import { type Finding, finding, type Source } from '#kit';
import { neverRead } from '../../common/code/settings.ts';
import { settings } from '../code/limits.ts';
import { serverField } from './places.ts';
import type { Seen } from './seen.ts';

/** A client that keeps its connection open: `setting` and `field` of http.Server limit how long it may. */
export type SlowClient = { setting: string; field: string; kind: 'dribbling' | 'idle' };

const whatIsSlow: Record<SlowClient['kind'], string> = {
  dribbling: 'A client sends its header one byte at a time and never finishes it',
  idle: 'A client has its answer and keeps the connection without using it',
};

const whyItMatters: Record<SlowClient['kind'], string> = {
  dribbling: 'A few thousand such connections keep a service busy forever; the attack has a name, Slowloris.',
  idle: 'Every open connection costs a goroutine and its buffers.',
};

const unread = (setting: string, source: Source) => neverRead(setting, source, settings);

const seconds = (ms: number) => `${ms / 1000} seconds`;

/** `stillOpenMs`: how long the connection was open at least. `closedLater`: it was closed after that. */
export type KeptOpen = { settingMs: number; stillOpenMs: number; closedLater: boolean };

export const keptOpen = (
  { log, source }: Seen,
  { kind, setting, field }: SlowClient,
  { settingMs, stillOpenMs, closedLater }: KeptOpen,
): Finding =>
  finding({
    summary: closedLater
      ? `${whatIsSlow[kind]}: it is cut off, but much later than $${setting} says.`
      : `${whatIsSlow[kind]}: its connection stays open.`,
    expected: `with ${setting}=${settingMs}ms the server closes the connection soon after ${settingMs} ms`,
    actual: `it was still open after ${seconds(stillOpenMs)}`,
    hint: `${unread(setting, source)?.hint ?? `Set ${field} of your http.Server to the setting ${setting}.`} ${whyItMatters[kind]}`,
    evidence: [unread(setting, source)?.code ?? serverField(field)(source), log],
  });

export const cutOffEarly = ({ log, source }: Seen, { kind, setting, field }: SlowClient, withinMs: number): Finding =>
  finding({
    summary: `${whatIsSlow[kind]}: with ${setting}=60s it was cut off within ${seconds(withinMs)}.`,
    expected: `$${setting} decides how long the server waits, here a minute`,
    actual: 'the server closed the connection',
    hint:
      unread(setting, source)?.hint ??
      `Is the limit written into the code? Set ${field} of your http.Server to the setting ${setting}.`,
    evidence: [unread(setting, source)?.code ?? serverField(field)(source), log],
  });

export const whoamiUnanswered = ({ log }: Pick<Seen, 'log'>, received: string): Finding =>
  finding({
    summary: 'GET /whoami was not answered on a plain connection.',
    expected: 'an answer of the starter’s route /whoami',
    actual: received === '' ? 'nothing came' : received.slice(0, 200),
    hint: 'Does every layer call next.ServeHTTP? Try it: PORT=9000 go run ., then curl -i 127.0.0.1:9000/whoami.',
    evidence: [log],
  });
