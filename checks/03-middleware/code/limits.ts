/** Where a layer that limits time is put around the handlers: that, not the layer itself, says with which limit and around what. */
import type { Location, Source } from '#kit';
import { applied } from './applied.ts';

const timeLimits = /TimeoutHandler\(|WithTimeout\w*\(|WithDeadline\w*\(|time\.(After|NewTimer)/;
export const limitsTime = (source: Source): boolean => source.has(timeLimits);

/** Every call of the function that limits time; the line itself where nothing calls that function. */
function limited(source: Source): Location[] {
  const at = source.at(timeLimits);
  return at ? applied(source, at) : [];
}

/** Where /stream gets into the layer, if it is put around handlers in one place. */
export function limitApplied(source: Source): Location | undefined {
  const [only, other] = limited(source);
  return other ? undefined : only;
}

/** The call with another limit than the setting's; undefined where each has it, or nothing is seen of it. */
export function otherLimit(source: Source): Location | undefined {
  const calls = limited(source);
  const strange = calls.filter(
    ({ file, line }) => !/handlerTimeout|HANDLER_TIMEOUT/i.test(source.line({ file, line })),
  );
  return strange.length === 1 && hasDuration(source.line(strange[0] as Location)) ? strange[0] : undefined;
}

const hasDuration = (line: string) => /[tT]imeout\b[^(]|time\.(Second|Millisecond|Minute)|[dD]uration/.test(line);

/** What the contract calls its settings. */
export const settings = ['PORT', 'GATE_URL', 'HANDLER_TIMEOUT', 'READ_HEADER_TIMEOUT', 'IDLE_TIMEOUT'];
