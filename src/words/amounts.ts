/** The kit owns these, so that checks and every face of the program write numbers alike. */
export { amount, duration, enumerate, plural, size } from '../kit/assert/amounts.ts';
