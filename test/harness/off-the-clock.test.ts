import { expect, test } from 'vitest';
import { offTheClock } from '../../src/harness/off-the-clock.ts';

/** Stands for an instrument with a method that was added yesterday. */
const instrument = {
  name: 'instrument',
  async build(mode: string) {
    return `${mode} ${this.name}`;
  },
  addedYesterday: () => Promise.resolve(42),
  describe: () => 'at once',
};

test('all that an instrument promises is off the clock, whatever its methods are called', async () => {
  const paused: unknown[] = [];
  const waited = offTheClock(instrument, {
    async offTheClock(work) {
      const value = await work;
      paused.push(value);
      return value;
    },
  });
  expect(await waited.build('plain')).toBe('plain instrument');
  expect(await waited.addedYesterday()).toBe(42);
  expect(waited.describe()).toBe('at once');
  expect(waited.name).toBe('instrument');
  expect(paused).toEqual(['plain instrument', 42]);
});
