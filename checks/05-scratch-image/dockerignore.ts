import { type BuildContext, type CheckContext, check, type Evidence, type Files, fail } from '#kit';
import { listed, megabytes } from './words.ts';

/** Of the contract: history and secrets, and what a build by hand leaves behind. */
const unwanted: { path: string; named: string }[] = [
  { path: '.git/config', named: '.git' },
  { path: '.env', named: '.env' },
  { path: '.env.local', named: '.env.local' },
  { path: 'server', named: 'server' },
  { path: 'bin/server', named: 'bin/server' },
  { path: 'user-service', named: 'user-service' },
  { path: 'server.exe', named: '*.exe' },
  { path: 'cmd/server/server', named: 'cmd/server/server' },
];

const bigContext = 20e6;

/** Judged from the patterns: the files themselves need not be there. */
export const dockerignore = check(
  'dockerignore',
  'sends the source to the build, and no history, secrets or binaries',
  { lesson: 'What goes in: .dockerignore' },
  async ({ docker, files, note }: CheckContext) => {
    const sent = docker.buildContext();
    if (!sent.ignoreFile) return noIgnoreFile(files);
    understood(sent, files);
    holdsTheSource(sent, files);
    leavesOut(sent, files);
    const bytes = sent.files().reduce((sum, file) => sum + file.bytes, 0);
    if (bytes > bigContext) note(bigNote(sent, bytes));
  },
);

function noIgnoreFile(files: Files): never {
  const near = files.list().find((path) => /docker_?ignore/i.test(path));
  fail({
    summary: near ? `The file .dockerignore is missing: there is only ${near}.` : 'There is no .dockerignore yet.',
    expected: 'a .dockerignore beside the Dockerfile',
    actual: 'docker build sends the whole folder: history, secrets and old binaries with it',
    hint: `Leave out ${listed(
      unwanted.map(({ named }) => named),
      10,
    )}. The lesson shows two ways.`,
  });
}

function understood({ problems }: BuildContext, files: Files): void {
  const [first] = problems;
  if (!first) return;
  fail({
    summary: `Docker can't use ${first.file}:${first.line}: ${first.message}.`,
    expected: 'one pattern a line',
    hint: 'A pattern is a path with *, ? and **; a ! in front brings back what an earlier line left out.',
    evidence: [files.excerpt(first)],
  });
}

/** A `!` that brings back too little, or a pattern like **\/server that takes cmd/server away. */
function holdsTheSource(sent: BuildContext, files: Files): void {
  const needed = files.list().filter((path) => path === 'go.mod' || /^(cmd|internal)\/.*(?<!_test)\.go$/.test(path));
  const missing = needed.filter((path) => !sent.sends(path));
  const [first] = missing;
  if (first === undefined) return;
  const by = sent.decides(first);
  fail({
    summary: `The build is not sent ${listed(missing, 3)}: .dockerignore leaves ${missing.length === 1 ? 'it' : 'them'} out.`,
    expected: 'go.mod and all Go files of cmd/ and internal/ are sent',
    actual: by ? `${by.file}:${by.line} (${by.pattern}) leaves out ${first}` : `${first} is left out`,
    hint: hintFor(by?.pattern ?? ''),
    evidence: [by && files.excerpt(by), pathsEvidence('Left out, but needed', missing)],
  });
}

function hintFor(pattern: string): string {
  if (pattern === '*' || pattern === '**')
    return 'The last line that matches a path decides. Below * bring back what the build reads: !go.mod, !cmd, !internal.';
  if (/^(\*\*\/)?server$|\/server$/.test(pattern))
    return `${pattern} matches the folder cmd/server too, with all that is in it. A pattern without **/ counts from the top: server is the file beside go.mod.`;
  return 'The last line that matches a path decides; a line further down that begins with ! brings a path back.';
}

function leavesOut(sent: BuildContext, files: Files): void {
  const leaking = unwanted.filter(({ path }) => sent.sends(path));
  const [first] = leaking;
  if (!first) return;
  const by = sent.decides(first.path);
  const names = leaking.map(({ named }) => named);
  fail({
    summary: `The build would be sent ${listed(names, 8)}${leaking.length === 1 ? '' : ', where they exist'}.`,
    expected: `left out: ${unwanted.map(({ named }) => named).join(', ')}`,
    actual: by
      ? `${by.file}:${by.line} (${by.pattern}) brings ${first.named} back`
      : `no line of ${sent.ignoreFile} matches ${listed(names, 3)}`,
    hint: by
      ? 'The last line that matches decides: put the line that leaves it out below.'
      : `Patterns count from the top of the folder, unlike in .gitignore. Add ${names.length === 1 ? 'a line' : 'lines'} for ${listed(names, 8)}.`,
    evidence: [
      by ? files.excerpt(by) : files.excerpt({ file: sent.ignoreFile ?? '', line: 1 }),
      pathsEvidence('Sent, should they exist', names),
    ],
  });
}

const pathsEvidence = (title: string, paths: readonly string[]): Evidence => ({
  kind: 'files',
  title,
  text: paths.join('\n'),
});

function bigNote(sent: BuildContext, bytes: number): string {
  const largest = [...sent.files()].sort((a, b) => b.bytes - a.bytes).slice(0, 3);
  return `Every build is sent ${megabytes(bytes)}. The largest: ${listed(largest.map((file) => `${file.path} (${megabytes(file.bytes)})`))}.`;
}
