/** go vet has something to say. */
import { type Diagnostic, type Evidence, type Finding, finding } from '#kit';
import { vetMeaning } from '../messages/vet.ts';

export function vetted(diagnostics: readonly Diagnostic[], evidence: Evidence): Finding {
  const [first] = diagnostics;
  return finding({
    summary: first
      ? `The command go vet warns: ${first.file}:${first.line}: ${first.message}.`
      : 'The command go vet found something to warn about.',
    expected: 'go vet ./... prints nothing',
    actual: diagnostics.length > 1 ? `${diagnostics.length} warnings` : 'one warning',
    hint: vetMeaning(first?.message ?? ''),
    evidence: [evidence],
  });
}
