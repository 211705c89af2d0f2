/** A time.Duration that is multiplied by a unit once more. For hints alone. */
import { inText, type Source, type SourcePattern } from '#kit';
import type { Slip } from './slip.ts';

/** What makes a whole number: of seconds, say, which has to be multiplied. */
const wholeNumbers: SourcePattern = inText(/strconv\.|\bAtoi\(|\.Seconds\(\)|fmt\.Sscan|\.Int(n|N|63n|64N)\(/);
/** `time.Duration(5) * time.Second` and constants in capitals are numbers. */
const again = /\b(?!\d)([a-z]\w*(?:\.\w+)*)\)? ?\* ?time\.(Second|Millisecond|Minute)\b/;

/** `names`: the variables and fields that hold the setting. */
export function multiplied(source: Source, names: RegExp): Slip | undefined {
  if (source.has(wholeNumbers)) return undefined;
  const at = source.all(again).find((one) => names.test(again.exec(source.line(one))?.[1] ?? ''));
  const [, name, unit] = (at && again.exec(source.line(at))) ?? [];
  return name === undefined
    ? undefined
    : {
        hint: `time.ParseDuration returns a time.Duration, which has its unit already: ${name} * time.${unit} is a time of another size altogether. Use ${name} as it is.`,
        code: source.show(at),
      };
}
