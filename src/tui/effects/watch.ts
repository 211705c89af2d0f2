import type { Program, World } from './world.ts';

/** Watches the stage that was shown last while watching is on; every save asks for a run. */
export function createWatcher({ services, signal }: World): { follow(program: Program): void } {
  let watched: string | undefined;
  let stop = new AbortController();
  const begin = async (stage: string, program: Program) => {
    stop = new AbortController();
    const ends = AbortSignal.any([stop.signal, signal]);
    try {
      const saved = () => {
        if (!ends.aborted) program.act({ type: 'check', stage, by: 'save' });
      };
      const watching = await services.watch(stage, saved, ends);
      if (ends.aborted) return;
      program.act({ type: 'watching', watching: { ...watching, stage } });
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
      if (watch.watching) program.act({ type: 'watching' });
      if (wanted !== undefined) void begin(wanted, program);
    },
  };
}
