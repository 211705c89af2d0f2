import { type Finding, finding, type Source } from '#kit';
import type { Seen } from './seen.ts';

/** `method`: the type of a Write that does not make it an io.Writer. `value`: a Counter, not only a pointer to one, is a Writer. */
export type Written = {
  writer?: boolean;
  method?: string;
  value?: boolean;
  writes?: { n: number; lines: number; error?: string }[];
};

const method = /^func \([^)]*\) [Ww]rite\b/;
const signature = 'Write(p []byte) (n int, err error)';

type Words = Pick<Finding, 'summary' | 'expected' | 'actual' | 'hint'>;

export function written(
  texts: readonly string[],
  got: Written,
  { source, printed }: Pick<Seen, 'source' | 'printed'>,
): Finding | undefined {
  const words = got.writer ? wrongWrite(texts, got, source) : noWriter(got, source);
  return words && finding({ ...words, evidence: [source.find(method, /^type Counter\b/), printed()] });
}

function noWriter({ method: has }: Written, source: Source): Words {
  if (has !== undefined)
    return {
      summary: 'A *Counter is no io.Writer: its Write has other parameters or results.',
      expected: signature,
      actual: has.replace(/^func\(\*step5\.Counter(, )?/, 'Write(').replaceAll('uint8', 'byte'),
      hint: 'A type has an interface’s method only when name, parameters and results are all the same. The compiler says nothing here, because nothing says that Counter should be a Writer.',
    };
  const small = source.has(/^func \([^)]*\) write\b/);
  return {
    summary: 'A *Counter is no io.Writer: it has no method Write that other packages can see.',
    expected: signature,
    hint: small
      ? 'write with a small letter is visible in its own package alone, and is another name than Write.'
      : 'A method is a func with a receiver before its name: func (c *Counter) Write(p []byte) (n int, err error) { … }.',
  };
}

function wrongWrite(texts: readonly string[], { writes = [], value }: Written, source: Source): Words | undefined {
  let lines = 0;
  for (const [index, text] of texts.entries()) {
    const { n, lines: counted, error } = writes[index] ?? { n: 0, lines: 0 };
    const before = lines;
    lines += newlines(text);
    const write = `Write of ${JSON.stringify(text)}`;
    if (error !== undefined)
      return {
        summary: `${write} returned the error "${error}".`,
        expected: `${bytes(text)} and a nil error`,
        actual: `${n} and "${error}"`,
        hint: 'An error ends the copy or the log line that is being written. Counting can’t go wrong: return len(p), nil.',
      };
    if (n !== bytes(text))
      return {
        summary: `${write} returned n = ${n}, though p has ${bytes(text)} bytes.`,
        expected: `n = ${bytes(text)}`,
        actual: `n = ${n}`,
        hint: 'n says how many bytes of p were taken, not how many lines were seen: io.Copy stops with "short write" when it is less than len(p).',
      };
    if (counted !== lines)
      return {
        ...miscounted(counted, before, lines, value, source),
        expected: `Lines = ${lines}`,
        actual: `Lines = ${counted}`,
        summary: `After ${write}, Lines is ${counted}${before > 0 ? `; it was ${before} before` : ''}.`,
      };
  }
  return undefined;
}

function miscounted(
  got: number,
  before: number,
  right: number,
  value: boolean | undefined,
  source: Source,
): Pick<Words, 'hint'> {
  const added = right - before;
  if (got === 0 && value)
    return {
      hint: 'The receiver (c Counter) is a copy, and so is the number that Write changes. With (c *Counter) it is the Counter that is written to.',
    };
  if (before > 0 && got === added)
    return { hint: 'c.Lines = … replaces what was counted before; c.Lines += … adds to it.' };
  if (got === before + 1 && added !== 1)
    return {
      hint: 'One Write may hold several lines, a part of one, or nothing. Count the newlines in p: bytes.Count(p, []byte("\\n")), or a loop over p that compares each byte with \'\\n\'.',
    };
  if (source.has(/bytes\.Split|strings\.Split|Fields|Scanner/))
    return {
      hint: 'Splitting a text at n newlines gives n+1 parts. bytes.Count(p, []byte("\\n")) counts the newlines themselves.',
    };
  return {
    hint: 'Add one for each byte of p that is \'\\n\'. In single quotes it is one byte; "\\n" in double quotes is a string.',
  };
}

const bytes = (text: string) => new TextEncoder().encode(text).length;
const newlines = (text: string) => text.split('\n').length - 1;
