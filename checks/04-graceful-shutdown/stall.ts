/** How long this process itself was kept from working: a request that we sent too late is not the program's to answer. */

const tickMs = 20;

export type Stall = {
  /** The longest so far, milliseconds. */
  readonly longestMs: number;
  stop(): void;
};

export function watchStalls(): Stall {
  let longest = 0;
  let last = performance.now();
  const look = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last - tickMs);
    last = now;
  };
  const timer = setInterval(look, tickMs);
  return {
    get longestMs() {
      look();
      return longest;
    },
    stop: () => clearInterval(timer),
  };
}
