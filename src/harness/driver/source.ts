/** The Go files of a driver: the runtime that answers the grader, the stage's calls, and a main that has them all. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { DriverCalls } from '#kit';
import { probePackage } from '../run/own-file.ts';

/** Tells the driver where the grader listens: 'host:port token'. runtime.go reads it. */
export const driverVariable = 'GO_CLOUD_WORKSHOP_DRIVER';

const ours = `internal/${probePackage}`;
/**
 * The package that is built. Each set of calls has a folder of its own: cmd/go remembers what a folder holds by its files'
 * names, sizes and times, and two mains may be written in one tick of the clock.
 */
export function driverMain(calls: DriverCalls): string {
  const hash = createHash('sha256').update(Object.keys(calls).join('\n')).digest('hex');
  return `${ours}/main${hash.slice(0, 16)}`;
}

/** The function in runtime.go whose goroutine makes the call. */
export const driverFunction = `${probePackage}.run`;

/** Path in the module → text. */
export function driverFiles(module: string, calls: DriverCalls): Record<string, string> {
  const runtime = readFileSync(new URL('./runtime.go', import.meta.url), 'utf8');
  const imports = Object.keys(calls).map((folder) => `\t_ "${module}/${ours}/${folder}"\n`);
  const main = `package main\n\nimport (\n\tdriver "${module}/${ours}"\n${imports.join('')})\n\nfunc main() { driver.Serve() }\n`;
  const files = Object.entries(calls).map(([folder, file]) => [
    `${ours}/${folder}/calls.go`,
    readFileSync(file, 'utf8').replaceAll('"MODULE/', `"${module}/`),
  ]);
  return { [`${ours}/runtime.go`]: runtime, [`${driverMain(calls)}/main.go`]: main, ...Object.fromEntries(files) };
}
