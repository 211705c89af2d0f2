/** Which stage a learner means: '01-http-server', '01', '1' and 'http-server' all name the same one. */

import { nearest } from '../words/nearest.ts';
import { UsageError } from './errors.ts';

type Named = { id: string; number: number; slug: string };

/** Throws a UsageError with a did-you-mean. */
export function stageNamed<T extends Named>(stages: readonly T[], name: string): T {
  const wanted = name.trim().toLowerCase().replace(/\/+$/, '');
  const found = stages.find(
    (stage) =>
      stage.id === wanted || stage.slug === wanted || (/^\d+$/.test(wanted) && stage.number === Number(wanted)),
  );
  if (found) return found;
  const close = nearest(
    wanted,
    stages.flatMap((stage) => [stage.id, stage.slug]),
  );
  const meant = close && stages.find((stage) => stage.id === close || stage.slug === close);
  throw new UsageError(
    `There is no stage "${name}".`,
    meant ? `Did you mean ${meant.id}?` : `The stages are: ${stages.map((stage) => stage.id).join(', ')}.`,
  );
}
