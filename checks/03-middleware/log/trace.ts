/** Goroutine traces in a program's output. */

/** What the runtime and net/http print when they show a goroutine's frames (runtime/traceback.go). */
const trace =
  /\bgoroutine \d+ [^[]*\[|\bruntime\/panic\.go\b|\bnet\/http\/server\.go\b|net\/http\.\(\*conn\)\.serve|net\/http\.HandlerFunc\.ServeHTTP/;

export const hasTrace = (text: string): boolean => trace.test(text);

/** `goroutine ` in base64: how encoding/json writes a []byte. */
export const hasEncodedTrace = (text: string): boolean => text.includes('Z29yb3V0aW5l');
