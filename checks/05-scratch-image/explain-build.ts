import type { CheckContext, Dockerfile, ImageBuild } from '#kit';
import { explanations } from './build-mistakes.ts';

export type Failed = ImageBuild & { ok: false };
export type Explanation = { summary: string; hint: string; actual?: string; line?: number };

export const wholeText = ({ message, printed, step }: Failed) =>
  [message, ...printed.slice(-40), step?.text ?? ''].join('\n');

export const firstLine = (text: string) => text.split('\n')[0]?.slice(0, 300) ?? '';

export function explain(build: Failed, read: Dockerfile | undefined, context: CheckContext): Explanation {
  if (build.why === 'timed-out') return neverEnded(build);
  if (build.why === 'printed-too-much') return flooded(build);
  const text = wholeText(build);
  return (
    misspeltStage(build, read) ??
    missingFile(text, build, context) ??
    noSuchImage(text) ??
    unreadable(text) ??
    known(text) ?? {
      summary: `The build stops${where(build)}: ${firstLine(build.message || text)}`.replace(/[^.!?]$/, '$&.'),
      hint: 'Run docker build . yourself: it prints the same. The step that stopped is in your Dockerfile, and what it printed is below.',
    }
  );
}

const where = ({ step }: Failed) => (step?.line ? ` at Dockerfile:${step.line}` : '');
const keywordOf = ({ step }: Failed) => /\b(RUN|COPY|ADD|FROM|WORKDIR)\b/.exec(step?.text ?? '')?.[1];

function neverEnded(build: Failed): Explanation {
  const long =
    build.ms < 90_000 ? `${Math.round(build.ms / 1000)} seconds` : `${Math.round(build.ms / 60_000)} minutes`;
  return {
    summary: `The build was still running after ${long}, so it was stopped${where(build)}.`,
    hint: 'A RUN must come to an end by itself: starting the server belongs in ENTRYPOINT, where it runs with the container, not while the image is made.',
    actual: build.step ? `still at: ${build.step.text.slice(0, 160)}` : 'it never ended',
  };
}

function flooded(build: Failed): Explanation {
  return {
    summary: `The build printed without end, so it was stopped${where(build)}.`,
    hint: 'Look for a loop in that RUN. A command that never ends cannot be part of a build.',
    actual: 'more than 32 MB of output',
  };
}

/** COPY --from=buidl: Docker takes an unknown name for an image and tries to download it. */
export function misspeltStage(build: Failed, read: Dockerfile | undefined): Explanation | undefined {
  const names = (read?.stages ?? []).flatMap(({ name }, index) => [name?.toLowerCase(), String(index)]);
  const text = wholeText(build);
  const from = (read?.instructions ?? []).find(({ keyword, flags }) => {
    const stage = flags.from;
    return keyword === 'COPY' && stage && !/[./:@$]/.test(stage) && !names.includes(stage.toLowerCase());
  });
  if (!from || !text.includes(String(from.flags.from))) return undefined;
  const known = names.filter((name) => name !== undefined && !/^\d+$/.test(name));
  return {
    summary: `Dockerfile:${from.line} copies from a stage named ${from.flags.from}, and there is none.`,
    actual: known.length > 0 ? `the stages with a name: ${known.join(', ')}` : 'no stage has a name',
    hint: 'FROM … AS build gives a stage its name, and COPY --from=build takes from it. An unknown name is taken for an image to download.',
    line: from.line,
  };
}

const notFound =
  /"\/?([^"]+)":? not found|stat:? "?\/?([^\s:"]+)"?: (?:file does not exist|no such file or directory)|failed to calculate checksum.*"\/?([^"]+)"/;

function missingFile(text: string, build: Failed, { docker, files }: CheckContext): Explanation | undefined {
  if (keywordOf(build) !== 'COPY' && keywordOf(build) !== 'ADD') return undefined;
  const match = notFound.exec(text);
  const said = match?.[1] ?? match?.[2] ?? match?.[3] ?? '';
  const path = said.replace(/^.*\/(?=go\.sum$)/, '').replace(/^.*\/buildkit-mount\d+/, '');
  if (path === '') return undefined;
  if (/--from=/.test(build.step?.text ?? ''))
    return {
      summary: `The build stops${where(build)}: the stage it copies from has no ${copied(build) ?? path.replace(/^\/?/, '/')}.`,
      hint: 'The path must be the one that go build -o wrote to. A relative -o lands in that stage’s WORKDIR.',
    };
  if (path === 'go.sum' && files.read('go.sum') === undefined)
    return {
      summary: `The build stops${where(build)}: it copies go.sum, and this module has none.`,
      actual: 'no go.sum in the folder: a module without dependencies has nothing to put in it',
      hint: 'COPY go.mod ./ is enough for now. COPY go.mod go.sum* ./ works with and without one.',
    };
  const by = files.list().includes(path) ? docker.buildContext().decides(path) : undefined;
  if (by)
    return {
      summary: `The build stops${where(build)}: ${path} is there, but ${by.file}:${by.line} (${by.pattern}) leaves it out.`,
      hint: 'COPY sees only what the ignore file lets through. A line further down that begins with ! brings a path back.',
    };
  return {
    summary: `The build stops${where(build)}: there is no ${path} to copy.`,
    hint: 'Paths in COPY begin at the folder you build, beside go.mod; nothing above it can be copied.',
  };
}

/** The only source of a COPY, as it stands in the step. */
function copied({ step }: Failed): string | undefined {
  const words = (step?.text ?? '').split(/\s+/).filter((word) => word !== '' && !word.startsWith('--'));
  const sources = words.slice(words.indexOf('COPY') + 1, -1);
  return sources.length === 1 ? sources[0] : undefined;
}

function noSuchImage(text: string): Explanation | undefined {
  const match =
    /(?:pull access denied for ([^\s,]+)|manifest for (\S+) not found|([\w./-]+:[\w.-]+): not found|manifest unknown)/.exec(
      text,
    );
  if (!match) return undefined;
  const image = (match[1] ?? match[2] ?? match[3] ?? '').replace(/^docker\.io\/(library\/)?/, '');
  return {
    summary: `There is no image ${image || 'of that name'} to build on.`,
    hint: 'Look at the name and the tag behind FROM; hub.docker.com/_/golang lists the tags that exist, golang:1.26-alpine among them.',
  };
}

function unreadable(text: string): Explanation | undefined {
  const [, line, words] = /parse error (?:on )?line (\d+): (.+)/.exec(text) ?? [];
  if (!line || !words) return undefined;
  return {
    summary: `Docker can't read the Dockerfile, line ${line}: ${words.trim().replace(/\.$/, '')}.`,
    hint: 'The line is marked below. The check above it, on the Dockerfile itself, may say more.',
    line: Number(line),
  };
}

function known(text: string): Explanation | undefined {
  return explanations.find(([words]) => words.test(text))?.[1];
}
