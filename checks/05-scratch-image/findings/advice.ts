/** Notes on what makes builds faster or more repeatable. Never a failure. */
import type { Dockerfile, DockerInstruction } from '#kit';

export function adviseOn(dockerfile: Dockerfile): string[] {
  return [order(dockerfile), caches(dockerfile), pinned(dockerfile)].filter((one) => one !== undefined);
}

const copiesAll = ({ keyword, args, flags }: DockerInstruction) =>
  keyword === 'COPY' && !('from' in flags) && (args[0] === '.' || args[0] === './');

function order({ instructions }: Dockerfile): string | undefined {
  const everything = instructions.findIndex(copiesAll);
  const download = instructions.findIndex(({ keyword, text }) => keyword === 'RUN' && text.includes('go mod download'));
  if (everything < 0 || (download >= 0 && download < everything)) return undefined;
  const line = instructions[everything]?.line;
  return download < 0
    ? `Dockerfile:${line} copies everything at once. Once your module has dependencies, copy go.mod and go.sum first and RUN go mod download: that layer is then rebuilt only when they change.`
    : `Dockerfile:${line} copies the source before go mod download runs, so every edit downloads all dependencies again. Copy go.mod (and go.sum) first.`;
}

function caches({ instructions }: Dockerfile): string | undefined {
  const build = instructions.find(({ keyword, text }) => keyword === 'RUN' && text.includes('go build'));
  if (!build || (build.flags.mount ?? '').includes('type=cache')) return undefined;
  return 'RUN --mount=type=cache,target=/root/.cache/go-build go build … keeps what Go has compiled from one build to the next: after an edit it then takes a second or two.';
}

function pinned({ stages }: Dockerfile): string | undefined {
  const loose = stages.find(
    ({ from, base }) => from === base && from !== 'scratch' && !from.includes('@') && !/:(?!latest$)[^/]+$/.test(from),
  );
  if (!loose) return undefined;
  return `Dockerfile:${loose.line}: FROM ${loose.from} is a different image next month. A version (golang:1.26-alpine), or a digest, makes builds repeatable.`;
}
