import { expect, test } from 'vitest';
import { curlOf } from '../../src/usecases/trial.ts';

const url = 'http://127.0.0.1:8000/x';

test.each([
  [{ says: '', path: '/x' }, `curl -i ${url}`],
  [{ says: '', path: '/x', headers: { 'X-Request-ID': 'a b' } }, `curl -i -H 'X-Request-ID: a b' ${url}`],
  [{ says: '', path: '/x', method: 'DELETE' }, `curl -i -X DELETE ${url}`],
  [
    { says: '', path: '/x', method: 'POST', body: { name: "O'Neill" } },
    `curl -i -H 'Content-Type: application/json' -d '{"name":"O'\\''Neill"}' ${url}`,
  ],
])('a request as a shell takes it', (request, command) => {
  expect(curlOf(request, url)).toBe(command);
});
