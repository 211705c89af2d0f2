/** The first files of a new stage: small but complete, so that `verify` passes. Paths are relative to the course. */

export type Named = { id: string; number: number; title: string };

export function filesOf(stage: Named): Record<string, string> {
  const { id } = stage;
  const programs = `test/submissions/${id}`;
  return {
    [`exercises/${id}/README.md`]: lesson(stage),
    [`exercises/${id}/go.mod`]: goMod,
    [`exercises/${id}/main.go`]: program('\t// STEP 1: answer GET /hello with 200 and the text hello.\n'),
    [`solutions/${id}/go.mod`]: goMod,
    [`solutions/${id}/main.go`]: program(handler),
    [`checks/${id}.ts`]: checker(stage),
    [`checks/${id}/hello.ts`]: hello,
    [`${programs}/accepted/handler-type/go.mod`]: goMod,
    [`${programs}/accepted/handler-type/main.go`]: otherProgram,
    [`${programs}/rejected/compiles--unused-variable/main.go`]: program(`${handler}\tunused := 1\n`),
    [`${programs}/rejected/compiles--unused-variable/expect.json`]: expects('declared and not used'),
    [`${programs}/rejected/listens--fixed-port/main.go`]: program(handler, '\tport := "18080"\n'),
    [`${programs}/rejected/listens--fixed-port/expect.json`]: expects('PORT'),
    [`${programs}/rejected/hello--other-path/main.go`]: program(handler.replace('/hello', '/hallo')),
    [`${programs}/rejected/hello--other-path/expect.json`]: expects('/hello', '404'),
  };
}

const goMod = 'module hello\n\ngo 1.22\n';

const handler = `\tmux.HandleFunc("GET /hello", func(w http.ResponseWriter, _ *http.Request) {
\t\tfmt.Fprint(w, "hello")
\t})
`;

const portLines = `\tport := os.Getenv("PORT")
\tif port == "" {
\t\tport = "8080"
\t}
`;

/** In gofmt's layout; imports only what the body uses. */
function program(body: string, port = portLines): string {
  // The compiler rejects unused imports.
  const optional = (name: string) => (`${port}${body}`.includes(`${name}.`) ? [name] : []);
  const imports = [...optional('fmt'), 'log', 'net/http', ...optional('os')];
  return `package main

import (
${imports.map((name) => `\t"${name}"\n`).join('')})

func main() {
${port}\tmux := http.NewServeMux()
${body}\tlog.Fatal(http.ListenAndServe(":"+port, mux))
}
`;
}

const otherProgram = `package main

import (
\t"io"
\t"log"
\t"net/http"
\t"os"
)

type greeter struct{ words string }

func (g greeter) ServeHTTP(w http.ResponseWriter, r *http.Request) {
\tif r.URL.Path != "/hello" {
\t\thttp.NotFound(w, r)
\t\treturn
\t}
\tio.WriteString(w, g.words)
}

func main() {
\taddress := ":8080"
\tif port, ok := os.LookupEnv("PORT"); ok {
\t\taddress = ":" + port
\t}
\tlog.Fatal(http.ListenAndServe(address, greeter{"hello"}))
}
`;

const expects = (...keywords: string[]) => `${JSON.stringify({ keywords }, null, 2)}\n`;

const lesson = ({ number, title }: Named) => `# ${String(number).padStart(2, '0')} · ${title}

## Why

One paragraph: what you can do afterwards, and why it matters.

## The first step

Do STEP 1 in \`main.go\`, then run the checks.

## The contract

The service listens on \`$PORT\`, or on 8080 when it is unset.

- \`GET /hello\` → 200
`;

/** As a string of TypeScript. */
const quoted = (text: string) => `'${text.replaceAll("'", "\\'")}'`;

const checker = ({ id, title }: Named) => `import { stage } from '#kit';
import { hello } from './${id}/hello.ts';
import { compiles } from './common/compiles.ts';
import { explainFault } from './common/explain-fault.ts';
import { listens } from './common/listens.ts';

export default stage({
  title: ${quoted(title)},
  needs: ['go'],
  explainFault,
  checks: [compiles({ lesson: 'The first step' }), listens({ lesson: 'The first step' }), hello],
});
`;

const hello = `import { check, expectReply } from '#kit';

/** GET /hello → 200. */
export const hello = check('hello', 'answers GET /hello', { lesson: 'The contract' }, async ({ app, http, source }) => {
  const server = await app.start();
  const reply = await http.get(server.url('/hello'));
  expectReply(reply, {
    request: 'GET /hello',
    hint: 'Register a handler for GET /hello on the mux.',
    evidence: [server.log.evidence, source.find(/HandleFunc\\(/, /NewServeMux\\(/)],
  }).status(200);
});
`;
