import type { TuiServices, UiMemory } from '../services.ts';

const restMs = 400;

/** Scrolling changes the memory with every key press, so it is written after a pause and at the end. */
export function memoryKeeper(services: TuiServices): { keep(memory: UiMemory): void; flush(): void } {
  let waiting: UiMemory | undefined;
  let timer: NodeJS.Timeout | undefined;
  const flush = () => {
    clearTimeout(timer);
    timer = undefined;
    if (waiting) services.remember(waiting);
    waiting = undefined;
  };
  return {
    keep(memory) {
      waiting = memory;
      timer ??= setTimeout(flush, restMs);
    },
    flush,
  };
}
