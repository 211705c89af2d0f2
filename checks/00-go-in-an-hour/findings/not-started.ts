/** The package ended the program, or kept it, before anything in it was called. */
import { describeExit, type Ended, type Finding, finding, type Source, type Stuck } from '#kit';
import type { StepInfo } from '../steps.ts';
import { atPlace, declaration } from './seen.ts';

const first =
  'Before any function of a package is called, Go sets its variables (var x = f()) and runs its init functions. Neither should do more than that.';

export function notStarted(info: StepInfo, end: Ended | Stuck, source: Source): Finding {
  const before = `before ${info.name} was called`;
  const expected = `importing ${info.folder} does nothing by itself`;
  const evidence = [source.find(/^func init\(/, /^var \w+.*=.*\(/) ?? declaration({ info, source })];
  if (end.kind === 'stuck')
    return finding({
      summary: `The package ${info.folder} keeps the program busy ${before}.`,
      expected,
      actual: `the program was not ready after ${end.waitedMs / 1000} seconds`,
      hint: first,
      evidence,
    });
  const { crash, exit } = end;
  return finding({
    summary: crash
      ? `The package ${info.folder} crashed${atPlace(crash.at)} ${before}: ${crash.message}.`
      : `The package ${info.folder} ended the program ${before}: ${describeExit(exit)}.`,
    expected,
    actual: describeExit(exit),
    hint: first,
    evidence: [
      ...(crash?.at ? [source.show(crash.at, 'where it crashed')] : evidence),
      crash && { kind: 'log' as const, title: 'What it printed when it crashed', text: crash.text, at: crash.at },
    ],
  });
}
