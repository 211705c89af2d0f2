import { type Finding, finding, type Source } from '#kit';
import { list, type Seen } from './seen.ts';

/** One of two stacks, and what is done with it. */
export type Move = { stack: 0 | 1; does: 'len' | 'push' | 'pop'; word?: string };

export type Answer = { len?: number; word?: string; ok?: boolean };

type Step = {
  move: Move;
  right: Answer;
  got: Answer /** What the stack should hold before the move. */;
  before: readonly string[];
};

/** The first move whose answer is not what a stack gives. */
export function played(
  moves: readonly Move[],
  answers: readonly Answer[],
  { source, printed }: Pick<Seen, 'source' | 'printed'>,
): Finding | undefined {
  const held: [string[], string[]] = [[], []];
  for (const [index, move] of moves.entries()) {
    const before = [...held[move.stack]];
    const right = answerOf(move, held[move.stack]);
    const got = answers[index] ?? {};
    if (sameAnswer(right, got)) continue;
    const { at, ...words } = wordsOf({ move, right, got, before }, source);
    return finding({
      ...words,
      evidence: [source.find(...at), transcript(moves.slice(0, index + 1), answers), printed()],
    });
  }
  return undefined;
}

function answerOf({ does, word }: Move, held: string[]): Answer {
  if (does === 'len') return { len: held.length };
  if (does === 'pop') {
    const top = held.pop();
    return { word: top ?? '', ok: top !== undefined };
  }
  if (word !== undefined) held.push(word);
  return {};
}

const sameAnswer = (a: Answer, b: Answer) => a.len === b.len && a.word === b.word && a.ok === b.ok;

const told = (move: Move, { len, word, ok }: Answer): string =>
  move.does === 'len' ? `${len}` : move.does === 'pop' ? `"${word}", ${ok}` : '';

const names = ['s', 'other'] as const;

function transcript(moves: readonly Move[], answers: readonly Answer[]) {
  const lines = moves.map((move, index) => {
    const { stack, does, word } = move;
    const call = `${names[stack]}.${{ len: 'Len()', pop: 'Pop()', push: `Push("${word}")` }[does]}`;
    return does === 'push' ? call : `${call.padEnd(14)} → ${told(move, answers[index] ?? {})}`;
  });
  return {
    kind: 'events' as const,
    title: 'What was called, and what came back',
    text: ['var s, other step4.Stack', ...lines].join('\n'),
  };
}

type Words = Pick<Finding, 'summary' | 'expected' | 'actual' | 'hint'> & { at: RegExp[] };

const push = /^func \([^)]*\) Push\b/;
const pop = /^func \([^)]*\) Pop\b/;
const len = /^func \([^)]*\) Len\b/;
const byValue = (method: string) => new RegExp(`^func \\(\\s*\\w*\\s*Stack\\s*\\) ${method}\\b`);

const receiver = (method: string) =>
  `The receiver (s Stack) is a copy, and so is what ${method} changes. With (s *Stack) it is the stack that ${method} was called on; the call stays the same, s.${method}(…).`;

function wordsOf(step: Step, source: Source): Words {
  const { move, right, got, before } = step;
  const said = { expected: told(move, right), actual: told(move, got) };
  if (move.does === 'len') return { ...said, ...lenWords(step, source) };
  if (before.length === 0)
    return {
      ...said,
      summary: `Pop of an empty stack returned "${got.word}" and ${got.ok}.`,
      hint: 'Where there is nothing, return the zero value and false: return "", false. The caller looks at the second result first, as with a map: v, ok := m[key].',
      at: [pop],
    };
  const first = before.length > 1 && got.word === before[0];
  return {
    ...said,
    summary: `Pop of a stack that holds ${list(before)} returned "${got.word}" and ${got.ok}.`,
    hint: first
      ? 'The last one in is the first one out: the word on top is s.words[len(s.words)-1].'
      : 'The word on top is s.words[len(s.words)-1]; afterwards the stack holds the words before it: s.words = s.words[:len(s.words)-1].',
    at: [pop],
  };
}

function lenWords({ move, right, got, before }: Step, source: Source): Omit<Words, 'expected' | 'actual'> {
  const after = `Len is ${got.len} where the stack should hold ${list(before)}`;
  if (move.stack === 1)
    return {
      summary: `A second, empty stack has a Len of ${got.len}: the stacks share their words.`,
      hint: 'A variable outside of the struct is one for the whole package, as a static field is in Java. Keep the words in a field of Stack.',
      at: [/^var /, len],
    };
  const lost = (got.len ?? 0) < (right.len ?? 0);
  if (lost)
    return {
      summary: `What Push added is lost: ${after}.`,
      hint: source.has(byValue('Push'))
        ? receiver('Push')
        : 'append changes no slice, it returns the longer one: s.words = append(s.words, word).',
      at: [push, len],
    };
  return {
    summary: `What Pop returned is still there: ${after}.`,
    hint: source.has(byValue('Pop'))
      ? receiver('Pop')
      : 'Returning a word does not remove it: s.words = s.words[:len(s.words)-1] does.',
    at: [pop, len],
  };
}
