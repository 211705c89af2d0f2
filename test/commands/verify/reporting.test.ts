import { expect, test } from 'vitest';
import { suitesOf } from '../../../src/commands/verify/reporting.ts';

test('programs are test cases: a wrong verdict is a failure, an unsteady one a note, a skipped program no pass', () => {
  const suites = suitesOf([
    { stage: '01-a', name: 'solution', status: 'passed', details: [], ms: 10, unsteady: ['health failed'] },
    { stage: '01-a', name: 'rejected/x--y', status: 'failed', details: ['x passed', 'and more'], ms: 20 },
    { stage: '02-b', name: 'solution', status: 'skipped', details: ['No engine here.'], ms: 5 },
  ]);
  expect(suites).toMatchObject([
    {
      id: '01-a',
      outcome: 'failed',
      ms: 30,
      cases: [
        { id: 'solution', status: 'passed', notes: ['unsteady, among other programs: health failed'] },
        { id: 'rejected/x--y', status: 'failed', finding: { summary: 'x passed', evidence: [{ text: 'and more' }] } },
      ],
    },
    { id: '02-b', outcome: 'incomplete', cases: [{ status: 'skipped', because: 'No engine here.' }] },
  ]);
});
