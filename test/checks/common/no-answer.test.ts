import { expect, test } from 'vitest';
import { type Goroutine, type Reply, sourceOf } from '#kit';
import { answersNothing } from '../../../checks/common/findings/no-answer.ts';

const code = 'package main\n\nfunc hang() {\n\tlock.Lock()\n}\n';
const source = sourceOf({ list: () => ['main.go'], read: () => code });
const text = 'goroutine 7 [sync.Mutex.Lock]:\nmain.hang()\n\tmain.go:4';
const stuck: Goroutine = {
  id: 7,
  state: 'sync.Mutex.Lock',
  frames: [
    { function: 'sync.(*Mutex).Lock', own: false },
    { function: 'main.hang', own: true, at: { file: 'main.go', line: 4 } },
    { function: 'net/http.(*conn).serve', own: false },
  ],
  text,
};
const reply = { evidence: { kind: 'http', title: 'GET /health', text: '> GET /health' } } as Reply;
const log = { kind: 'log', title: 'What the program printed', text: '' } as const;
const seen = { asked: ['GET /', 'GET /health'], waitedMs: 10_000, reply, log, source };

test('the line where the handler waits, what for, and what to do about it', () => {
  const finding = answersNothing({ ...seen, handlers: [stuck] });
  expect(finding.summary).toBe(
    'The program listens, but answers no request: its handler waits for a lock at main.go:4.',
  );
  expect(finding.actual).toBe('no complete answer to GET / and GET /health within 10 seconds');
  expect(finding.hint).toContain('defer mu.Unlock()');
  expect(finding.evidence[0]).toMatchObject({ kind: 'code', at: { file: 'main.go', line: 4 } });
});

test('a loop waits for nothing', () => {
  const { summary } = answersNothing({
    ...seen,
    handlers: [{ ...stuck, state: 'running', frames: stuck.frames.slice(1) }],
  });
  expect(summary).toBe('The program listens, but answers no request: its handler never comes to its end at main.go:4.');
});

test('where no handler was found, no place is named', () => {
  const finding = answersNothing({ ...seen, handlers: [] });
  expect(finding.summary).toBe('The program listens, but answers no request.');
  expect(finding.evidence.map(({ kind }) => kind)).toEqual(['http', 'log']);
});
