/**
 * A Docker engine for tests: a private one for root on Debian, else the machine's. It is up from the first file that asks until
 * the process of the last one has ended.
 */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';
import { describe } from 'vitest';

const script = path.join(import.meta.dirname, 'docker/engine.sh');

type DockerTestbed =
  /** What a program needs in its environment to use the engine. */
  { environment: NodeJS.ProcessEnv; skipped?: undefined } | { environment?: undefined; skipped: string };

let found: Promise<DockerTestbed> | undefined;

/** With GO_CLOUD_WORKSHOP_TEST_NO_SKIP (as in .ci/run) having no engine is an error. */
function dockerTestbed(): Promise<DockerTestbed> {
  found ??= bringUp();
  return found;
}

async function bringUp(): Promise<DockerTestbed> {
  try {
    const { stdout } = await promisify(execFile)(script, ['ensure', String(process.pid)]);
    const host = stdout.trim();
    return { environment: { ...process.env, ...(host === '' ? {} : { DOCKER_HOST: host }) } };
  } catch (error) {
    const { stderr, message } = error as { stderr?: string; message: string };
    const skipped = stderr?.trim() || message;
    if (process.env.GO_CLOUD_WORKSHOP_TEST_NO_SKIP) throw new Error(`no Docker engine for the tests: ${skipped}`);
    return { skipped };
  }
}

/** `describe`, or a skipped one that says why. The body gets the environment. */
export async function describeWithDocker(name: string, body: (environment: NodeJS.ProcessEnv) => void): Promise<void> {
  const testbed = await dockerTestbed();
  if (testbed.environment) describe(name, () => body(testbed.environment));
  else describe.skip(`${name} (skipped: ${testbed.skipped})`, () => body({}));
}
