/** The default of a setting, where the code says it beside the name, and nowhere else does anything with the name. */
import { inText, type Source } from '#kit';
import { goDuration } from '../go-duration.ts';

const unitMs: Readonly<Record<string, number>> = { Millisecond: 1, Second: 1_000, Minute: 60_000, Hour: 3_600_000 };

/** Whether the code says so in plain words. `is`: as the contract writes it, 2s. */
export const saysDefault = (name: string, is: string, source: Source): boolean =>
  plainDefaultMs(name, source) === inMs(goDuration(is));

/**
 * Milliseconds: of `durationEnv("DRAIN_DELAY", 2*time.Second)` or `{"IDLE_TIMEOUT", "60s", &idle}`. A long default that is as the
 * contract says need not be waited out; any other is judged by what the program does.
 */
export function plainDefaultMs(name: string, source: Source): number | undefined {
  const [at, other] = source.all(inText(new RegExp(`["\`]${name}["\`]`)));
  if (!at || other) return undefined;
  const [, text, times = 1, unit = ''] = beside(name).exec(source.line(at)) ?? [];
  if (text !== undefined) return inMs(goDuration(text));
  const ms = unitMs[unit];
  return ms === undefined ? undefined : ms * Number(times);
}

const inMs = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1_000);

const beside = (name: string) => new RegExp(`"${name}",\\s*(?:"([^"]*)"|(?:(\\d+)\\s*\\*\\s*)?time\\.(\\w+))\\s*[,)]`);
