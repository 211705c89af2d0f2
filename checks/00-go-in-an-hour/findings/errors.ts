import { type Finding, finding, type Source } from '#kit';
import { steps } from '../steps.ts';
import { declaration, type Seen } from './seen.ts';

/** `error`: its text; the rest is what errors.Is finds in it. */
export type Parsed = { age: number; error?: string; syntax?: boolean; range?: boolean; negative?: boolean };

export type Text = { text: string; is: 'number' | 'syntax' | 'range' | 'negative' };

const info = steps.errors;

type Words = Pick<Finding, 'summary' | 'expected' | 'hint'> & { at: RegExp[] };

export function parsed(
  asked: Text,
  got: Parsed,
  { source, printed }: Pick<Seen, 'source' | 'printed'>,
): Finding | undefined {
  const found =
    asked.is === 'number'
      ? notTaken(asked, got)
      : asked.is === 'negative'
        ? negative(asked, got)
        : notRefused(asked, got, source);
  if (!found) return undefined;
  const { at, ...said } = found;
  return finding({
    ...said,
    actual: told(got),
    evidence: [source.find(...at) ?? declaration({ info, source }), printed()],
  });
}

const told = ({ age, error }: Parsed) =>
  error === undefined ? `${age} and a nil error` : `${age} and the error "${error}"`;

function notTaken({ text }: Text, got: Parsed): Words | undefined {
  const expected = `${text} and a nil error`;
  if (got.error !== undefined)
    return {
      summary: `ParseAge("${text}") returned an error, though ${text} is a number that is not below zero.`,
      expected,
      hint: 'err is nil where all went well: if err != nil { … } is the branch for trouble. Zero is not below zero.',
      at: [/err [!=]= nil/, /<=? ?0/],
    };
  if (got.age !== Number(text))
    return {
      summary: `ParseAge("${text}") returned ${got.age}.`,
      expected,
      hint: 'Return the number that strconv.Atoi gave you, with nil beside it.',
      at: [/return /],
    };
  return undefined;
}

const dropped =
  'Atoi returns two values. _ drops the second, and with it the only sign that something went wrong: age, err := strconv.Atoi(text), then if err != nil.';
const noted = 'After if err != nil, return that error to the caller: return 0, fmt.Errorf("age: %w", err).';

function notRefused({ text, is }: Text, got: Parsed, source: Source): Words | undefined {
  const expected = 'an error whose text begins with "age" and in which errors.Is finds the error of strconv.Atoi';
  const call = `ParseAge("${text}")`;
  const atoi = /strconv\.\w+\(/;
  if (got.error === undefined)
    return {
      summary: `${call} returned no error, though ${text === '' ? 'an empty text' : `"${text}"`} ${is === 'range' ? 'does not fit into an int' : 'is no number'}.`,
      expected,
      hint: source.has(/_\s*:?=\s*strconv\./) ? dropped : noted,
      at: [atoi],
    };
  if (!(is === 'range' ? got.range : got.syntax))
    return {
      summary: `The error of ${call} does not wrap the one of strconv.Atoi, so a caller can’t tell what was wrong.`,
      expected,
      hint:
        source.has(/errors\.New\(/) && !source.has(/Errorf\(/)
          ? 'errors.New makes an error from text alone. fmt.Errorf with the verb %w keeps the cause inside: fmt.Errorf("age: %w", err).'
          : '%v and %s print the cause into the text, and it is gone; %w keeps it inside, where errors.Is and errors.As find it.',
      at: [/Errorf\(/, /errors\.New\(/],
    };
  if (!/^age\b/.test(got.error))
    return {
      summary: `The error of ${call} has no words of ParseAge’s own.`,
      expected,
      hint: 'Each function says what it was doing, and wraps what went wrong: fmt.Errorf("age: %w", err). So the text leads from the caller down to the cause, as a stack trace does in Java.',
      at: [/return .*err\b/, /Errorf\(/],
    };
  return undefined;
}

function negative({ text }: Text, got: Parsed): Words | undefined {
  const expected = 'an error in which errors.Is finds ErrNegative';
  if (got.error === undefined)
    return {
      summary: `ParseAge("${text}") returned no error, though ${text} is below zero.`,
      expected,
      hint: 'Atoi takes a minus sign. Look at the number: if age < 0, return ErrNegative, or an error that wraps it.',
      at: [/strconv\.\w+\(/],
    };
  if (!got.negative)
    return {
      summary: `The error of ParseAge("${text}") is not ErrNegative, and does not wrap it.`,
      expected,
      hint: 'errors.Is compares with the variable ErrNegative itself: another error with the same text is another error. Return ErrNegative, or wrap it: fmt.Errorf("age: %w", ErrNegative).',
      at: [/< ?0/, /errors\.New\(/, /Errorf\(/],
    };
  return undefined;
}
