import { type CheckContext, check, type Evidence, fail, type Image, type ImageBuild } from '#kit';
import { blockIfMachine } from './build-lacks.ts';
import { explain } from './explain-build.ts';
import { lineOfDockerfile, megabytes } from './words.ts';

/** `docker build` with the learner's own builder. What it made is what all later checks look at. */
export const builds = check(
  'builds',
  'is built by docker build',
  { needs: ['docker'], exclusive: true, lesson: 'Build it, look at it', timeoutMs: 120_000 },
  async (context: CheckContext) => {
    const { docker, log, measure, note } = context;
    if (!(await docker.dockerfile()))
      fail({
        summary: 'There is nothing to build: no Dockerfile yet.',
        expected: 'docker build . succeeds',
        hint: 'Write the Dockerfile first; this check follows by itself.',
      });
    log(
      'docker',
      'docker build . (the very first time this fetches golang:…, some 80 MB, and compiles the standard library)',
    );
    const build = await docker.build();
    if (!build.ok) return failed(context, build);
    measure('build', build.ms, 'ms');
    if (build.builder === 'classic')
      note(
        'Built by the classic builder, which Docker has replaced by BuildKit: cache mounts and heredocs need the newer one.',
      );
    const sent = docker.buildContext().files();
    log(
      'docker',
      `built ${build.image.id.slice(7, 19)} from ${sent.length} files, ${megabytes(sent.reduce((sum, file) => sum + file.bytes, 0))}`,
    );
  },
);

/** For the checks behind: `after: ['builds']` has made sure of it. */
export async function builtImage({ docker }: CheckContext): Promise<Image> {
  const build = await docker.build();
  if (!build.ok) throw new Error('this check runs only after builds has passed');
  return build.image;
}

async function failed(context: CheckContext, build: ImageBuild & { ok: false }): Promise<never> {
  const read = await context.docker.dockerfile();
  blockIfMachine(build, read);
  const { step } = build;
  const said = explain(build, read, context);
  fail({
    summary: said.summary,
    expected: 'docker build . ends with an image',
    actual: said.actual ?? (step ? `it stopped at: ${shortStep(step.text)}` : build.message),
    hint: said.hint,
    evidence: [lineOfDockerfile(context.files, said.line ?? step?.line), printed(build)],
  });
}

const shortStep = (text: string) => (text.length > 160 ? `${text.slice(0, 160)}…` : text);

function printed(build: ImageBuild & { ok: false }): Evidence {
  const own = build.printed.filter((line) => line.trim() !== '').slice(-30);
  if (own.length === 0) return { kind: 'log', title: 'What the builder says', text: build.message || lastLines(build) };
  return {
    kind: 'log',
    title: `What the step printed: ${shortStep(build.step?.text ?? '')}`,
    text: [...own, '', build.message].join('\n').trim(),
  };
}

const lastLines = ({ output }: ImageBuild) => output.slice(-20).join('\n');
