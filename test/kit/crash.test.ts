import { describe, expect, test } from 'vitest';
import { crashIn } from '#kit';

const lines = (text: string) => text.split('\n');

const inGoroutine = `2026/11/30 04:00:00 listening
panic: runtime error: invalid memory address or nil pointer dereference
[signal SIGSEGV: segmentation violation code=0x1 addr=0x8 pc=0x6d3]

goroutine 34 [running]:
net/http.(*Response).Cookies(...)
	/usr/local/go/src/net/http/response.go:121
main.load(0x0)
	dashboard.go:105 +0x1c
created by main.handle in goroutine 5
	dashboard.go:60 +0x99
exit status 2`;

const overflow = `runtime: goroutine stack exceeds 1000000000-byte limit
fatal error: stack overflow

runtime stack:
runtime.throw({0x7})
	/usr/local/go/src/runtime/panic.go:1023 +0x5e

goroutine 18 [running]:
main.(*recorder).WriteHeader(0xc0, 0xc8)
	middleware.go:153 +0x1a
main.(*recorder).WriteHeader(0xc0, 0xc8)
	middleware.go:153 +0x1a
created by net/http.(*Server).Serve in goroutine 1
	/usr/local/go/src/net/http/server.go:3285 +0x4b4

goroutine 1 [IO wait]:
main.main()
	main.go:17 +0x11`;

const conflict = `panic: pattern "GET /" (registered at handlers.go:24) conflicts with pattern "/api/" (registered at handlers.go:23):
	GET / matches fewer methods than /api/, but has a more general path pattern

goroutine 1 [running]:
net/http.(*ServeMux).register(...)
	/usr/local/go/src/net/http/server.go:2797
main.routes(0xc0)
	handlers.go:24 +0x2f
main.main()
	main.go:16 +0x65`;

const served = `2026/11/30 04:00:00 http: panic serving 127.0.0.1:5: assignment to entry in nil map
goroutine 7 [running]:
net/http.(*conn).serve.func1()
	/usr/local/go/src/net/http/server.go:1947 +0xbe
panic({0x1, 0x2})
	/usr/local/go/src/runtime/panic.go:785 +0x132
main.(*store).add(...)
	store.go:31
main.main.func1()
	main.go:20 +0x1`;

const asleep = `fatal error: all goroutines are asleep - deadlock!

goroutine 1 [chan receive]:
main.main()
	main.go:22 +0x2f`;

describe('the place of a crash is the first own frame of the goroutine that crashed', () => {
  test.each([
    ['panic', inGoroutine, 'dashboard.go', 105],
    ['fatal-error', overflow, 'middleware.go', 153],
    ['panic', conflict, 'handlers.go', 24],
    ['fatal-error', asleep, 'main.go', 22],
  ])('%s %#', (kind, text, file, line) => {
    expect(crashIn(lines(text), true)).toMatchObject({ kind, at: { file, line } });
  });

  test('of a handler as well, also from a log that writes the trace as one line', () => {
    const at = { file: 'store.go', line: 31 };
    expect(crashIn(lines(served), false)).toMatchObject({ kind: 'handler-panic', at });
    const json = `{"msg":"${served.replaceAll('\n', '\\n').replaceAll('\t', '\\t')}"}`;
    expect(crashIn([json], false)).toMatchObject({ message: 'assignment to entry in nil map', at });
  });

  test('and who started its goroutine is known', () => {
    expect(crashIn(lines(inGoroutine), true)?.startedAt).toEqual({ file: 'dashboard.go', line: 60 });
    expect(crashIn(lines(overflow), true)?.startedAt).toBeUndefined();
  });
});

test('the trace is quoted from the crash on, to its first blank line behind the frames', () => {
  const text = crashIn(lines(overflow), true)?.text ?? '';
  expect(text).toMatch(/^fatal error: stack overflow/);
  expect(text).not.toContain('IO wait');
});

test('a message goes on where its line ends in a colon: the line is enough', () => {
  expect(crashIn(lines(conflict), true)?.message).toMatch(/registered at handlers\.go:23\)$/);
});

test('words alone are no crash: a program that goes on, or that printed them itself, did not', () => {
  expect(crashIn(lines(inGoroutine), false)).toBeUndefined();
  expect(crashIn(['panic: recovered', 'and on it goes'], true)).toBeUndefined();
  expect(crashIn([], true)).toBeUndefined();
});
