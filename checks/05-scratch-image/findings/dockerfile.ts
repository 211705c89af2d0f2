/** What a Dockerfile lacks, as far as reading it tells. */
import { type Dockerfile, type DockerfileProblem, type DockerInstruction, type Finding, finding } from '#kit';
import { finalInstruction, type Lines } from '../lines.ts';
import { savedAsUtf16 } from './encoding.ts';

export function noDockerfile(files: readonly string[]): Finding {
  const near = files.find((path) => /(^|\/)dockerfile/i.test(path) && !path.endsWith('.dockerignore'));
  return finding({
    summary: near ? `The Dockerfile is missing: there is only ${near}.` : 'There is no Dockerfile yet.',
    expected: 'a file named Dockerfile beside go.mod',
    actual: near ? `${near}; docker build looks for Dockerfile, with a capital D and no extension` : 'no such file',
    hint: 'Write it beside go.mod. The lesson shows its two stages: one that builds, and one that ships.',
  });
}

export function unreadable({ problems, path }: Dockerfile, lines: Lines): Finding | undefined {
  const [first] = problems;
  if (!first) return undefined;
  if (first.kind === 'utf-16') return savedAsUtf16(path);
  return finding({
    summary: `Docker can't read ${path}, line ${first.line}: ${described(first)}`,
    expected: 'every line begins with an instruction: FROM, WORKDIR, COPY, RUN, USER, ENTRYPOINT …',
    actual: first.text === '' ? 'no instruction at all' : first.text.split('\n')[0],
    hint:
      first.kind === 'unknown-instruction' && first.near
        ? 'Every line begins with an instruction that Docker knows.'
        : 'A line that continues the one above needs a \\ at the end of that one, with nothing after it.',
    evidence: [lines.at(first.line)],
  });
}

function described(problem: DockerfileProblem): string {
  switch (problem.kind) {
    case 'unknown-instruction':
      return `there is no instruction ${problem.keyword}${problem.near ? `; did you mean ${problem.near}?` : '.'}`;
    case 'no-arguments':
      return `${problem.keyword} needs at least one word after it.`;
    case 'malformed-from':
      return 'FROM takes an image, and "AS name" after it.';
    case 'before-first-from':
      return `${problem.keyword} comes before the first FROM.`;
    case 'no-from':
    case 'utf-16':
      return 'there is no FROM in it.';
  }
}

export function notFromScratch({ stages }: Dockerfile, lines: Lines): Finding | undefined {
  const last = stages.at(-1);
  if (!last || (last.base === 'scratch' && stages.length > 1)) return undefined;
  const evidence = [lines.at(last.line)];
  if (last.base === 'scratch')
    return finding({
      summary: 'The Dockerfile has one stage only, so nothing in it can build the program.',
      expected: 'a first stage with Go in it that builds, then FROM scratch with the result',
      actual: 'one FROM, and it is FROM scratch',
      hint: 'Begin with FROM golang:1.26-alpine AS build, build there, and fetch the binary with COPY --from=build.',
      evidence,
    });
  const single = stages.length === 1;
  return finding({
    summary: single
      ? `The image is built in a single stage: everything in ${last.base} ships with the program.`
      : `The last stage is FROM ${last.from}, so everything in ${last.base} ships with the program.`,
    expected: 'at least two stages, and the last one FROM scratch',
    actual: `${single ? 'one stage' : `${stages.length} stages`}, the last one FROM ${last.from}`,
    hint: single
      ? 'Name the first stage (FROM … AS build), then add FROM scratch and COPY --from=build with the binary.'
      : 'FROM scratch begins with an empty folder: no shell, no package manager; what is left to update is your own program.',
    evidence,
  });
}

/** The shell form needs /bin/sh, which scratch lacks; where there is one, the shell is process 1 and keeps SIGTERM to itself. */
export function startsNoProgram(dockerfile: Dockerfile, lines: Lines): Finding | undefined {
  const entrypoint = finalInstruction(dockerfile, 'ENTRYPOINT');
  const command = finalInstruction(dockerfile, 'CMD');
  const starter = entrypoint && entrypoint.exec?.length !== 0 ? entrypoint : command;
  if (starter?.exec?.length) return undefined;
  if (starter && !starter.exec) return shellForm(starter, lines);
  return finding({
    summary: 'The image does not say which program to start.',
    expected: 'an ENTRYPOINT (or CMD) in the last stage',
    actual: entrypoint ? 'an empty ENTRYPOINT, and no CMD' : 'neither ENTRYPOINT nor CMD',
    hint: 'End the last stage with ENTRYPOINT ["/server"], the path where you copied the binary to.',
    evidence: [lines.at((entrypoint ?? dockerfile.stages.at(-1))?.line)],
  });
}

function shellForm({ keyword, text, args, line }: DockerInstruction, lines: Lines): Finding {
  const path = args[0]?.replace(/[[\]'",]/g, '') || '/server';
  return finding({
    summary: `${keyword} is in shell form, so a shell would be started, not your program.`,
    expected: `the exec form, a JSON array: ${keyword} ["${path}"]`,
    actual: `${keyword} ${text}`,
    hint: text.startsWith('[')
      ? /\]\s*#/.test(text)
        ? 'Docker knows no comment behind an instruction: with it the line is no JSON array, but a shell command. Give the comment a line of its own.'
        : 'JSON knows double quotes only; with any other mistake in it, Docker takes the line for a shell command.'
      : 'The shell form runs /bin/sh -c "…". Scratch has no shell; where there is one, it is often process 1, and then SIGTERM never reaches your program.',
    evidence: [lines.at(line)],
  });
}
