/** Everything we make on an engine carries our label, and is removed by that label alone. Nothing is ever pruned. */
import { deadline, eventually } from '../../kit/index.ts';
import { markedOwnerLives, ownerMark } from '../lease/owner.ts';
import type { Engine } from './engine/engine.ts';

const runKey = 'io.go-cloud-workshop.run';
const ownerKey = 'io.go-cloud-workshop.owner';

export function labelsOf(run: string): Record<string, string> {
  return { [runKey]: run, [ownerKey]: ownerMark() };
}

/** Containers and images of one run. */
export async function removeRun(engine: Engine, run: string): Promise<void> {
  await removeWhere(engine, (labels) => labels[runKey] === run);
}

/**
 * Children before their parents. A cancelled build's container may hold an image for a moment longer; an image that
 * another build has used since stays.
 */
export async function removeImages({ client }: Engine, ids: readonly string[]): Promise<void> {
  const limit = deadline(5_000);
  for (const id of ids)
    await eventually(5_000, async () => ((await removed(client, id)) || limit.signal.aborted ? true : undefined), 50);
  limit.stop();
}

async function removed(client: Engine['client'], id: string): Promise<boolean> {
  try {
    await client.getImage(id).remove({ force: false, noprune: true });
    return true;
  } catch (error) {
    return (error as { statusCode?: number }).statusCode !== 409;
  }
}

/** Removes what killed runs left, once their process is gone. */
export async function sweepEngine(engine: Engine): Promise<void> {
  await removeWhere(engine, (labels, created) => !markedOwnerLives(labels[ownerKey] ?? '', created * 1_000));
}

/** `created`: Unix time, seconds. */
type Condition = (labels: Record<string, string>, created: number) => boolean;

async function removeWhere({ client }: Engine, condition: Condition): Promise<void> {
  const filters = { label: [runKey] };
  const containers = await client.listContainers({ all: true, filters });
  for (const one of containers) {
    if (!condition(one.Labels ?? {}, one.Created)) continue;
    await ignoringMissing(client.getContainer(one.Id).remove({ force: true, v: true }));
  }
  const images = await client.listImages({ filters: { ...filters } });
  for (const one of images) {
    if (!condition(one.Labels ?? {}, one.Created)) continue;
    // noprune: untagged parents may be the learner's own cache.
    await ignoringMissing(client.getImage(one.Id).remove({ force: true, noprune: true }));
  }
}

/** 404: already gone; 409: being removed by another client, or in use; 304: already stopped. */
export async function ignoringMissing(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    const { statusCode } = error as { statusCode?: number };
    if (statusCode !== 404 && statusCode !== 409 && statusCode !== 304) throw error;
  }
}
