/** One visit: mounts the UI, waits for its end, and restores the terminal whatever happens. */
import { type Instance, render } from 'ink';
import { createEffects, type Effects } from './effects/effects.ts';
import type { Program } from './effects/world.ts';
import { App } from './frame/app.tsx';
import { isSpoken } from './frame/first-frame.ts';
import type { JobControl } from './job-control.ts';
import { createProgram } from './program.ts';
import type { TuiServices } from './services.ts';
import type { AppState } from './state/app-state.ts';

export async function session(services: TuiServices, initial: AppState, job: JobControl): Promise<number> {
  const ending = new AbortController();
  const { promise: left, resolve: leave } = Promise.withResolvers<number>();
  const effects = createEffects({ services, lend: job.lend, signal: ending.signal }, leave);
  const program = createProgram(initial, effects.perform);
  const stopListening = leaveOnAbort(services.signal, program);
  const ui = render(<App program={program} onReady={job.lendBy} onStop={job.stop} />, {
    alternateScreen: !isSpoken(),
    incrementalRendering: true,
    exitOnCtrlC: false,
  });
  const crash = onCrash();
  try {
    const code = await Promise.race([left, ui.waitUntilExit().then(() => 130), crash.happened]);
    await closed(ui, effects, ending);
    // Without the alternate screen the last frame stays; the shell starts on a row of its own.
    if (isSpoken()) process.stdout.write('\n');
    return code;
  } catch (error) {
    ui.unmount();
    sayCrash(services, error);
    await closed(ui, effects, ending);
    return 70;
  } finally {
    crash.forget();
    stopListening();
  }
}

const patienceMs = 5000;

/** Cancels what runs and waits for it, but not forever: it may hang after a crash. */
async function closed(ui: Instance, effects: Effects, ending: AbortController): Promise<void> {
  ui.unmount();
  ending.abort();
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([effects.ended(), late]);
  clearTimeout(timer);
}

function leaveOnAbort(signal: AbortSignal | undefined, program: Program): () => void {
  const leave = () => program.act({ type: 'leave', code: 130 });
  if (signal?.aborted) leave();
  signal?.addEventListener('abort', leave, { once: true });
  return () => signal?.removeEventListener('abort', leave);
}

const uncaught = ['uncaughtException', 'unhandledRejection'] as const;

/**
 * An uncaught error must not leave the terminal in raw mode, and its message must not go to a screen that is about to
 * vanish. While the UI is up, it alone handles such errors.
 */
function onCrash(): { happened: Promise<never>; forget(): void } {
  const { promise: happened, reject } = Promise.withResolvers<never>();
  const others = uncaught.map((name) => [name, process.rawListeners(name)] as const);
  for (const name of uncaught) process.removeAllListeners(name).on(name, reject);
  return {
    happened,
    forget() {
      for (const [name, listeners] of others) {
        process.off(name, reject);
        for (const listener of listeners) process.on(name, listener as () => void);
      }
    },
  };
}

function sayCrash(services: TuiServices, error: unknown): void {
  const problem = error instanceof Error ? error : new Error(String(error));
  const path = services.crashed(problem);
  process.stderr.write(
    `\nThe workshop's screen crashed; that is a bug of ours. Your code and your progress are safe.\n${problem.message}\n${path ? `Please send us the report at ${path}\n` : ''}`,
  );
}
