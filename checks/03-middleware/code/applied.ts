/** Where a layer is put around the handlers: that, and not the layer itself, says around what. For hints alone. */
import { functionsIn, holds, inText, type Location, type Source } from '#kit';
import { patternsIn } from '../../common/routes/patterns.ts';

/** Every call of the function around a place; the place itself where nothing calls it. */
export function applied(source: Source, at: Location): Location[] {
  const by = functionsIn(source).find((one) => holds(one, at));
  if (!by) return [at];
  const calls = source
    .all(new RegExp(`\\b${by.name}\\(`))
    .filter((call) => call.file !== by.file || call.line !== by.from);
  return calls.length > 0 ? calls : [at];
}

/** The one place where the layer that logs the id is put around the handlers. */
export function loggingApplied(source: Source): Location | undefined {
  const at = source.at(inText(/request_id"/));
  const [only, other] = at ? applied(source, at) : [];
  return other ? undefined : only;
}

/** A pattern that was meant for /stream. */
export function belowStream(source: Source): { hint: string; at: Location } | undefined {
  const pattern = patternsIn(source).find(({ path }) => path === '/stream/');
  return (
    pattern && {
      hint: `"${pattern.text}" takes what is below /stream/, not /stream itself, which another pattern takes here. Write it without the slash at its end.`,
      at: pattern.at,
    }
  );
}
