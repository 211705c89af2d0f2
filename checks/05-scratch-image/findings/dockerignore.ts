/** What the ignore file sends that it should not, and what it keeps back. */
import {
  type BuildContext,
  type Evidence,
  enumerate,
  type Finding,
  finding,
  type IgnoreProblem,
  type Source,
  size,
} from '#kit';
import { savedAsUtf16 } from './encoding.ts';

/**
 * Of the contract: history and secrets, and what a build by hand leaves behind. Each by paths that stand for it: one alone could be
 * left out by its own name.
 */
const unwanted: { paths: string[]; named: string; any?: RegExp }[] = [
  {
    paths: [
      'HEAD',
      'config',
      'index',
      'packed-refs',
      'logs/HEAD',
      'refs/heads/main',
      'objects/3f/0a1b2c',
      'hooks/pre-push',
    ].map((name) => `.git/${name}`),
    named: '.git',
    any: /^\.git\/./,
  },
  { paths: ['.env'], named: '.env' },
  { paths: ['.env.local'], named: '.env.local' },
  { paths: ['server'], named: 'server' },
  { paths: ['bin/server'], named: 'bin/server' },
  { paths: ['user-service'], named: 'user-service' },
  {
    paths: ['server', 'main', 'user-service', 'app-v2', 'Setup'].map((name) => `${name}.exe`),
    named: '*.exe',
    any: /^[^/]+\.exe$/,
  },
  { paths: ['cmd/server/server'], named: 'cmd/server/server' },
];
const unwantedNames = unwanted.map(({ named }) => named);

export function noIgnoreFile(sent: BuildContext, files: readonly string[]): Finding | undefined {
  if (sent.ignoreFile) return undefined;
  const near = files.find((path) => /docker_?ignore/i.test(path));
  return finding({
    summary: near ? `The file .dockerignore is missing: there is only ${near}.` : 'There is no .dockerignore yet.',
    expected: 'a .dockerignore beside the Dockerfile',
    actual: 'docker build sends the whole folder: history, secrets and old binaries with it',
    hint: `Leave out ${enumerate(unwantedNames, 10)}. The lesson shows two ways.`,
  });
}

export function notUnderstood({ problems }: BuildContext, source: Source): Finding | undefined {
  const [first] = problems;
  if (!first) return undefined;
  if (first.kind === 'utf-16') return savedAsUtf16(first.file);
  return finding({
    summary: `Docker can't use ${first.file}:${first.line}: "${first.pattern}" ${wrong[first.kind]}.`,
    expected: 'one pattern a line',
    hint: 'A pattern is a path with *, ? and **; a ! in front includes again what an earlier line left out.',
    evidence: [source.show(first)],
  });
}

const wrong: Record<Exclude<IgnoreProblem['kind'], 'utf-16'>, string> = {
  empty: 'is no pattern: there is no path in it',
  malformed: 'is not a pattern that Docker understands',
};

/** A `!` that includes too little, or a pattern like **\/server that takes cmd/server away. */
export function keepsSourceBack(sent: BuildContext, files: readonly string[], source: Source): Finding | undefined {
  const needed = files.filter((path) => path === 'go.mod' || /^(cmd|internal)\/.*(?<!_test)\.go$/.test(path));
  const missing = needed.filter((path) => !sent.sends(path));
  const [first] = missing;
  if (first === undefined) return undefined;
  const by = sent.decides(first);
  return finding({
    summary: `The build is not sent ${enumerate(missing, 3)}: .dockerignore leaves ${missing.length === 1 ? 'it' : 'them'} out.`,
    expected: 'go.mod and all Go files of cmd/ and internal/ are sent',
    actual: by ? `${by.file}:${by.line} (${by.pattern}) leaves out ${first}` : `${first} is left out`,
    hint: whyKeptBack(by?.pattern ?? ''),
    evidence: [source.show(by), paths('Left out, but needed', missing)],
  });
}

function whyKeptBack(pattern: string): string {
  if (pattern === '*' || pattern === '**')
    return 'The last line that matches a path decides. Below * include what the build reads: !go.mod, !cmd, !internal.';
  if (/^(\*\*\/?)?server$|\/server$/.test(pattern))
    return `${pattern} matches the folder cmd/server too, with everything in it. A pattern without ** counts from the top: server is the file beside go.mod.`;
  return 'The last line that matches a path decides; a line further down that begins with ! includes a path again.';
}

export function sendsUnwanted(sent: BuildContext, source: Source): Finding | undefined {
  const leaking = unwanted.flatMap(({ paths: known, named, any }) => {
    const all = [...known, ...sent.includedAgain.filter((path) => any?.test(path))];
    const path = all.find((one) => sent.sends(one));
    return path === undefined ? [] : [{ path, named, whole: all.every((one) => sent.sends(one)) }];
  });
  const [first] = leaking;
  if (!first) return undefined;
  const by = sent.decides(first.path);
  const names = leaking.map(({ named, path, whole }) => (whole ? named : `${path} (of ${named})`));
  return finding({
    summary: `The build would be sent ${enumerate(names, 8)}${names.length === 1 ? '' : ', where they exist'}.`,
    expected: `left out: ${unwantedNames.join(', ')}; nothing below .git, and no .exe of any name`,
    actual: by
      ? `${by.file}:${by.line} (${by.pattern}) includes ${first.path} again`
      : `no line of ${sent.ignoreFile} matches ${enumerate(names, 3)}`,
    ...why(sent, first.path, names, by?.pattern),
    evidence: [
      source.show(by ?? trap(sent, leaking) ?? { file: sent.ignoreFile ?? '.dockerignore', line: 1 }),
      paths('Sent, if they exist', names),
    ],
  });
}

function why(sent: BuildContext, path: string, names: readonly string[], again: string | undefined): { hint: string } {
  if (again) return { hint: 'The last line that matches decides: put the line that leaves it out below.' };
  const line = trap(sent, [{ path }]);
  if (line?.kind === 'comment')
    return {
      hint: `${line.file}:${line.line}: a comment needs a line of its own. Behind a pattern, # and all that follows belong to the name.`,
    };
  if (line?.kind === 'backslash')
    return {
      hint: `${line.file}:${line.line}: the parts of a path are separated by /. A \\ takes the next letter literally.`,
    };
  const more = names.length === 1 ? 'a line' : 'lines';
  return {
    hint: `Patterns count from the top of the folder, unlike in .gitignore. Add ${more} for ${enumerate(names, 8)}.`,
  };
}

/** The pattern that was meant for one of the paths, and does not match it. */
function trap(sent: BuildContext, leaking: readonly { path: string }[]) {
  return sent.traps.find((one) => leaking.some(({ path }) => one.meant(path)));
}

const bigContext = 20e6;

/** A note; undefined while the build is sent little. */
export function bigContextNote(sent: BuildContext): string | undefined {
  const files = [...sent.files()].sort((a, b) => b.bytes - a.bytes);
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes <= bigContext) return undefined;
  const largest = files.slice(0, 3).map((file) => `${file.path} (${size(file.bytes)})`);
  return `Every build is sent ${size(bytes)}. The largest: ${enumerate(largest)}.`;
}

const paths = (title: string, names: readonly string[]): Evidence => ({ kind: 'files', title, text: names.join('\n') });
