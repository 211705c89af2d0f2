import { type Finding, finding, type Source } from '#kit';
import { steps } from '../steps.ts';
import { declaration, type Seen } from './seen.ts';

export type Transferred = { done: boolean; from: number; to: number };

type Asked = { from: number; to: number; amount: number };
type Words = Pick<Finding, 'summary' | 'hint'>;

const info = steps.values;

const told = ({ done, from, to }: Transferred) => `${done}; from has ${from}, to has ${to}`;

export function transferred(
  asked: Asked,
  got: Transferred,
  { source, printed }: Pick<Seen, 'source' | 'printed'>,
): Finding | undefined {
  const enough = asked.amount <= asked.from;
  const moved = enough ? asked.amount : 0;
  const right: Transferred = { done: enough, from: asked.from - moved, to: asked.to + moved };
  if (got.done === right.done && got.from === right.from && got.to === right.to) return undefined;
  const words = enough ? notMoved(asked, got, right, source) : notRefused(asked, got);
  return finding({
    ...words,
    expected: told(right),
    actual: told(got),
    evidence: [source.find(copies) ?? declaration({ info, source }), printed()],
  });
}

const copies = /:?=\s*\*\s*(from|to)\b/;

const copied =
  'account := *from makes a copy, and only the copy changes. from.Balance, through the pointer, is the caller’s own account.';
const through =
  'Change the caller’s accounts through the pointers: from.Balance -= amount, and the same with + for to.';

function notMoved({ from, amount, to }: Asked, got: Transferred, right: Transferred, source: Source): Words {
  const had = `though from had ${from} and ${amount} ${amount === from ? 'is exactly that' : 'is less'}`;
  const unchanged = got.from === from && got.to === to;
  if (unchanged && !got.done)
    return {
      summary: `Transfer of ${amount} moved nothing and returned false, ${had}.`,
      hint: amount === from ? 'Exactly enough is enough: refuse only where from.Balance < amount.' : through,
    };
  if (unchanged)
    return {
      summary: `Transfer of ${amount} returned true, but the caller’s accounts are as they were.`,
      hint: source.has(copies) ? copied : through,
    };
  if (got.from === right.from && got.to === right.to)
    return {
      summary: `Transfer of ${amount} moved the money and returned false.`,
      hint: 'Return true once both accounts have changed.',
    };
  if (got.from === from + amount)
    return {
      summary: `Transfer of ${amount} added it to from, which should have less of it afterwards.`,
      hint: 'The order is from, to: from pays.',
    };
  if (got.from === right.from)
    return {
      summary: `Transfer of ${amount} took it from from, but to has ${got.to} instead of ${right.to}.`,
      hint: got.to === to && source.has(copies) ? copied : 'to.Balance += amount adds it.',
    };
  if (got.to === right.to)
    return {
      summary: `Transfer of ${amount} gave it to to, but from has ${got.from} instead of ${right.from}.`,
      hint: got.from === from && source.has(copies) ? copied : 'from.Balance -= amount takes it away.',
    };
  return { summary: `After Transfer of ${amount} the accounts have other amounts than they should.`, hint: through };
}

function notRefused({ from, amount, to }: Asked, got: Transferred): Words {
  const unchanged = got.from === from && got.to === to;
  return unchanged
    ? {
        summary: `Transfer of ${amount} returned true, though from had only ${from} and nothing moved.`,
        hint: 'Return false where from.Balance < amount.',
      }
    : {
        summary: `Transfer of ${amount} changed the accounts, though from had only ${from}.`,
        hint: 'Look at from.Balance before anything changes: if from.Balance < amount { return false }.',
      };
}
