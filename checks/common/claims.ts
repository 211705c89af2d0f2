/** What the lessons claim of a small Go service, beside the Spring Boot service that many learners come from. */
import type { MeasureInfo } from '#kit';

type Claim = Required<Pick<MeasureInfo, 'claim' | 'beside'>>;

/** ms */
const springStart = { label: 'Spring Boot', least: 5_000, value: 20_000 };

export const startup: Claim = {
  claim: '50–100 ms; Spring Boot 5–20 s',
  beside: [{ label: 'the lesson', least: 50, value: 100 }, springStart],
};

export const containerStart: Claim = {
  claim: 'under 0.5 s; Spring Boot 5–20 s',
  beside: [{ label: 'the lesson', value: 500 }, springStart],
};

export const rollout: Claim = { claim: 'some seconds; Spring Boot 5–20 s a pod', beside: [springStart] };

/** bytes */
export const resident: Claim = {
  claim: '5–15 MB; Spring Boot 150–300 MB',
  beside: [
    { label: 'the lesson', least: 5e6, value: 15e6 },
    { label: 'Spring Boot', least: 150e6, value: 300e6 },
  ],
};
