import type { ContainerExit } from '#kit';
import type { Shipped } from './program.ts';
import { elfFiles } from './program.ts';
import { listed } from './words.ts';

/** `look`: instructions whose line is shown. */
export type StartExplanation = { summary: string; actual: string; hint: string; look: string[] };

/**
 * Why a container did not come to answer. `lines`: what it printed, or, where it was never started, what the engine said.
 * undefined: the engine refused for a reason that we know nothing about.
 */
export function explainStart(
  ship: Shipped,
  lines: readonly string[],
  started: boolean,
  exit: ContainerExit | undefined,
): StartExplanation | undefined {
  const text = lines.slice(-40).join('\n');
  const known = byMemory(exit) ?? byUser(ship, text) ?? byProgram(ship, text) ?? byLog(text);
  if (!started) return known && { actual: withoutEngine(lines.at(-1) ?? ''), ...known };
  return { actual: exit ? endOf(exit) : unheard, ...(known ?? unanswered(ship, exit)) };
}

const unheard = 'it runs, and nothing answers';

/** The engine wraps what the kernel said into the names of its own parts. */
const withoutEngine = (message: string) =>
  message
    .replace(/^.*(unable to start container process|starting container process caused): /, '')
    .replace(/: unknown$/, '')
    .slice(0, 300);

type Cause = Omit<StartExplanation, 'actual'>;

const endOf = ({ code, outOfMemory }: ContainerExit) =>
  outOfMemory ? 'ended by the engine: more than 32 MiB of memory' : `it ended by itself, exit code ${code}`;

function byMemory(exit: ContainerExit | undefined): Cause | undefined {
  if (!exit?.outOfMemory) return undefined;
  return {
    summary: 'The program needs more than 32 MiB of memory to start.',
    hint: 'The service of the starter rests at 5–15 MB. Is something else started, or a large file read at the start?',
    look: ['ENTRYPOINT', 'CMD'],
  };
}

function byUser({ image }: Shipped, text: string): Cause | undefined {
  if (!/unable to find (user|group)|no matching entries in (passwd|group)/.test(text)) return undefined;
  return {
    summary: `The container does not start: the image knows no user "${image.user}".`,
    hint: 'Names are looked up in /etc/passwd, and scratch has none. Write a number: USER 65532:65532.',
    look: ['USER'],
  };
}

function byProgram(ship: Shipped, text: string): Cause | undefined {
  const { command, program, contents, image } = ship;
  if (command === undefined)
    return {
      summary: 'The container does not start: the image names no program.',
      hint: 'End the last stage with ENTRYPOINT ["/server"].',
      look: ['ENTRYPOINT', 'CMD'],
    };
  if (!program) return noProgram(ship);
  const elf = contents.elf(program.path);
  if (elf?.interpreter && !contents.find(elf.interpreter))
    return {
      summary: `The container does not start: ${command} is there, but the loader it needs is not.`,
      hint: `"No such file or directory" is about ${elf.interpreter}, not about ${command}: the binary is dynamic. CGO_ENABLED=0 makes it static.`,
      look: ['ENTRYPOINT', 'CMD'],
    };
  if (/exec format error/.test(text) || (elf?.arch && elf.arch !== image.architecture))
    return {
      summary: `The container does not start: this machine can't run ${command}.`,
      hint: elf?.arch
        ? `The binary is for ${elf.arch}, the image for ${image.architecture}. Leave GOARCH out of the build.`
        : 'It is no Linux binary. GOOS must be linux, and the file the one that go build made.',
      look: ['ENTRYPOINT', 'CMD'],
    };
  if (/exec\b.*permission denied/.test(text))
    return {
      summary: `The container does not start: user ${image.user || 'root'} may not execute ${command}.`,
      hint: 'The file needs the x bit for everybody: go build sets it; COPY --chmod=755 sets it again.',
      look: ['COPY', 'ENTRYPOINT'],
    };
  return undefined;
}

function noProgram({ command = '', contents }: Shipped): Cause {
  const shell = /^(\/bin\/)?(ba)?sh$/.test(command);
  if (shell)
    return {
      summary: `The container does not start: it would start ${command}, and there is no shell in it.`,
      hint: 'The shell form of ENTRYPOINT and CMD starts /bin/sh. The exec form, ENTRYPOINT ["/server"], starts your program itself.',
      look: ['ENTRYPOINT', 'CMD'],
    };
  const binaries = elfFiles(contents).map(({ path }) => path);
  return {
    summary: `The container does not start: there is no ${command} in the image.`,
    hint:
      binaries.length > 0
        ? `The binary lies at ${listed(binaries, 3)}. ENTRYPOINT must name that path.`
        : 'No binary was copied into the last stage: COPY --from=build /server /server.',
    look: ['ENTRYPOINT', 'CMD'],
  };
}

function byLog(text: string): Cause | undefined {
  if (/bind: permission denied/.test(text))
    return {
      summary: 'The program may not open its port: those below 1024 are for root.',
      hint: 'Listen on 8080, as the starter does; the port outside is chosen when the container is published.',
      look: ['ENV', 'ENTRYPOINT'],
    };
  if (/chdir to cwd/.test(text))
    return {
      summary: 'The container does not start: its user may not enter the folder of WORKDIR.',
      hint: 'A folder that COPY --chmod or an earlier RUN closed to others cannot be the place to start in. scratch needs no WORKDIR.',
      look: ['WORKDIR'],
    };
  if (/read-only file system/i.test(text))
    return {
      summary: 'The program writes into its image at the start, and the root is read-only here.',
      hint: 'What a service writes belongs in a volume or in another service. Logs go to stdout.',
      look: ['ENTRYPOINT', 'CMD'],
    };
  return undefined;
}

function unanswered({ image }: Shipped, exit: ContainerExit | undefined): Cause {
  if (exit)
    return {
      summary: 'The program ended before it answered.',
      hint: 'What it printed is below; it starts with nothing but the ENV of the image. docker run --rm -p 8080:8080 IMAGE shows the same.',
      look: ['ENTRYPOINT', 'CMD'],
    };
  const { PORT } = image.env;
  return {
    summary: 'The program runs, and nothing answers on port 8080.',
    hint:
      PORT && PORT !== '8080'
        ? `The image sets PORT=${PORT}, and the service listens there. The contract says 8080: leave PORT out.`
        : 'It must listen on all addresses (":8080"), not on 127.0.0.1, which only the container itself can reach.',
    look: ['ENV', 'ENTRYPOINT'],
  };
}
