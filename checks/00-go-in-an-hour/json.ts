import { check, failIf } from '#kit';
import { encoded, type Trip } from './findings/json.ts';
import { between, someWords } from './random.ts';
import { openStep } from './step.ts';
import { steps } from './steps.ts';

/** Each order is decoded and encoded again: the names of the fields are the learner's own business. */
export const json = check(
  'json',
  'step 8: writes an order as the JSON that it reads',
  { lesson: '8 · JSON and tags' },
  async (context) => {
    const step = await openStep(context, steps.json);
    const [customer, ...items] = someWords(4);
    const whole = { id: between(2, 999), customer, items, note: someWords(2).join(' ') };
    const bare = { id: between(2, 999), customer, items: [] };
    for (const order of [whole, { id: whole.id, customer, items }, bare]) {
      const text = JSON.stringify(order);
      const trip = await step.call<Trip>('Trip', [text], 'An order that is decoded and encoded again');
      failIf(encoded(`decoding and encoding ${text}`, order, trip, step));
    }
    const { id, customer: name } = bare;
    const without = JSON.stringify({ id, customer: name });
    const trip = await step.call<Trip>('Trip', [without], 'An order without items that is decoded and encoded again');
    failIf(encoded(`decoding and encoding ${without}`, bare, trip, step));
    const zero = await step.call<Trip>('Zero', [], 'Encode(Order{})');
    failIf(encoded('Encode(Order{})', { id: 0, customer: '', items: [] }, zero, step));
  },
);
