import { expect, test } from 'vitest';
import { notAlive, notReady } from '../../../checks/04-graceful-shutdown/findings/probes.ts';
import { makeReply } from '../../../src/harness/http/reply.ts';
import { sourceOf } from '../../../src/kit/index.ts';

const reply = makeReply(
  { url: 'http://127.0.0.1:1/healthz' },
  { outcome: 'answered', status: 404, rawHeaders: [], body: Buffer.from('404 page not found\n'), ms: 1 },
);
const log = { lines: [], evidence: { kind: 'log', title: 'log', text: '' } } as const;
const asked = (texts: Record<string, string>) => ({
  reply,
  log,
  source: sourceOf({ list: () => Object.keys(texts), read: (path) => texts[path] }),
  when: 'at the start',
});

test('a probe whose pattern never matches is not called unwritten in the hint', () => {
  const glued = notAlive(asked({ 'main.go': 'mux.HandleFunc("GET/healthz", s.healthz)' }));
  expect(glued?.hint).toMatch(/space is missing/);
  expect(glued?.evidence.at(-1)?.at).toEqual({ file: 'main.go', line: 1 });
  const texts = { 'go.mod': 'module x\n', 'main.go': 'mux.HandleFunc("GET /readyz", s.readyz)' };
  expect(notReady({ ...asked(texts), status: 200 })?.hint).toMatch(/no go line/);
});

test('one that is not there has to be written', () => {
  expect(notAlive(asked({ 'main.go': 'mux.HandleFunc("GET /slow", s.slow)' }))?.hint).toMatch(/^Write the handler/);
});
