/** What has to end with this process even when it crashes: the exit event allows nothing asynchronous. */
const breaths = new Set<() => void>();

/** Calls `end` when the process exits; the function returned takes it back. */
export function atExit(end: () => void): () => void {
  if (breaths.size === 0) process.once('exit', breatheLast);
  breaths.add(end);
  return () => {
    breaths.delete(end);
    if (breaths.size === 0) process.off('exit', breatheLast);
  };
}

function breatheLast(): void {
  for (const end of breaths) {
    try {
      end();
    } catch {
      // The others are ended all the same.
    }
  }
}
