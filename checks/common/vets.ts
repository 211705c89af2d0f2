import { type Check, check, fail } from '#kit';
import { vetted } from './findings/vets.ts';

/** `go vet` is clean. */
export function vets(options: Partial<Check> = {}): Check {
  return {
    ...check('vets', 'passes go vet', { timeoutMs: 300_000 }, async ({ go }) => {
      const vet = await go.vet();
      if (!vet.ok) fail(vetted(vet.diagnostics, go.evidence('go vet ./...', vet.diagnostics, vet.output)));
    }),
    ...options,
  };
}
