/** Mistakes in a Dockerfile by what the builder, or the go command in a RUN, says of them. */
import type { BuildCause, Dockerfile, FailedImageBuild, FindingDraft } from '#kit';

/** `line`: of the Dockerfile, where it is not the failed step's. */
export type Explanation = Pick<FindingDraft, 'summary' | 'actual' | 'hint'> & { line?: number };

export const builderMistakes: Partial<Record<BuildCause['kind'], Explanation>> = {
  'no-shell': {
    summary: 'The build stops: RUN needs a shell, and the stage has none.',
    hint: 'FROM scratch is empty. Do everything in the first stage, and only COPY --from=build into the last one.',
  },
};

/** What RUN says when it can't begin, and prints when the go command is missing or gives up. */
const goMistakes: [RegExp, Explanation][] = [
  [
    /secret required but no secret|secret [\w.-]+: not found/,
    {
      summary: 'The build stops: a RUN requires a secret, and docker build . is given none.',
      hint: 'Leave required=true out of --mount=type=secret: without the secret the RUN then goes on, and everybody can build the image.',
    },
  ],
  [
    /go: not found|exec: "go": executable file not found/,
    {
      summary: 'The build stops: there is no go command in that stage.',
      hint: 'The stage that runs go build must be FROM golang:1.26-alpine or another image with Go in it.',
    },
  ],
  [
    /go\.mod requires go >= |requires go >=/,
    {
      summary: 'The build stops: the Go in the base image is older than go.mod asks for.',
      hint: 'Use a newer base, such as golang:1.26-alpine. The go line in go.mod also sets defaults (TLS, GOMAXPROCS), so do not lower it for this.',
    },
  ],
  [
    /go: go\.mod file not found|cannot find main module/,
    {
      summary: 'The build stops: go build finds no go.mod where it runs.',
      hint: 'COPY go.mod and the source into the WORKDIR, and run go build there.',
    },
  ],
  [
    /no Go files in|is not in std|directory not found|cannot find package|no required module provides/,
    {
      summary: 'The build stops: go build finds no package at that path.',
      hint: 'The program is ./cmd/server, seen from the folder of go.mod. Are all of cmd/ and internal/ copied in before?',
    },
  ],
];

export const goMistake = (build: FailedImageBuild): Explanation | undefined =>
  goMistakes.find(([words]) => words.test(wholeText(build)))?.[1];

/** COPY --from=buidl: Docker takes an unknown name for an image and tries to download it. */
export function misspeltStage(build: FailedImageBuild, dockerfile: Dockerfile | undefined): Explanation | undefined {
  const { kind } = build.cause;
  if (kind === 'timed-out' || kind === 'printed-too-much') return undefined;
  const names = (dockerfile?.stages ?? []).flatMap(({ name }, index) => [name?.toLowerCase(), String(index)]);
  const copy = dockerfile?.instructions.find(({ keyword, flags: { from } }) => {
    return keyword === 'COPY' && from && !/[./:@$]/.test(from) && !names.includes(from.toLowerCase());
  });
  const stage = copy?.flags.from;
  if (!copy || !stage || !wholeText(build).includes(stage)) return undefined;
  const known = names.filter((name) => name !== undefined && !/^\d+$/.test(name));
  return {
    summary: `Dockerfile:${copy.line} copies from a stage named ${stage}, and there is none.`,
    actual: known.length > 0 ? `the stages with a name: ${known.join(', ')}` : 'no stage has a name',
    hint: 'FROM … AS build gives a stage its name, and COPY --from=build takes from it. An unknown name is taken for an image to download.',
    line: copy.line,
  };
}

export const wholeText = ({ message, printed, step }: FailedImageBuild) =>
  [message, ...printed.slice(-40), step?.text ?? ''].join('\n');
export const firstLine = (text: string) => text.split('\n')[0]?.slice(0, 300) ?? '';
