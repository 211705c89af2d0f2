/**
 * How late this process gets to its work. One thread serves all runs side by side: when it lags, requests
 * leave late and answers are read late, and a right program's own limits may run out.
 */
const tickMs = 50;
/** With this much lag nothing more begins. (Checks repeat a scene that lost a second.) */
const tooLateMs = 300;
/** We do not wait longer for a machine that never calms down: the checks can bear it. */
const mostMs = 60_000;

let last = performance.now();
let worst = 0;
let timer: NodeJS.Timeout | undefined;

function watch(): void {
  if (timer) return;
  last = performance.now();
  timer = setInterval(() => {
    const now = performance.now();
    // The worst of late, half forgotten within a second.
    worst = Math.max(now - last - tickMs, worst * 0.965);
    last = now;
  }, tickMs);
  timer.unref();
}

/** Waits until this process is on time again; for how long, milliseconds. */
export async function attentive(signal: AbortSignal): Promise<number> {
  watch();
  const begun = performance.now();
  while (worst > tooLateMs && !signal.aborted && performance.now() - begun < mostMs)
    await new Promise((resolve) => setTimeout(resolve, tickMs));
  return performance.now() - begun;
}
