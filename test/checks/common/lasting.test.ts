import { expect, test } from 'vitest';
import { lasts } from '../../../checks/common/lasting.ts';
import { attempt, type Exit, type Server, sourceOf } from '../../../src/kit/index.ts';

const source = sourceOf({ list: () => ['main.go'], read: () => 'go http.ListenAndServe(addr, mux)' });
const serverThat = (exit: Exit | undefined) =>
  ({ exited: async () => exit, log: { evidence: { kind: 'log', title: 'log', text: '' } } }) as unknown as Server;

test('a program that ends after a while has ended by itself', async () => {
  const end = await attempt(lasts(serverThat({ code: 0, signal: null, ms: 3_000 }), { source }));
  expect(end.ok ? undefined : end.finding.summary).toMatch(/ended by itself/);
});

test('one that goes on is all right', async () => {
  expect(await attempt(lasts(serverThat(undefined), { source }))).toMatchObject({ ok: true });
});
