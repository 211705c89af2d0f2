import { type Check, check, fail } from '#kit';
import { notCompiled } from './findings/compiles.ts';
import { ownPackages } from './messages/own-imports.ts';

/** `go build` succeeds; compiler errors are shown as file:line with the source line. */
export function compiles(options: Partial<Check> = {}): Check {
  return {
    ...check('compiles', 'compiles with go build', { gate: true, timeoutMs: 300_000 }, async ({ go, log, files }) => {
      const folder = await go.mainPackage();
      log('build', `go build ${folder === '.' ? '.' : `./${folder}`}`);
      const build = await go.build('plain');
      if (build.ok) return;
      const own = ownPackages(files.list(), files.read('go.mod') ?? '');
      fail(notCompiled(build, go.evidence('go build', build.diagnostics, build.output), own));
    }),
    ...options,
  };
}
