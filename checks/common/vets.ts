import { type Check, check, fail } from '#kit';

/** The analyzers' own words (golang.org/x/tools/go/analysis/passes), explained. */
const meanings: [RegExp, string][] = [
  [
    /json tag but is not exported/,
    'Only fields that begin with a capital letter are seen by encoding/json; the tag gives the small name: Name string `json:"name"`.',
  ],
  [
    /Printf|Errorf|Sprintf|formatting directive/,
    'Each verb (%d, %s, %v) takes one argument of its kind. %v suits all.',
  ],
  [/struct field tag/, 'A tag reads `json:"name"`: no space behind the colon, and double quotes.'],
  [
    /passes lock by value|copies lock|assignment copies/,
    'A copy of a mutex locks nothing. Pass a pointer, and give methods a pointer receiver: (s *store).',
  ],
  [/unreachable code/, 'Nothing gets there: a return, a panic or an endless loop stands before it.'],
  [/using .* before checking for errors/, 'When there is an error the other value is nil: look at err first.'],
  [
    /cancel|context leak/,
    'The function that comes with a context (cancel, stop) must be called on every way out, or its timer and its context live on: defer it in the next line. To call it once more, earlier, does no harm.',
  ],
];
const general =
  'go vet finds what compiles but is almost surely a mistake. Run go vet ./... yourself: it takes a second, and every Go project runs it.';

/** `go vet` is clean. */
export function vets(options: Partial<Check> = {}): Check {
  return {
    ...check('vets', 'passes go vet', { timeoutMs: 300_000 }, async ({ go }) => {
      const vet = await go.vet();
      if (vet.ok) return;
      const [first] = vet.diagnostics;
      fail({
        summary: first
          ? `The command go vet warns: ${first.file}:${first.line}: ${first.message}.`
          : 'The command go vet found something to warn about.',
        expected: 'go vet ./... prints nothing',
        actual: vet.diagnostics.length > 1 ? `${vet.diagnostics.length} warnings` : 'one warning',
        hint: meanings.find(([words]) => words.test(first?.message ?? ''))?.[1] ?? general,
        evidence: [go.evidence('go vet ./...', vet.diagnostics, vet.output)],
      });
    }),
    ...options,
  };
}
