/** The image was not built. */
import { type BuildContext, type Dockerfile, type Evidence, type FailedImageBuild, type Finding, finding } from '#kit';
import type { Lines } from '../lines.ts';
import {
  builderMistakes,
  type Explanation,
  firstLine,
  goMistake,
  misspeltStage,
  wholeText,
} from './builds/mistakes.ts';

export type Seen = {
  build: FailedImageBuild;
  dockerfile?: Dockerfile;
  /** Paths of the learner's files. */
  files: readonly string[];
  decides: BuildContext['decides'];
  lines: Lines;
};

export const noDockerfile = (): Finding =>
  finding({
    summary: 'There is nothing to build: no Dockerfile yet.',
    expected: 'docker build . succeeds',
    hint: 'Write the Dockerfile first; then this check has something to build.',
  });

export function notBuilt(seen: Seen): Finding {
  const { build, lines } = seen;
  const { step, message } = build;
  const { line, ...words } = explain(seen);
  return finding({
    actual: step ? `it stopped at: ${shortened(step.text)}` : message,
    ...words,
    expected: 'docker build . ends with an image',
    evidence: [lines.at(line ?? step?.line), said(build)],
  });
}

function explain(seen: Seen): Explanation {
  const { build, dockerfile } = seen;
  const { cause } = build;
  if (cause.kind === 'timed-out') return neverEnded(build);
  if (cause.kind === 'printed-too-much') return flooded(build);
  const misspelt = misspeltStage(build, dockerfile);
  if (misspelt) return misspelt;
  if (cause.kind === 'no-such-file') return missingFile(cause.path, seen);
  if (cause.kind === 'no-such-image') return missingImage(cause.image);
  if (cause.kind === 'unreadable-line') return unreadable(cause.line, cause.message);
  return builderMistakes[cause.kind] ?? goMistake(build) ?? unknown(build);
}

function unknown(build: FailedImageBuild): Explanation {
  const what = firstLine(build.message || wholeText(build));
  return {
    summary: `The build stops${where(build)}: ${what}`.replace(/[^.!?]$/, '$&.'),
    hint: 'Run docker build . yourself: it prints the same. The step that stopped is in your Dockerfile, and what it printed is below.',
  };
}

function neverEnded(build: FailedImageBuild): Explanation {
  const { ms, step } = build;
  const long = ms < 90_000 ? `${Math.round(ms / 1000)} seconds` : `${Math.round(ms / 60_000)} minutes`;
  return {
    summary: `The build was still running after ${long}, so it was stopped${where(build)}.`,
    hint: 'A RUN must end by itself: starting the server belongs in ENTRYPOINT, where it runs with the container, not while the image is made.',
    actual: step ? `still at: ${shortened(step.text)}` : 'it never ended',
  };
}

const flooded = (build: FailedImageBuild): Explanation => ({
  summary: `The build printed without end, so it was stopped${where(build)}.`,
  hint: 'Look for a loop in that RUN. A command that never ends cannot be part of a build.',
  actual: 'more than 32 MB of output',
});

function missingFile(path: string, { build, files, decides }: Seen): Explanation {
  const stops = `The build stops${where(build)}`;
  if (/--from=/.test(build.step?.text ?? ''))
    return {
      summary: `${stops}: the stage it copies from has no ${copied(build) ?? path.replace(/^\/?/, '/')}.`,
      hint: 'The path must be the one that go build -o wrote to. A relative -o lands in that stage’s WORKDIR.',
    };
  if (path === 'go.sum' && !files.includes('go.sum'))
    return {
      summary: `${stops}: it copies go.sum, and this module has none.`,
      actual: 'no go.sum in the folder: a module without dependencies has nothing to put in it',
      hint: 'COPY go.mod ./ is enough for now. COPY go.mod go.sum* ./ works with and without one.',
    };
  const by = files.includes(path) ? decides(path) : undefined;
  if (by)
    return {
      summary: `${stops}: ${path} is there, but ${by.file}:${by.line} (${by.pattern}) leaves it out.`,
      hint: 'COPY sees only what the ignore file lets through. A line further down that begins with ! includes a path again.',
    };
  return {
    summary: `${stops}: there is no ${path} to copy.`,
    hint: 'Paths in COPY begin at the folder you build, beside go.mod; nothing above it can be copied.',
  };
}

/** The only source of a COPY, as it stands in the step. */
function copied({ step }: FailedImageBuild): string | undefined {
  const words = (step?.text ?? '').split(/\s+/).filter((word) => word !== '' && !word.startsWith('--'));
  const sources = words.slice(words.indexOf('COPY') + 1, -1);
  return sources.length === 1 ? sources[0] : undefined;
}

const missingImage = (image: string): Explanation => ({
  summary: `There is no image ${image || 'of that name'} to build on.`,
  hint: `Look at the name and the tag after FROM${/^docker\/dockerfile/.test(image) ? ' and # syntax=' : ''}; hub.docker.com/_/golang lists the tags that exist, golang:1.26-alpine among them.`,
});

const unreadable = (line: number, message: string): Explanation => ({
  summary: `Docker can't read the Dockerfile, line ${line}: ${message.replace(/\.$/, '')}.`,
  hint: 'The line is marked below. The check above it, on the Dockerfile itself, may say more.',
  line,
});

const where = ({ step }: FailedImageBuild) => (step?.line ? ` at Dockerfile:${step.line}` : '');
const shortened = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

function said({ printed, message, output, step }: FailedImageBuild): Evidence {
  const own = printed.filter((line) => line.trim() !== '').slice(-30);
  if (own.length === 0)
    return { kind: 'log', title: 'What the builder says', text: message || output.slice(-20).join('\n') };
  return {
    kind: 'log',
    title: `What the step printed: ${shortened(step?.text ?? '')}`,
    text: [...own, '', message].join('\n').trim(),
  };
}
