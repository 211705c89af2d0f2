/** Which package is the program: the module root's package main, else the only one under cmd/. */
import { FaultyProgram, type Files } from '../../kit/index.ts';
import type { RunGo } from './command.ts';
import { parseDiagnostics, relativePaths } from './diagnostics.ts';

/** '.' or e.g. 'cmd/server'; throws a FaultyProgram when there is none or more than one. */
export async function findMainPackage(files: Files, run: RunGo): Promise<string> {
  if (!files.list().includes('go.mod')) throw new FaultyProgram({ kind: 'no-module', files: files.list() });
  const candidates =
    files.list().includes('main.go') && isMain(files.read('main.go')) ? ['.'] : await listMains(files, run);
  if (candidates.includes('.')) return '.';
  const under = candidates.filter((path) => path.startsWith('cmd/'));
  const chosen = under.length > 0 ? under : candidates;
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return only;
  throw new FaultyProgram(
    only === undefined ? { kind: 'no-main', files: files.list() } : { kind: 'several-mains', folders: chosen },
  );
}

const isMain = (text: string | undefined) =>
  /^package main\b/m.test(text ?? '') && !/^\/\/go:build\b/m.test(text ?? '');

/** `go list` knows build constraints and nested modules; it is only asked where main.go does not settle it. */
async function listMains(files: Files, run: RunGo): Promise<string[]> {
  const result = await run(['list', '-e', '-f', '{{if eq .Name "main"}}{{.Dir}}{{end}}', './...'], files.root);
  if (result.code !== 0)
    throw new FaultyProgram({
      kind: 'broken-module',
      output: relativePaths(result.output, files.root).trim(),
      diagnostics: parseDiagnostics(result.output, files),
      goMod: files.read('go.mod') ?? '',
    });
  return result.output
    .split('\n')
    .filter((line) => line.startsWith(files.root))
    .map((dir) => relativePaths(dir, files.root));
}
