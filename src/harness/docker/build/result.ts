/** Turns a build into facts: the image, or the step that failed, its line, and the cause. */
import type { BuildCause, Dockerfile, ImageBuild } from '../../../kit/index.ts';
import { refusedWord } from '../dockerfile/modern.ts';
import type { Engine } from '../engine/engine.ts';
import { buildCause, isFetching, plainMessage } from '../engine/messages.ts';
import { inspectImage } from '../image/inspect.ts';
import type { Built } from './job.ts';
import type { Step } from './log.ts';

export async function asResult(made: Built, engine: Engine, dockerfile: Dockerfile | undefined): Promise<ImageBuild> {
  const { builder, ms, log, id, stopped } = made;
  if (id !== undefined)
    return { ok: true, builder, ms, output: log.lines, image: await inspectImage(engine.client, id) };
  const step = stopped ? log.running : log.failed;
  const message = plainMessage(log.message || step?.error || '');
  const line = step && lineOf(log.lines, step.name, log.message, dockerfile);
  const refused = stopped || !dockerfile ? undefined : refusedWord(message, dockerfile, line ?? lineIn(message));
  return {
    ok: false,
    builder,
    ms,
    cause: refused ? { kind: 'builder-too-old', engine: nameOf(engine), ...refused } : causeOf(stopped, message, step),
    output: log.lines,
    message,
    printed: step?.printed ?? [],
    step: step && { text: step.name, line },
  };
}

function causeOf(stopped: Built['stopped'], message: string, step: Step | undefined): BuildCause {
  const { name = '', printed = [] } = step ?? {};
  if (stopped === 'timed-out') return { kind: stopped, fetching: isFetching(name) };
  if (stopped) return { kind: stopped };
  return buildCause(message, printed, name);
}

const nameOf = ({ kind, version }: Engine) =>
  `${kind === 'podman' ? 'Podman' : 'Docker'} ${version.replace(/\+.*$/, '')}`;

function lineIn(message: string): number | undefined {
  const line = /parse error (?:on )?line (\d+)/.exec(message)?.[1];
  return line === undefined ? undefined : Number(line);
}

/** A newer BuildKit names the line; an older one numbers the stage's steps; the classic builder numbers all instructions. */
function lineOf(
  output: readonly string[],
  step: string,
  message: string,
  dockerfile: Dockerfile | undefined,
): number | undefined {
  const named = output.findLast((line) => /^Dockerfile:\d+$/.test(line));
  const line = named ? Number(named.replace('Dockerfile:', '')) : lineIn(message);
  if (line !== undefined) return line;
  const numbered = /^\[(?:(\S+) )?(\d+)\/\d+\] /.exec(step);
  if (numbered && dockerfile) return lineOfNumber(Number(numbered[2]), numbered[1], dockerfile);
  const words = withoutFlags(step);
  if (words === '') return undefined;
  return dockerfile?.instructions.find(({ keyword, text }) => withoutFlags(`${keyword} ${text}`) === words)?.line;
}

const withoutFlags = (text: string) =>
  text
    .trim()
    .replace(/ --[a-z]+=\S+/g, '')
    .replace(/\s+/g, ' ');

/** `stageName`: AS name, else "stage-2" for the third; undefined in a Dockerfile with one stage. */
function lineOfNumber(number: number, stageName: string | undefined, { stages }: Dockerfile): number | undefined {
  const index = /^stage-(\d+)$/.exec(stageName ?? '')?.[1];
  const stage =
    stages.find(({ name }) => name?.toLowerCase() === stageName?.toLowerCase()) ??
    stages[index === undefined ? stages.length - 1 : Number(index)];
  if (!stage) return undefined;
  // The FROM of an image is step 1; FROM scratch and FROM another stage are no steps.
  const pulls =
    stage.from !== 'scratch' && !stages.some(({ name }) => name?.toLowerCase() === stage.from.toLowerCase());
  const steps = stage.instructions.filter(
    ({ keyword, line }) => line > stage.line && /^(RUN|COPY|ADD|WORKDIR)$/.test(keyword),
  );
  const place = number - (pulls ? 2 : 1);
  return place < 0 ? stage.line : steps[place]?.line;
}
