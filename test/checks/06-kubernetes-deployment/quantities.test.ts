import { describe, expect, it } from 'vitest';
import { goMemoryLimit, quantity } from '../../../checks/06-kubernetes-deployment/manifest/quantities.ts';
import { goDuration } from '../../../checks/common/go-duration.ts';

describe('units', () => {
  it.each([
    ['64Mi', 64 * 2 ** 20],
    ['50m', 0.05],
    ['0.5', 0.5],
    ['1e3', 1000],
    ['128M', 128e6],
    ['2', 2],
    ['64MB', undefined],
    ['', undefined],
  ])('quantity %s', (text, value) => expect(quantity(text)).toBe(value));

  it.each([
    ['96MiB', 96 * 2 ** 20],
    ['1000', 1000],
    ['1GiB', 2 ** 30],
    ['off', Number.POSITIVE_INFINITY],
    ['96Mi', undefined],
    ['96MB', undefined],
    ['1.5GiB', undefined],
  ])('GOMEMLIMIT %s', (text, value) => expect(goMemoryLimit(text)).toBe(value));

  it.each([
    ['5s', 5],
    ['1m30s', 90],
    ['500ms', 0.5],
    ['1.5h', 5400],
    ['0', 0],
    ['5', undefined],
    ['5 s', undefined],
    ['', undefined],
  ])('duration %s', (text, value) => expect(goDuration(text)).toBe(value));
});
