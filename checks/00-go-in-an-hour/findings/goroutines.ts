import { type Finding, finding, type Goroutine, type Source, type Stuck } from '#kit';
import { steps } from '../steps.ts';
import { atPlace, declaration, ownPlace, type Seen } from './seen.ts';
import { dumpOf } from './stuck.ts';

const info = steps.goroutines;

/** `calls`: how often each source was called; `begun`: how many were, when First returned. */
export type Raced = { answer: string; ok: boolean; calls: number[]; begun: number };
/** `which`: the one that answers; where unset, none does and quit is closed. */
export type Asked = { count: number; which?: number };

type About = Pick<Seen, 'source' | 'printed'>;
type Words = Pick<Finding, 'summary' | 'expected' | 'actual' | 'hint'> & { at?: RegExp[] };

const told = ({ answer, ok }: Pick<Raced, 'answer' | 'ok'>) => `"${answer}", ${ok}`;

export function answered(asked: Asked, got: Raced, { source, printed }: About): Finding | undefined {
  const words = tooOften(got) ?? (asked.which === undefined ? notQuit(asked, got) : notAnswered(asked, got, source));
  if (!words) return undefined;
  const { at = [], ...said } = words;
  return finding({ ...said, evidence: [source.find(...at) ?? declaration({ info, source }), printed()] });
}

function tooOften({ calls }: Raced): Words | undefined {
  const most = Math.max(...calls);
  if (most <= 1) return undefined;
  return {
    summary: `A source was called ${most} times.`,
    expected: 'each source is called once',
    actual: `calls of each source: ${calls.join(', ')}`,
    hint: 'for _, source := range sources gives each source once; start one goroutine for it.',
    at: [/\bgo\b/],
  };
}

function notAnswered({ count, which }: Asked, got: Raced, source: Source): Words | undefined {
  const right = { answer: `answer ${which}`, ok: true };
  const said = { expected: told(right), actual: told(got) };
  if (got.answer === right.answer && got.ok) return undefined;
  if (got.begun < count)
    return {
      ...said,
      summary: `First returned ${told(got)} before it had called all ${count} sources.`,
      actual: `${told(got)}; ${got.begun === 0 ? 'no source' : `${got.begun} of ${count} sources`} called by then`,
      hint: source.has(/\bdefault:/)
        ? 'A select with a default never waits: default runs when no other case can go on right now. Without it, select waits for one that can.'
        : 'Start a goroutine for each source, go func() { answers <- source() }(), then wait in a select for the first answer.',
      at: [/\bdefault:/, /\bselect\b/],
    };
  return {
    ...said,
    summary: `First returned ${told(got)}, though source ${which} answered "${right.answer}".`,
    hint: 'Return what was received: case answer := <-answers: return answer, true.',
    at: [/case .*<-/, /return /],
  };
}

function notQuit({ count }: Asked, got: Raced): Words | undefined {
  if (got.answer === '' && !got.ok) return undefined;
  return {
    summary: `First returned ${told(got)} when quit was closed, though no source had answered.`,
    expected: '"", false',
    actual: `${told(got)}; ${got.begun} of ${count} sources called, none had answered`,
    hint: 'In the case <-quit: return "", false.',
    at: [/<-\s*quit/],
  };
}

/** A goroutine that is inside a source, which the learner's code called. */
const inSource = ({ frames }: Goroutine): boolean => {
  const own = frames.findIndex((frame) => frame.own);
  return frames.slice(0, own < 0 ? undefined : own).some((frame) => /newScene/.test(frame.function));
};

/** What the goroutines say of a First that does not return; undefined: nothing in particular. */
export function noEnd(
  waitsFor: 'answer' | 'quit',
  { caller, goroutines, waitedMs }: Stuck,
  { source, printed }: About,
): Finding | undefined {
  const asking = goroutines.filter(inSource);
  const [example] = asking;
  const actual = `no result after ${waitedMs / 1000} seconds`;
  const evidence = (one: Goroutine | undefined, title: string) => [
    source.show(ownPlace(one), title) ?? declaration({ info, source }),
    dumpOf(goroutines),
    printed(),
  ];
  if (caller && inSource(caller))
    return finding({
      summary: `First calls a source itself${atPlace(ownPlace(caller))}, and waits there for its answer.`,
      expected: 'all sources are called at the same time, each in a goroutine of its own',
      actual: `${actual}: no source answers before all have been called`,
      hint: 'go before a call starts it in a goroutine and goes on at once: go func() { answers <- source() }().',
      evidence: evidence(caller, 'where it waits'),
    });
  if (waitsFor === 'answer' && asking.length === 1)
    return finding({
      summary: `Only one source at a time is called${atPlace(ownPlace(example))}.`,
      expected: 'all sources are called at the same time, each in a goroutine of its own',
      actual: `${actual}: no source answers before all have been called`,
      hint: 'One goroutine that loops over the sources asks them one after the other. Put the go statement inside the loop.',
      evidence: evidence(example, 'where it waits'),
    });
  if (waitsFor === 'quit' && caller && !source.has(/<-\s*quit/))
    return finding({
      summary: `First still waits${atPlace(ownPlace(caller))} after quit was closed.`,
      expected: '"", false as soon as quit is closed',
      actual,
      hint: 'A receive waits for its one channel. select waits for several: select { case answer := <-answers: … case <-quit: … }.',
      evidence: evidence(caller, 'where it waits'),
    });
  return undefined;
}

/** Every source has answered: whoever is still there waits for a reader that left. */
export function leftBehind(goroutines: readonly Goroutine[], { source, printed }: About): Finding | undefined {
  const [one] = goroutines;
  if (!one) return undefined;
  const at = ownPlace(one) ?? one.createdBy?.at;
  const sends = /^chan send/.test(one.state);
  return finding({
    summary: `After First has returned, ${goroutines.length === 1 ? 'a goroutine is' : `${goroutines.length} goroutines are`} left${atPlace(at)}: ${one.state}.`,
    expected: 'every goroutine ends once its source has answered',
    actual: `${goroutines.length} left although all sources have answered`,
    hint: sends
      ? 'Sending to a channel without room waits for a receiver, and First has left with its one answer. make(chan string, len(sources)) has room for them all.'
      : 'What it waits for never comes. A goroutine of First should call its source, send the answer, and end.',
    evidence: [source.show(at, 'where it waits'), dumpOf(goroutines), printed()],
  });
}
