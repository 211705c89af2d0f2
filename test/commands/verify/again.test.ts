import { describe, expect, it } from 'vitest';
import { gradeAgain } from '../../../src/commands/verify/grade.ts';
import { type Graded, lineOf } from '../../../src/commands/verify/result.ts';

const graded = (name: string, status: Graded['status'], ...details: string[]): Graded => ({
  stage: '01-a',
  name,
  status,
  details,
  ms: 0,
  wording: [],
});

describe('a program that was judged wrongly among others', () => {
  it('is judged once more, alone; right then, it counts as passed and is told to be unsteady', async () => {
    const first = [
      graded('a', 'passed'),
      graded('b', 'failed', 'should fail, but is passed'),
      graded('c', 'failed', 'no'),
    ];
    const asked: string[] = [];
    const results = await gradeAgain(first, async ({ name }) => {
      asked.push(name);
      return graded(name, name === 'b' ? 'passed' : 'failed', ...(name === 'b' ? [] : ['still no']));
    });
    expect(asked).toEqual(['b', 'c']);
    expect(results.map(({ status }) => status)).toEqual(['passed', 'passed', 'failed']);
    expect(results[2]?.details).toEqual(['no']);
    expect(lineOf(results[1] as Graded)).toContain('unsteady, among other programs: should fail, but is passed');
  });

  it('is left as it is where many are wrong: then it is not the crowd', async () => {
    const wrong = Array.from({ length: 6 }, (_, index) => graded(String(index), 'failed', 'no'));
    const never = async () => {
      throw new Error('asked');
    };
    expect(await gradeAgain(wrong, never)).toEqual(wrong);
  });
});
