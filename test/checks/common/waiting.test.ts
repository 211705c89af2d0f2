import { describe, expect, test } from 'vitest';
import { ownPlace, waitingOf } from '../../../checks/common/waiting.ts';
import { parseGoroutines } from '../../../src/harness/go/probe/goroutines.ts';
import { ownFilesUnder } from '../../../src/harness/run/own-file.ts';

describe('what a goroutine waits for', () => {
  const one = (state: string, ...frames: string[]) => {
    const stack = [
      ...frames.map((name) => `${name}(...)\n\t/go/src/lib.go:1 +0x1`),
      'main.work(...)\n\t/app/main.go:7 +0x1',
    ];
    const dump = `goroutine 5 [${state}]:\n${stack.join('\n')}\ncreated by main.main in goroutine 1\n\t/app/main.go:3 +0x1`;
    const [parsed] = parseGoroutines(dump, ownFilesUnder('/app'));
    if (!parsed) throw new Error('no goroutine in the dump');
    return parsed;
  };

  test.each([
    [one('chan send'), 'to send on a channel'],
    [one('chan receive'), 'to receive from a channel'],
    [one('chan receive (nil chan)'), 'nil'],
    [one('select'), 'in a select'],
    [one('select', 'net/http.(*persistConn).roundTrip', 'net/http.(*Client).do'), 'answer to an HTTP request'],
    [one('select', 'net/http.(*bodyEOFSignal).Read', 'io.ReadAll'), 'rest of an HTTP response'],
    [one('sync.WaitGroup.Wait', 'sync.(*WaitGroup).Wait'), 'for a WaitGroup'],
    [one('sync.Mutex.Lock', 'sync.(*Mutex).Lock'), 'for a lock'],
    [one('running'), 'running'],
  ])('case %#', (goroutine, words) => {
    expect(waitingOf(goroutine).forWhat).toContain(words);
    expect(ownPlace(goroutine)).toEqual({ file: 'main.go', line: 7 });
  });
});
