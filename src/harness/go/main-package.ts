/** Which package is the program: the module root's package main, else the only one under cmd/. */
import { Failure, type Files } from '../../kit/index.ts';
import type { RunGo } from './command.ts';
import { parseDiagnostics, relativePaths } from './diagnostics.ts';

/** '.' or e.g. 'cmd/server'; a Failure that says what to do when there is none or more than one. */
export async function findMainPackage(files: Files, run: RunGo): Promise<string> {
  if (!files.list().includes('go.mod')) throw noModule(files);
  const candidates =
    files.list().includes('main.go') && isMain(files.read('main.go')) ? ['.'] : await listMains(files, run);
  if (candidates.includes('.')) return '.';
  const under = candidates.filter((path) => path.startsWith('cmd/'));
  const chosen = under.length > 0 ? under : candidates;
  const [only] = chosen;
  if (only !== undefined && chosen.length === 1) return only;
  throw only === undefined ? noMain(files) : twoMains(chosen);
}

const isMain = (text: string | undefined) =>
  /^package main\b/m.test(text ?? '') && !/^\/\/go:build\b/m.test(text ?? '');

/** `go list` knows build constraints and nested modules; it is only asked when main.go doesn't answer. */
async function listMains(files: Files, run: RunGo): Promise<string[]> {
  const result = await run(['list', '-e', '-f', '{{if eq .Name "main"}}{{.Dir}}{{end}}', './...'], files.root);
  if (result.code !== 0) throw brokenModule(result.output, files);
  return result.output
    .split('\n')
    .filter((line) => line.startsWith(files.root))
    .map((dir) => relativePaths(dir, files.root));
}

function brokenModule(output: string, files: Files): Failure {
  const diagnostics = parseDiagnostics(output, files);
  const [first] = diagnostics;
  return new Failure({
    summary: `The go command can't work with this module: ${first?.message ?? relativePaths(output, files.root).trim().split('\n')[0]}`,
    expected: 'a go.mod as the starter has it: module name and "go 1.22"',
    hint: 'Restore go.mod from the starter; the exercises need nothing but the standard library.',
    evidence: [
      { kind: 'log', title: 'go list ./...', text: relativePaths(output, files.root).trim() },
      {
        kind: 'code',
        title: 'go.mod',
        text: files.read('go.mod') ?? '',
        at: { file: 'go.mod', line: first?.line ?? 1 },
      },
    ],
  });
}

function noModule(files: Files): Failure {
  return new Failure({
    summary: 'There is no go.mod in this folder, so it is not a Go module.',
    expected: 'go.mod beside main.go',
    hint: 'Is this the right folder? In an empty one, "go mod init user-service" makes the file.',
    evidence: [filesEvidence(files)],
  });
}

function noMain(files: Files): Failure {
  return new Failure({
    summary: 'There is no program here: no folder of the module holds a package main.',
    expected: 'package main with func main, in the module root or in cmd/<name>',
    hint: 'The first line of main.go is "package main".',
    evidence: [filesEvidence(files)],
  });
}

function twoMains(candidates: string[]): Failure {
  return new Failure({
    summary: `There is more than one program in this module: ${candidates.join(', ')}.`,
    expected: 'one package main in the module root, or exactly one under cmd/',
    actual: `${candidates.length} of them`,
    hint: 'Move the program that should be graded to the root or keep it as the only one under cmd/.',
    evidence: [{ kind: 'files', title: 'Folders with a package main', text: candidates.join('\n') }],
  });
}

function filesEvidence(files: Files) {
  return { kind: 'files' as const, title: 'Files here', text: files.list().slice(0, 40).join('\n') || '(none)' };
}
