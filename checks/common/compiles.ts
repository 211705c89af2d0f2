import { type Check, check, type Diagnostic, fail } from '#kit';

/** What the compiler's words mean to someone who comes from Java. Its messages: cmd/compile/internal/types2. */
const meanings: [RegExp, string][] = [
  [
    /declared and not used/,
    'Go refuses variables that nobody reads. Use it, delete it, or write _ in its place to drop the value.',
  ],
  [
    /imported and not used/,
    'Go refuses imports that nobody uses: delete the line. An editor with gopls does it for you.',
  ],
  [
    /undefined:/,
    'No such name here. Check the spelling and the case (only names with a capital letter leave their package), and whether its package is imported.',
  ],
  [
    /is not in std|no required module provides/,
    'This import is not in the standard library. The stage needs nothing else: look for the misspelt name.',
  ],
  [/missing return/, 'A function with a result must return on every path, also after a switch or an if.'],
  [/assignment mismatch|multiple-value/, 'Many functions return a value and an error: take both, as in v, err := f().'],
  [/cannot use .* as .* value/, 'The types differ. Go converts nothing silently: write the conversion, e.g. int64(x).'],
  [
    /not enough arguments|too many arguments/,
    'Compare the call with the signature: go doc net/http.HandleFunc, for example, shows one.',
  ],
  [/missing method/, 'The type lacks a method of that interface. Method names and signatures must match exactly.'],
];

const meaning = (diagnostics: Diagnostic[]) =>
  meanings.find(([words]) => diagnostics.some((one) => words.test(one.message)))?.[1] ??
  'Begin with the first error: the later ones often follow from it.';

/** `go build` succeeds; compiler errors are shown as file:line with the source line. */
export function compiles(options: Partial<Check> = {}): Check {
  return {
    ...check('compiles', 'compiles with go build', { gate: true, timeoutMs: 300_000 }, async ({ go, log }) => {
      const folder = await go.mainPackage();
      log('build', `go build ${folder === '.' ? '.' : `./${folder}`}`);
      const build = await go.build('plain');
      if (build.ok) return;
      const [first] = build.diagnostics;
      fail({
        summary: first
          ? `The program does not compile: ${first.file}:${first.line}: ${oneLine(first)}.`
          : 'The program does not compile.',
        expected: 'go build ends without an error',
        actual: howMany(build.diagnostics.length),
        hint: first ? meaning([first]) : 'What go build printed is below.',
        evidence: [go.evidence('go build', build.diagnostics, build.output)],
      });
    }),
    ...options,
  };
}

const oneLine = ({ message }: Diagnostic) => message.replace(/\s*\n\s*/g, ', ');

function howMany(errors: number): string {
  if (errors === 0) return 'go build failed';
  return errors === 1 ? 'one error' : `${errors} errors`;
}
