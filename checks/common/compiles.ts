import { type Build, type Check, check, fail } from '#kit';
import { meaningOf } from './messages/compiler.ts';

/** `go build` succeeds; compiler errors are shown as file:line with the source line. */
export function compiles(options: Partial<Check> = {}): Check {
  return {
    ...check('compiles', 'compiles with go build', { gate: true, timeoutMs: 300_000 }, async ({ go, log }) => {
      const folder = await go.mainPackage();
      log('build', `go build ${folder === '.' ? '.' : `./${folder}`}`);
      const build = await go.build('plain');
      if (build.ok) return;
      const count = build.diagnostics.length;
      fail({
        summary: summary(build),
        expected: 'go build succeeds',
        actual: count === 0 ? 'go build failed' : count === 1 ? 'one error' : `${count} errors`,
        hint: meaningOf(build.diagnostics[0]?.message ?? build.output),
        evidence: [go.evidence('go build', build.diagnostics, build.output)],
      });
    }),
    ...options,
  };
}

/** The first error on one line. An error without a place in a file is about the module as a whole. */
function summary({ diagnostics, output }: Extract<Build, { ok: false }>): string {
  const [first] = diagnostics;
  const oneLine = (text: string) => text.trim().replace(/\s*\n\s*/g, ', ');
  if (first) return `The program does not compile: ${first.file}:${first.line}: ${oneLine(first.message)}.`;
  const said = output.split('\n').find((line) => line.trim() !== '' && !line.startsWith('#'));
  return said
    ? `The program does not compile: ${oneLine(said.replace(/^go: /, ''))}.`
    : 'The program does not compile.';
}
