/** Why a program does not start or answer: from the image's own facts, the runtime's reason, and what it printed. */
import { type ContainerExit, enumerate, type StartCause } from '#kit';
import { elfFiles, type Shipped } from '../../scene.ts';

/** `look`: instructions whose line is shown, the first that is there. `setting`: of the image; its line goes first. */
export type Cause = { summary: string; hint: string; look: string[]; setting?: string };

const program = ['ENTRYPOINT', 'CMD'];

export function byMemory(exit: ContainerExit | undefined): Cause | undefined {
  if (!exit?.outOfMemory) return undefined;
  return {
    summary: 'The program needs more than 32 MiB of memory to start.',
    hint: 'The service of the starter rests at 5–15 MB. Is something else started, or a large file read at the start?',
    look: program,
  };
}

/** What the runtime checks before it looks at the program. */
export function byRuntime({ image }: Shipped, cause: StartCause): Cause | undefined {
  if (cause === 'user-out-of-range')
    return {
      summary: `The container does not start: USER ${image.user} is out of range.`,
      hint: 'User and group ids end at 2147483647. Any unused number within the range will do, such as 65532.',
      look: ['USER'],
    };
  if (cause !== 'no-such-user') return undefined;
  const [user = '', group = ''] = image.user.split(':');
  const missing = /^\d+$/.test(user) ? `group "${group}"` : `user "${user}"`;
  return {
    summary: `The container does not start: the image has no ${missing}.`,
    hint: 'Names are looked up in /etc/passwd, and scratch has none. Write a number: USER 65532:65532.',
    look: ['USER'],
  };
}

/** What the image itself shows, whatever the runtime says. */
export function byImage(ship: Shipped): Cause | undefined {
  const { command, program: file, contents, image } = ship;
  if (command === undefined)
    return {
      summary: 'The container does not start: the image names no program.',
      hint: 'End the last stage with ENTRYPOINT ["/server"].',
      look: program,
    };
  if (!file) return noProgram(command, ship);
  const elf = contents.elf(file.path);
  if (elf?.interpreter && !contents.find(elf.interpreter))
    return {
      summary: `The container does not start: ${command} is there, but the loader it needs is not.`,
      hint: `"No such file or directory" is about ${elf.interpreter}, not about ${command}: the binary is dynamic. CGO_ENABLED=0 makes it static.`,
      look: program,
    };
  return elf?.arch && elf.arch !== image.architecture ? wrongFormat(ship) : undefined;
}

function noProgram(command: string, { contents }: Shipped): Cause {
  if (/^(\/bin\/)?(ba)?sh$/.test(command))
    return {
      summary: `The container does not start: it would start ${command}, and there is no shell in it.`,
      hint: 'The shell form of ENTRYPOINT and CMD starts /bin/sh. The exec form, ENTRYPOINT ["/server"], starts your program itself.',
      look: program,
    };
  const binaries = elfFiles(contents).map(({ path }) => path);
  return {
    summary: `The container does not start: there is no ${command} in the image.`,
    hint:
      binaries.length > 0
        ? `The binary is at ${enumerate(binaries, 3)}. ENTRYPOINT must name that path.`
        : 'No binary was copied into the last stage: COPY --from=build /server /server.',
    look: program,
  };
}

function wrongFormat({ command, program: file, contents, image }: Shipped): Cause {
  const arch = file && contents.elf(file.path)?.arch;
  return {
    summary: `The container does not start: this machine can't run ${command}.`,
    hint: arch
      ? `The binary is for ${arch}, the image for ${image.architecture}. Build with GOARCH=$TARGETARCH, or without GOARCH.`
      : 'It is no Linux binary. GOOS must be linux, and the file must be the one that go build made.',
    look: program,
  };
}

export const byCause: Partial<Record<StartCause, (ship: Shipped) => Cause>> = {
  'wrong-format': wrongFormat,
  'not-executable': ({ command, image }) => ({
    summary: `The container does not start: user ${image.user || 'root'} may not execute ${command}.`,
    hint: 'The file needs the x bit for everybody: go build sets it; COPY --chmod=755 sets it again.',
    look: ['COPY', 'ENTRYPOINT'],
  }),
  'not-permitted': ({ command }) => ({
    summary: `The container does not start: ${command} asks for capabilities, and it is started without any.`,
    hint: 'setcap has given the file capabilities of its own. A service on port 8080 needs none: leave it out.',
    look: ['COPY', 'ENTRYPOINT'],
  }),
  'closed-workdir': () => ({
    summary: 'The container does not start: its user may not enter the folder of WORKDIR.',
    hint: 'A folder that COPY --chmod or an earlier RUN closed to others cannot be the place to start in. scratch needs no WORKDIR.',
    look: ['WORKDIR'],
  }),
  'read-only-root': () => ({
    summary:
      'The container does not start: something would have to be written into the image, and its root is read-only here.',
    hint: 'A folder that VOLUME or WORKDIR names must exist in the image, or the engine has to make it at the start. scratch needs neither.',
    look: ['VOLUME', 'WORKDIR', 'ENTRYPOINT'],
  }),
};

/** Go's own errors, in what the program printed. */
export function byPrinted(text: string): Cause | undefined {
  if (/bind: permission denied/.test(text))
    return {
      summary: 'The program may not open its port: ports below 1024 are for root.',
      hint: 'Listen on 8080, as the starter does; the port outside is chosen when the container is published.',
      look: ['ENV', 'ENTRYPOINT'],
    };
  const [, setting, value] = /\b([A-Z][A-Z_]+): time: .*duration \\?"([^"\\]*)/.exec(text) ?? [];
  if (setting)
    return {
      summary: `The program does not start: ${setting}=${value} is no Go duration.`,
      hint: 'A duration is a number with a unit: 500ms, 2s, 1m30s. Correct the ENV, or leave it out: the program has a default.',
      look: ['ENV', 'ENTRYPOINT'],
      setting,
    };
  if (/read-only file system/i.test(text))
    return {
      summary: 'The program writes into its image at the start, and the root is read-only here.',
      hint: 'What a service writes belongs in a volume or in another service. Logs go to stdout.',
      look: program,
    };
  return undefined;
}

/** A setting of the image that explains an early end: no number for a port, or one that the program itself complains of. */
export function bySetting({ image: { env } }: Shipped, text: string): Cause | undefined {
  const { PORT } = env;
  if (PORT !== undefined && !/^\d*$/.test(PORT))
    return {
      summary: `The program ended before it answered: the image sets PORT=${shortened(PORT)}, which is not a port number.`,
      hint: 'PORT is the number alone, and the program puts the colon in front. The contract says 8080: leave PORT out.',
      look: ['ENV', 'ENTRYPOINT'],
      setting: 'PORT',
    };
  const name = Object.keys(env).find((one) => /^[A-Z][A-Z0-9_]{4,}$/.test(one) && text.includes(one));
  if (name === undefined) return undefined;
  return {
    summary: `The program ended before it answered, and what it printed is about ${name}, which the image sets to ${JSON.stringify(shortened(env[name] ?? ''))}.`,
    hint: 'What it printed is below. Correct the ENV, or leave it out: the program has a default.',
    look: ['ENV', 'ENTRYPOINT'],
    setting: name,
  };
}

const shortened = (text: string) => (text.length > 60 ? `${text.slice(0, 59)}…` : text);

export const endedEarly: Cause = {
  summary: 'The program ended before it answered.',
  hint: 'What it printed is below; it starts with nothing but the ENV of the image. docker run --rm -p 8080:8080 IMAGE shows the same.',
  look: program,
};

export function notOn8080({ image }: Shipped): Cause {
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
