import { type Check, type CheckContext, check, fail, failIf, type Server, type StartOptions } from '#kit';
import { notWithRace } from './findings/compiles.ts';
import { raceFinding } from './findings/no-race.ts';

/** Starts the -race build; the reports of every server started this way are read when the exercise is over. */
export type StartRace = (options?: Omit<StartOptions, 'build'>) => Promise<Server>;

/** Room for the largest crowd: 100 requests that ask two upstreams each. */
const crowdOf = 360;

/**
 * The -race build reports nothing while `exercise` puts the program under parallel load. The exercise fails for
 * nothing else: other checks report what else goes wrong there.
 */
export function noRace(
  exercise: (context: CheckContext, start: StartRace) => Promise<void>,
  options: Partial<Check> = {},
): Check {
  return {
    ...check(
      'no-race',
      'has no data race under parallel requests',
      { needs: ['cgo', { openFiles: crowdOf }], timeoutMs: 300_000 },
      async (context) => {
        await buildRace(context);
        const servers: Server[] = [];
        await exercise(context, async (start) => {
          const server = await context.app.start({ ...start, build: 'race' });
          servers.push(server);
          return server;
        });
        for (const server of servers) failIf(raceFinding(await server.races(), context.source));
      },
    ),
    ...options,
  };
}

/** Says that the first build with -race compiles the standard library, so that nobody thinks it hangs. */
export async function buildRace({ go, log }: Pick<CheckContext, 'go' | 'log'>): Promise<void> {
  log('build', 'go build -race (the very first time this compiles the standard library: up to a minute)');
  const build = await go.build('race');
  if (!build.ok) fail(notWithRace(build, go.evidence('go build -race', build.diagnostics, build.output)));
}
