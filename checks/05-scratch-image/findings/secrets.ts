/** A password, token or key that everybody who has the Dockerfile or the image can read. */
import { type Dockerfile, type Finding, finding, type Image } from '#kit';
import type { Lines } from '../lines.ts';
import { type Secret, type ShippedSecret, secretsIn, secretsOf } from '../secrets.ts';

const hint =
  'docker history and docker inspect show it to everybody. Give secrets to the running container; what a build needs goes in by RUN --mount=type=secret.';

/** As the Dockerfile is written. */
export function holdsSecret(dockerfile: Dockerfile, lines: Lines): Finding | undefined {
  const [secret] = secretsIn(dockerfile);
  if (!secret) return undefined;
  return finding({
    summary: `${named(secret)} like a secret, and ${whoReads(secret)}.`,
    expected: 'no password, token or key in the Dockerfile',
    actual: `line ${secret.line}: ${how(secret.keyword, secret)}`,
    hint: secret.ships ? hint : inBuildStage,
    evidence: [lines.at(secret.line)],
  });
}

/** What a stage that does not ship holds is in the Dockerfile, and what is given by --build-arg on the machine that builds. */
function whoReads({ ships, written }: Secret): string {
  if (ships) return 'everybody who has the image can read it';
  return written ? 'everybody who has the Dockerfile can read it' : 'what is given for it stays in the build cache';
}

const inBuildStage =
  'The last stage leaves that one behind; the Dockerfile, the history of the stage and the build cache are read all the same. What a build needs goes in by RUN --mount=type=secret.';

const named = ({ keyword, name }: Secret) => (name === '' ? `What ${keyword} holds looks` : `${keyword} ${name} looks`);

function how(where: string, { name, looksLike }: Pick<Secret, 'name' | 'looksLike'>): string {
  if (name === '') return `${where} holds what looks like ${looksLike}`;
  const what = `${where} ${name}`;
  return looksLike ? `${what}, whose value looks like ${looksLike}` : `${what}, by its name`;
}

/** As the image ships. */
export function shipsSecret(image: Image, lines: Lines): Finding | undefined {
  const [secret] = secretsOf(image);
  if (!secret) return undefined;
  return finding({
    summary: `The image’s ${places[secret.where]} holds what looks like a secret, and everybody who has the image can read it.`,
    expected: 'no password, token or key in the configuration or history of the image',
    actual: how(secret.where, secret),
    hint,
    evidence: [lines.final('ENV', 'LABEL', 'ARG', 'CMD', 'ENTRYPOINT')],
  });
}

const places: Record<ShippedSecret['where'], string> = {
  Env: 'environment',
  Labels: 'list of labels',
  OnBuild: 'ONBUILD',
  Entrypoint: 'ENTRYPOINT',
  Cmd: 'CMD',
  history: 'history',
};
