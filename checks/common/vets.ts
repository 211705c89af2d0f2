import { type Check, check, fail } from '#kit';
import { vetMeaning } from './messages/vet.ts';

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
        hint: vetMeaning(first?.message ?? ''),
        evidence: [go.evidence('go vet ./...', vet.diagnostics, vet.output)],
      });
    }),
    ...options,
  };
}
