/** What each step of `npm test` runs. */
import { listStages, loadStage } from '../../src/course/course.ts';
import { ownCourse } from '../../src/course/own.ts';
import { leftOnEngine, leftovers, newSince } from './leftovers.ts';
import { runnerIn } from './run.ts';
import type { Step, StepName } from './steps.ts';
import { nothing, oneFailed, oneSkipped, type Tally } from './tally.ts';
import { bringUp } from './testbed.ts';

/** Starts the testbed right away, unless the run is `quick` and needs none. */
export function performer(root: string, { quick }: { quick: boolean }): (step: Step) => Promise<Tally> {
  const runner = runnerIn(root);
  const before = leftovers();
  const testbed = quick ? undefined : bringUp(root);

  const programs = async (environment: NodeJS.ProcessEnv, { onCluster }: { onCluster: boolean }) =>
    runner.program(['verify', ...(await stagesThat(onCluster)), '--sample'], environment);

  const nothingLeft = async (): Promise<Tally> => {
    const [engine, cluster] = [await testbed?.engine(), await testbed?.cluster()];
    const onEngine = engine ? leftOnEngine(engine).map((one) => `on the Docker engine: ${one}`) : [];
    const left = [...onEngine, ...newSince(before, cluster ?? process.env)];
    if (left.length === 0) return nothing;
    console.error(`left behind:\n  ${left.join('\n  ')}`);
    return oneFailed;
  };

  const commands: Record<StepName, (environment: NodeJS.ProcessEnv) => Promise<Tally>> = {
    types: () => runner.tool('typescript/bin/tsc', ['--noEmit']),
    imports: () => runner.vitest(['--project=unit', 'test/imports.test.ts']),
    style: () => runner.tool('@biomejs/biome/bin/biome', ['check']),
    unused: () => runner.tool('knip/bin/knip.js', []),
    unit: (environment) => runner.vitest(['--project=unit', '--exclude=test/imports.test.ts'], environment),
    hostile: (environment) => runner.vitest(['--project=hostile'], environment),
    // One file at a time: they look at what is left on an engine, or on a node, that they share.
    engine: (environment) => runner.vitest(['--project=engine', '--no-file-parallelism'], environment),
    cluster: (environment) => runner.vitest(['--project=cluster', '--no-file-parallelism'], environment),
    programs: (environment) => programs(environment, { onCluster: false }),
    'cluster programs': (environment) => programs(environment, { onCluster: true }),
    'nothing left': nothingLeft,
  };

  return async ({ name, needs }) => {
    const environment = needs ? await testbed?.[needs]() : process.env;
    return environment ? commands[name](environment) : oneSkipped;
  };
}

/** Ids of the stages that roll out on a cluster, or of the others. */
async function stagesThat(onCluster: boolean): Promise<string[]> {
  const entries = listStages(ownCourse).filter(({ checker }) => checker);
  const stages = await Promise.all(entries.map(async (entry) => ({ id: entry.id, stage: await loadStage(entry) })));
  return stages.filter(({ stage }) => (stage.cluster !== undefined) === onCluster).map(({ id }) => id);
}
