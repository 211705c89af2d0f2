/** What the findings of this stage are made of. */
import type { Evidence, Goroutine, Location, Source } from '#kit';
import type { StepInfo } from '../steps.ts';

export type Seen = {
  info: StepInfo;
  /** The step's own files. */
  source: Source;
  printed(): Evidence | undefined;
};

/** The learner's line in a goroutine. */
export const ownPlace = (one: Goroutine | undefined): Location | undefined => one?.frames.find(({ own }) => own)?.at;

/** ' at step1/values.go:12', or nothing. */
export const atPlace = (at: Location | undefined): string => (at ? ` at ${at.file}:${at.line}` : '');

/** The line that declares what the step is about. */
export const declaration = ({ info, source }: Pick<Seen, 'info' | 'source'>): Evidence | undefined =>
  source.find(new RegExp(`^func (\\([^)]*\\) )?${info.name}\\b`), /^func /, /^type /);

export const list = (items: readonly unknown[]): string => JSON.stringify(items).replaceAll('","', '", "');
