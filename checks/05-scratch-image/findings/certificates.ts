/** No certificates where Go looks for them. */
import { type Finding, finding, type ImageFile } from '#kit';
import type { Lines } from '../lines.ts';

export type Seen = {
  /** Where the bundle belongs. */
  wanted: string;
  /** A file in one of the right places whose PEM blocks are no certificates. */
  broken?: string;
  /** A bundle in one of the right places that holds no certificate. */
  empty?: string;
  /** A file with certificates in another place. */
  elsewhere?: string;
  /** `elsewhere` has the name of the folder that Go looks into. */
  inPlaceOfFolder?: boolean;
};

export function noCertificates(seen: Seen, lines: Lines): Finding {
  const { wanted, broken, empty, elsewhere, inPlaceOfFolder } = seen;
  const at = broken ?? empty ?? elsewhere;
  if (at === elsewhere && elsewhere && inPlaceOfFolder) return aFileNotAFolder(elsewhere, lines);
  return finding({
    ...described(broken, empty, elsewhere),
    expected: `a bundle at ${wanted}`,
    hint: 'COPY --from=build /etc/ssl/certs/ca-certificates.crt /etc/ssl/certs/ takes them from the stage that builds; golang:1.26-alpine has them.',
    evidence: [at === undefined ? lines.final('COPY') : lines.copying(at)],
  });
}

const aFileNotAFolder = (path: string, lines: Lines): Finding =>
  finding({
    summary: `${path} is the bundle itself, and Go looks for a folder of that name with the bundle in it.`,
    expected: `a bundle at ${path}/ca-certificates.crt`,
    actual: `a file ${path}`,
    hint: `COPY takes a destination without a / at its end for the new name of the file. Write ${path}/.`,
    evidence: [lines.copying(path)],
  });

function described(broken?: string, empty?: string, elsewhere?: string): { summary: string; actual: string } {
  if (broken)
    return {
      summary: `${broken} has the form of a certificate bundle, but no certificate can be read from it.`,
      actual: 'PEM blocks that are no X.509 certificates',
    };
  if (empty) return { summary: `${empty} holds no certificates.`, actual: 'no PEM block in it' };
  if (elsewhere)
    return {
      summary: `The certificates are at ${elsewhere}, where Go does not look for them.`,
      actual: `a bundle at ${elsewhere}`,
    };
  return { summary: 'There are no certificates in the image.', actual: 'none in any place where Go looks' };
}

/** `closed`: the bundle itself, or a folder on the way to it. */
export function unreadable(bundle: ImageFile, closed: ImageFile, user: string, lines: Lines): Finding {
  return finding({
    summary: `The image's user (${user}) may not read the certificates at ${bundle.path}.`,
    expected: 'a bundle that everybody may read (mode 644), in folders that everybody may enter (755)',
    actual: `${closed.path} has mode ${(closed.mode & 0o7777).toString(8)} and belongs to user ${closed.uid}`,
    hint: 'COPY keeps the mode that a file had, and --chmod sets another: COPY --chmod=644 makes it readable. Its owner is root unless --chown says otherwise.',
    evidence: [lines.copying(bundle.path)],
  });
}

export function privateKey({ path }: ImageFile, lines: Lines): Finding {
  return finding({
    summary: `There is a private key beside the certificates: ${path}.`,
    expected: 'certificates only: they are public, and a key is not',
    actual: `${path} holds a PEM block PRIVATE KEY`,
    hint: 'Everybody who can pull the image has the key. Mount it into the running container, and replace this one if it was in use.',
    evidence: [lines.copying(path)],
  });
}
