import { type CheckContext, check, type Dockerfile, type DockerfileStage, type Files, fail } from '#kit';
import { adviseOn } from './advice.ts';
import { secretsIn } from './secrets.ts';
import { finalInstruction, lineOfDockerfile } from './words.ts';

/** Read, not built: needs no engine. */
export const dockerfile = check(
  'dockerfile',
  'is built in several stages, and the last is FROM scratch',
  { lesson: 'Two stages, one file' },
  async ({ docker, files, note }: CheckContext) => {
    const read = await docker.dockerfile();
    if (!read) return noDockerfile(files);
    parses(read, files);
    endsInScratch(read, files);
    startsTheProgramItself(read, files);
    hasNoSecrets(read, files);
    for (const advice of adviseOn(read)) note(advice);
  },
);

function noDockerfile(files: Files): never {
  const near = files.list().find((path) => /(^|\/)dockerfile/i.test(path) && !path.endsWith('.dockerignore'));
  fail({
    summary: near ? `The Dockerfile is missing: there is only ${near}.` : 'There is no Dockerfile yet.',
    expected: 'a file named Dockerfile beside go.mod',
    actual: near ? `${near}; docker build looks for Dockerfile, with a capital D and no ending` : 'no such file',
    hint: 'Write it beside go.mod. The lesson shows its two stages: one that builds, and one that ships.',
  });
}

function parses({ problems, path }: Dockerfile, files: Files): void {
  const [first] = problems;
  if (!first) return;
  fail({
    summary: `Docker can't read ${path}, line ${first.line}: ${first.message}${first.message.endsWith('?') ? '' : '.'}`,
    expected: 'every line begins with an instruction: FROM, WORKDIR, COPY, RUN, USER, ENTRYPOINT …',
    actual: first.text === '' ? 'no instruction at all' : first.text.split('\n')[0],
    hint: first.message.includes('did you mean')
      ? 'Every line begins with an instruction that Docker knows.'
      : 'A line that belongs to the one above needs a \\ at the end of that one, with nothing behind it.',
    evidence: [files.excerpt({ file: path, line: first.line })],
  });
}

function endsInScratch({ stages }: Dockerfile, files: Files): void {
  const last = stages.at(-1) as DockerfileStage;
  if (last.base === 'scratch' && stages.length > 1) return;
  if (last.base === 'scratch')
    fail({
      summary: 'The Dockerfile has one stage only, so nothing in it can build the program.',
      expected: 'a first stage with Go in it that builds, then FROM scratch with the result',
      actual: 'one FROM, and it is FROM scratch',
      hint: 'Begin with FROM golang:1.26-alpine AS build, build there, and fetch the binary with COPY --from=build.',
      evidence: [lineOfDockerfile(files, last.line)],
    });
  const single = stages.length === 1;
  fail({
    summary: single
      ? `The image is built in a single stage: everything in ${last.base} ships with the program.`
      : `The last stage is FROM ${last.from}, so all that is in ${last.base} ships with the program.`,
    expected: 'at least two stages, and the last one FROM scratch',
    actual: `${stages.length === 1 ? 'one stage' : `${stages.length} stages`}, the last one FROM ${last.from}`,
    hint: single
      ? 'Name the first stage (FROM … AS build), then add FROM scratch and COPY --from=build with the binary.'
      : 'FROM scratch begins with an empty folder: no shell, no package manager, nothing to attack or to update.',
    evidence: [lineOfDockerfile(files, last.line)],
  });
}

/** The shell form needs /bin/sh, which scratch has not; where it is there, the shell is process 1 and keeps SIGTERM to itself. */
function startsTheProgramItself(read: Dockerfile, files: Files): void {
  const entrypoint = finalInstruction(read, 'ENTRYPOINT');
  const command = finalInstruction(read, 'CMD');
  const starter = entrypoint && entrypoint.exec?.length !== 0 ? entrypoint : command;
  if (!starter || starter.exec?.length === 0)
    fail({
      summary: 'The image does not say which program to start.',
      expected: 'an ENTRYPOINT (or CMD) in the last stage',
      actual: entrypoint ? 'an empty ENTRYPOINT, and no CMD' : 'neither ENTRYPOINT nor CMD',
      hint: 'End the last stage with ENTRYPOINT ["/server"], the path where you copied the binary to.',
      evidence: [lineOfDockerfile(files, (entrypoint ?? read.stages.at(-1))?.line)],
    });
  if (starter.exec) return;
  const word = starter.text.startsWith('[') ? starter.text : undefined;
  const path = starter.args[0]?.replace(/[[\]'",]/g, '') || '/server';
  fail({
    summary: `${starter.keyword} is in shell form, so a shell would be started, not your program.`,
    expected: `the exec form, a JSON array: ${starter.keyword} ["${path}"]`,
    actual: `${starter.keyword} ${starter.text}`,
    hint: word
      ? 'JSON knows double quotes only; with any other mistake in it, Docker takes the line for a shell command.'
      : 'The shell form runs /bin/sh -c "…". Scratch has no shell; where there is one, it is process 1, and SIGTERM never reaches your program.',
    evidence: [lineOfDockerfile(files, starter.line)],
  });
}

function hasNoSecrets(read: Dockerfile, files: Files): void {
  const [secret] = secretsIn(read);
  if (!secret) return;
  fail({
    summary: `${secret.keyword} ${secret.name} looks like a secret, and whoever has the image can read it.`,
    expected: 'no password, token or key in an ARG or ENV',
    actual: `line ${secret.line}: ${secret.keyword} ${secret.name}, ${secret.because}`,
    hint: 'docker history shows ARG and ENV to everybody. Give secrets to the running container; what a build needs goes in by RUN --mount=type=secret.',
    evidence: [lineOfDockerfile(files, secret.line)],
  });
}
