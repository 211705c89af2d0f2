/** A harness holds all instruments for one learner's folder, for one run of its checks. */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { CheckContext, CheckScope, Files, Lack, Need } from '../kit/index.ts';
import { openInstruments } from './instruments.ts';
import { lackOf } from './machine/faults.ts';
import { roomForOpenFiles } from './machine/open-files.ts';
import { lacks } from './needs.ts';
import type { HarnessOptions } from './options.ts';
import { atExit } from './process/at-exit.ts';
import { endAll, endAllNow } from './process/family.ts';
import { openPorts } from './run/ports.ts';
import { openScratch, runLabel, type Scratch } from './run/scratch.ts';
import { takeSnapshot } from './run/snapshot.ts';
import { sweepLeftovers } from './run/sweep.ts';

export type Harness = {
  readonly files: Files;
  contextFor(scope: CheckScope): CheckContext;
  lacks(need: Need): Promise<Lack | undefined>;
  lackOf(error: unknown): Lack | undefined;
  /** How many files and connections this process may have open for checks, at once. */
  openFiles(): number;
  /** Ends what is left, frees the ports, removes the run's folder. */
  close(): Promise<void>;
};

export async function openHarness(options: HarnessOptions): Promise<Harness> {
  await sweepLeftovers();
  const scratch = openScratch();
  try {
    const source = join(scratch.dir, 'source');
    mkdirSync(source);
    return openOver(takeSnapshot(options.folder, source), scratch, options);
  } catch (error) {
    scratch.remove();
    throw error;
  }
}

function openOver(files: Files, scratch: Scratch, options: HarnessOptions): Harness {
  const ports = openPorts();
  const instruments = openInstruments({ files, scratch, ports, options });
  const ours = { label: `${runLabel}=${scratch.id}`, folder: scratch.dir };
  // A crash of ours that nothing catches ends here: nothing we started may outlive us.
  const forget = atExit(() => {
    endAllNow(ours);
    scratch.remove();
  });
  return {
    files,
    contextFor: instruments.forCheck,
    lacks: (need) => lacks(need, instruments),
    lackOf,
    openFiles: roomForOpenFiles,
    async close() {
      try {
        await everyOne([() => endAll(ours), () => instruments.close()]);
      } finally {
        ports.release();
        scratch.remove();
        forget();
      }
    },
  };
}

/** Runs every step, even when an earlier one throws; throws the first error at the end. */
async function everyOne(steps: readonly (() => Promise<unknown>)[]): Promise<void> {
  const errors: unknown[] = [];
  for (const step of steps) await step().catch((error: unknown) => errors.push(error));
  if (errors.length > 0) throw errors[0];
}
