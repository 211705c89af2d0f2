/**
 * Builds an image the way the learner does: with the docker command line where it has BuildKit, else with BuildKit
 * through the engine's API, else with the classic builder. DOCKER_BUILDKIT=0 chooses the classic one, as it does for docker.
 */
import { cacheVanished, refusesBuildKit } from '../engine/messages.ts';
import { buildByApi } from './api.ts';
import { buildByCli, buildKitCli } from './cli.ts';
import type { BuildJob, Built } from './job.ts';

export async function buildImage(job: BuildJob): Promise<Built> {
  if (job.engine.kind === 'podman') return { ...(await buildByApi(job, 'classic')), builder: 'podman' };
  if (job.environment.DOCKER_BUILDKIT === '0') return buildClassic(job);
  const cli = await buildKitCli(job);
  const built = await (cli ? buildByCli(job, cli) : buildByApi(job, 'buildkit'));
  return refusesBuildKit(built.log.message) ? buildClassic(job) : built;
}

async function buildClassic(job: BuildJob): Promise<Built> {
  const built = await buildByApi(job, 'classic');
  return cacheVanished(built.log.message) ? buildByApi(job, 'classic') : built;
}
