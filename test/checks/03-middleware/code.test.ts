import { describe, expect, it } from 'vitest';
import { namesLine, panickingLines } from '../../../checks/03-middleware/code/panics.ts';
import { copiedRecorder, opaqueWrapper } from '../../../checks/03-middleware/code/wrappers.ts';
import { filesOf } from './seen.ts';

describe('the line that panics', () => {
  const handler = 'func boom() {\n\tpanic("a bug in the handler of /panic")\n}';
  const layer = '// panic(1)\nfunc again(p any) { panic(p) }';

  it('is the starter’s, wherever it is; without it, every call', () => {
    expect(panickingLines(filesOf({ 'a/routes.go': handler, 'layer.go': layer }))).toMatchObject([
      { file: 'a/routes.go', line: 2 },
    ]);
    expect(panickingLines(filesOf({ 'layer.go': layer }))).toMatchObject([{ file: 'layer.go', line: 2 }]);
  });

  const place = { file: 'a/routes.go', line: 66 };
  it.each([
    ['{"stack":["main.panicEarly routes.go:66","main.f middleware.go:108"]}'],
    ['{"frames":[{"func":"main.panicEarly","file":"routes.go","line":66}]}'],
    ['{"frames":[{"Line":66,"File":"/src/a/routes.go"}]}'],
    ['at main.panicEarly (routes.go, line 66)'],
  ])('is named by %s', (text) => expect(namesLine(text, place)).toBe(true));

  it.each([
    ['{"path":"/panic","status":500,"duration_ms":66}'],
    ['{"source":{"file":"middleware.go","line":66}}'],
    ['{"file":"routes.go","line":661}'],
    ['{"frames":[{"file":"routes.go","line":6},{"file":"middleware.go","line":66}]}'],
  ])('is not named by %s', (text) => expect(namesLine(text, place)).toBe(false));
});

describe('wrappers of a ResponseWriter', () => {
  const type = 'type recorder struct {\n\thttp.ResponseWriter\n\tstatus int\n}\n';
  const writeHeader = (receiver: string) => `func (s ${receiver}) WriteHeader(status int) {\n\ts.status = status\n}\n`;

  it('a value receiver that notes something works on a copy', () => {
    expect(copiedRecorder(filesOf({ 'a.go': writeHeader('recorder') }))).toEqual({ receiver: 's', type: 'recorder' });
    expect(copiedRecorder(filesOf({ 'a.go': writeHeader('*recorder') }))).toBeUndefined();
  });

  it('hide Flush unless they have it, or Unwrap', () => {
    expect(opaqueWrapper(filesOf({ 'a.go': type }))).toBe('recorder');
    for (const method of ['Flush()', 'Unwrap() http.ResponseWriter'])
      expect(opaqueWrapper(filesOf({ 'a.go': type, 'b.go': `func (s *recorder) ${method} {` }))).toBeUndefined();
  });
});
