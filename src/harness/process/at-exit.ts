/** What has to end with this process even when it crashes: the exit event allows nothing asynchronous. */
const endings = new Set<() => void>();

/** Calls `end` when the process exits; the function returned takes it back. */
export function atExit(end: () => void): () => void {
  if (endings.size === 0) process.once('exit', runEndings);
  endings.add(end);
  return () => {
    endings.delete(end);
    if (endings.size === 0) process.off('exit', runEndings);
  };
}

function runEndings(): void {
  for (const end of endings) {
    try {
      end();
    } catch {
      // The others are ended all the same.
    }
  }
}
