import type { Program, World } from './world.ts';

/** Watches the stage at hand while watching is on; every save asks for a run. */
export function createWatcher({ services, signal }: World): { follow(program: Program): void } {
  let watched: string | undefined;
  let stop = new AbortController();
  const begin = async (stage: string, program: Program) => {
    stop = new AbortController();
    const ends = AbortSignal.any([stop.signal, signal]);
    try {
      const watching = await services.watch(stage, () => program.act({ type: 'check', stage, by: 'save' }), ends);
      if (ends.aborted) return;
      program.act({ type: 'watching', watching });
      if (watching.because) program.act({ type: 'message', message: { tone: 'quiet', text: watching.because } });
    } catch (error) {
      if (ends.aborted) return;
      program.act({
        type: 'message',
        message: {
          tone: 'warn',
          text: `Saves cannot be watched here (${error instanceof Error ? error.message : String(error)}); c checks by hand.`,
        },
      });
    }
  };
  return {
    follow(program) {
      const { watch, memory, opened } = program.state;
      const wanted = watch.on && memory.stage !== undefined && opened[memory.stage] ? memory.stage : undefined;
      if (wanted === watched) return;
      watched = wanted;
      stop.abort();
      if (wanted !== undefined) void begin(wanted, program);
      else if (watch.watching) program.act({ type: 'watching' });
    },
  };
}
