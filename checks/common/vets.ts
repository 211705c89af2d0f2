import { type Check, check, fail } from '#kit';

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
        hint: 'go vet finds what compiles but is almost surely a mistake. Run go vet ./... yourself: it takes a second, and every Go project runs it.',
        evidence: [go.evidence('go vet ./...', vet.diagnostics, vet.output)],
      });
    }),
    ...options,
  };
}
