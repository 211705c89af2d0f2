import type { Outcome } from '../../kit/index.ts';
import { exitCodes } from '../context.ts';

export function codeOf(outcome: Outcome, allowBlocked: boolean): number {
  if (outcome === 'incomplete') return allowBlocked ? exitCodes.passed : exitCodes.incomplete;
  return { passed: exitCodes.passed, failed: exitCodes.failed, errored: exitCodes.bug }[outcome];
}

const severity: number[] = [
  exitCodes.passed,
  exitCodes.incomplete,
  exitCodes.failed,
  exitCodes.bug,
  exitCodes.interrupted,
];

export const worse = (a: number, b: number): number => (severity.indexOf(a) >= severity.indexOf(b) ? a : b);
