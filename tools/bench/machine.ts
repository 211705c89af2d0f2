/** The machine a number was measured on, without anything that identifies its owner. */
import { execFileSync } from 'node:child_process';
import { arch, availableParallelism, cpus, loadavg, platform, release, totalmem } from 'node:os';

export type Machine = Record<'cpu' | 'cores' | 'memory' | 'system' | 'node' | 'go' | 'load', string>;

export function describeMachine(): Machine {
  return {
    cpu: cpus()[0]?.model ?? 'unknown',
    cores: String(availableParallelism()),
    memory: `${Math.round(totalmem() / 2 ** 30)} GiB`,
    system: `${platform()} ${release()} ${arch()}`,
    node: process.version,
    go: execFileSync('go', ['version'], { encoding: 'utf8' }).trim().replace('go version ', ''),
    load: loadavg()
      .map((one) => one.toFixed(1))
      .join(' '),
  };
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  const [low = 0, high = 0] =
    sorted.length % 2 ? [sorted[middle], sorted[middle]] : [sorted[middle - 1], sorted[middle]];
  return (low + high) / 2;
}
