import { describe, expect, it } from 'vitest';
import { estimate, plan, wanted } from '../../tools/test/steps.ts';

describe('the steps of npm test', () => {
  it('--quick leaves out what needs an engine or a cluster', () => {
    const names = wanted({ quick: true }).map(({ name }) => name);
    expect(names).toContain('unit');
    expect(names).not.toContain('engine');
    expect(names).not.toContain('hostile');
    expect(names).not.toContain('cluster programs');
    expect(wanted({ quick: false }).map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  });

  it('start with the foundations', () => {
    const [first, second, third] = wanted({ quick: false });
    expect([first?.foundation, second?.foundation, third?.foundation]).toEqual([true, true, undefined]);
  });

  it('are estimated by the last run, where there was one', () => {
    const chosen = wanted({ quick: true });
    const last = Object.fromEntries(chosen.map(({ name }) => [name, 60]));
    expect(estimate(chosen, last)).toBe(`about ${chosen.length} minutes`);
    expect(plan(chosen, last)).toContain('by the last run');
    expect(plan(chosen, {})).toContain('a first run also builds');
  });
});
