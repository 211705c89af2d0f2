/** No certificates where Go looks for them. */
import { type Finding, finding } from '#kit';
import type { Lines } from '../lines.ts';

export type Seen = {
  /** Where the bundle belongs. */
  wanted: string;
  /** A bundle in one of the right places that holds no certificate. */
  empty?: string;
  /** A file with certificates in another place. */
  elsewhere?: string;
};

export function noCertificates({ wanted, empty, elsewhere }: Seen, lines: Lines): Finding {
  const at = empty ?? elsewhere;
  return finding({
    ...described(empty, elsewhere),
    expected: `a bundle at ${wanted}`,
    hint: 'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ takes them from the stage that builds; golang:1.26-alpine has them.',
    evidence: [at === undefined ? lines.final('COPY') : lines.copying(elsewhere ?? at)],
  });
}

function described(empty: string | undefined, elsewhere: string | undefined): { summary: string; actual: string } {
  if (empty) return { summary: `${empty} holds no certificates.`, actual: 'no PEM block in it' };
  if (elsewhere)
    return {
      summary: `The certificates are at ${elsewhere}, where Go does not look for them.`,
      actual: `a bundle at ${elsewhere}`,
    };
  return { summary: 'There are no certificates in the image.', actual: 'none in any place where Go looks' };
}
