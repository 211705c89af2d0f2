import type { Explanation } from './explain-build.ts';

/** What builds say, and what it means. */
export const explanations: [RegExp, Omit<Explanation, 'actual' | 'line'>][] = [
  [
    /go: not found|exec: "go": executable file not found/,
    {
      summary: 'The build stops: there is no go command in that stage.',
      hint: 'The stage that runs go build must be FROM golang:1.26-alpine or another image with Go in it.',
    },
  ],
  [
    /\/bin\/sh.*no such file or directory/,
    {
      summary: 'The build stops: RUN needs a shell, and the stage has none.',
      hint: 'FROM scratch is empty. Do everything in the first stage, and only COPY --from=build into the last one.',
    },
  ],
  [
    /go\.mod requires go >= |requires go >=/,
    {
      summary: 'The build stops: the Go in the base image is older than go.mod asks for.',
      hint: 'Take a newer base, such as golang:1.26-alpine, or lower the go line in go.mod.',
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
      hint: 'The program is ./cmd/server, seen from the folder of go.mod. Is all of cmd/ and internal/ copied in before?',
    },
  ],
  [
    /requires BuildKit|the --\w+ option requires BuildKit|Unknown flag: (link|mount)/i,
    {
      summary: 'The build stops: the Dockerfile uses words that only BuildKit knows.',
      hint: 'Install the buildx plugin (Debian, Ubuntu: docker-buildx), or leave --mount and --link out.',
    },
  ],
];
