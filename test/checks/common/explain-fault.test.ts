import { describe, expect, it } from 'vitest';
import { explainFault } from '../../../checks/common/explain-fault.ts';
import type { Evidence, StartFault } from '../../../src/kit/index.ts';
import { filesOf } from '../files.ts';

const log = (text: string): Evidence => ({ kind: 'log', title: 'output', text });
const source = 'package main\n\nfunc main() {\n\thttp.ListenAndServe(":"+port, nil)\n}\n';
const listens = () => filesOf({ 'main.go': source });

const start = (fault: object, printed = ''): StartFault =>
  ({ port: 20_001, withinMs: 5_000, log: log(printed), ...fault }) as StartFault;
const exit = { code: 1, signal: null, ms: 5 };

describe('a program that does not come up', () => {
  it('is told what was expected, what happened, and which line listens', () => {
    const finding = explainFault(start({ kind: 'ended-at-start', exit }), listens());
    expect(finding).toMatchObject({
      summary: 'The program ended before it listened: exit code 1.',
      expected: 'it accepts connections on 127.0.0.1:20001 (PORT=20001) within 5 seconds of its start',
      actual: 'exit code 1',
    });
    expect(finding.evidence.map((one) => one.at?.line)).toEqual([undefined, 4]);
  });

  it('is led to main where nothing in the code listens yet, as in a starter', () => {
    const starter = filesOf({ 'main.go': 'package main\n\n// STEP 1: http.ListenAndServe\nfunc main() {\n}\n' });
    const finding = explainFault(start({ kind: 'ended-at-start', exit }), starter);
    expect(finding.evidence.map((one) => one.at?.line)).toEqual([undefined, 4]);
  });

  it.each<[string, object, string, string, RegExp]>([
    [
      'a port that is taken',
      { kind: 'ended-at-start', exit },
      'listen tcp :8080: bind: address already in use',
      source,
      /taken/,
    ],
    [
      'an address without a colon',
      { kind: 'ended-at-start', exit },
      'address 8080: missing port in address',
      source,
      /colon/,
    ],
    ['a panic', { kind: 'ended-at-start', exit }, 'panic: oops\n\ngoroutine 1 [running]:', source, /word goroutine/],
    [
      'a panic in main.go',
      { kind: 'ended-at-start', exit },
      'panic: oops\n\ngoroutine 1 [running]:\nmain.main()\n\tmain.go:3 +0x1',
      source,
      /that line/,
    ],
    [
      'a main that waits for a key',
      { kind: 'ended-at-start', exit: { ...exit, code: 0 } },
      '',
      'package main\n\nfunc main() {\n\tfmt.Scanln()\n}',
      /no terminal/,
    ],
    [
      'a port in the code',
      { kind: 'ended-at-start', exit },
      '',
      'http.ListenAndServe(":8080", nil)',
      /written into the code/,
    ],
    ['nothing printed', { kind: 'ended-at-start', exit }, '', source, /runs until it is told to stop/],
    [
      'a file beside the source',
      { kind: 'ended-at-start', exit },
      'open users.json: no such file or directory',
      source,
      /go:embed/,
    ],
    ['another port', { kind: 'listens-on-other-port', ports: [9090] }, '', source, /PORT/],
    [
      'a setting of another name',
      { kind: 'listens-on-other-port', ports: [9090] },
      '',
      'p := os.Getenv("HTTP_PORT")',
      /reads HTTP_PORT instead/,
    ],
    [
      'a port in the code',
      { kind: 'listens-on-other-port', ports: [9090] },
      '',
      '_ = http.Server{Addr: ":9090"}',
      /written into the code here/,
    ],
    [
      'a port that is read into another variable',
      { kind: 'listens-on-other-port', ports: [8080] },
      '',
      'func main() {\n\tport := "8080"\n\tif p := os.Getenv("PORT"); p != "" {\n\t\tport := p\n\t\tlog.Print(port)\n\t}\n\tlisten(port)\n}',
      /port of line 2 keeps its first value/,
    ],
    ['another address', { kind: 'listens-on-other-address' }, '', source, /all addresses/],
    ['something that blocks', { kind: 'never-listens', residentBytes: 1e6 }, '', source, /may block/],
    ['a loop that fills memory', { kind: 'never-listens', residentBytes: 1e9 }, '', source, /loop/],
    ['memory unknown', { kind: 'never-listens', residentBytes: undefined }, '', source, /may block/],
  ])('because of %s', (_cause, fault, printed, code, hint) => {
    expect(explainFault(start(fault, printed), filesOf({ 'main.go': code })).hint).toMatch(hint);
  });

  it('names the panic in its summary, as a sentence', () => {
    const printed = 'panic: oops\n\ngoroutine 1 [running]:\nmain.main()\n\tmain.go:3 +0x1';
    const crashed = explainFault(start({ kind: 'ended-at-start', exit }, printed), listens());
    expect(crashed.summary).toBe('The program crashed before it listened: panic: oops.');
    expect(crashed.evidence[0]?.at?.line).toBe(3);
  });

  it('names what looks like a panic in its summary', () => {
    const { summary } = explainFault(start({ kind: 'ended-at-start', exit }, 'panic: oops'), listens());
    expect(summary).toBe('The program crashed before it listened: panic: oops');
  });
});

describe('a folder without one program', () => {
  it('lists the candidates', () => {
    const finding = explainFault({ kind: 'several-mains', folders: ['cmd/a', 'cmd/b'] }, listens());
    expect(finding.summary).toContain('cmd/a, cmd/b');
    expect(finding.hint).toContain('under cmd/');
  });

  it('shows the broken line of go.mod', () => {
    const at = { file: 'go.mod', line: 3, message: 'unknown directive: foo' };
    const fault = {
      kind: 'broken-module',
      output: 'go.mod:3: unknown directive: foo',
      diagnostics: [at],
      goMod: '',
    } as const;
    const finding = explainFault(fault, listens());
    expect(finding.summary).toContain('unknown directive: foo');
    expect(finding.evidence[1]?.at).toEqual({ file: 'go.mod', line: 3 });
  });
});

it('tells a program that is gone from one that is silent', () => {
  const actual = (kind: 'ended-under-probe' | 'silent-under-probe') =>
    explainFault({ kind, waitedMs: 30_000, log: undefined }, listens()).actual;
  expect(actual('ended-under-probe')).toBe('it is gone');
  expect(actual('silent-under-probe')).toBe('it gave no answer for 30 seconds');
});
