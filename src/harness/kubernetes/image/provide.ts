/** The images a cluster needs: the program the stage deploys, and our toolbox. Built, packed and loaded into the cluster. */
import { mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type CheckScope, FaultyProgram, type Files, LackError, orBlock } from '../../../kit/index.ts';
import { diagnosticsEvidence, parseDiagnostics, relativePaths } from '../../go/diagnostics.ts';
import { findMainPackage } from '../../go/main-package.ts';
import type { ToolResult } from '../../process/run-tool.ts';
import { takeSnapshot } from '../../run/snapshot.ts';
import { asked } from '../answers.ts';
import type { Connection } from '../connection.ts';
import type { ClusterSetup, KubernetesOptions } from '../options.ts';
import { toolboxImage, writeToolbox } from '../toolbox/source.ts';
import { assembleImage } from './assemble.ts';
import { loadImage } from './load.ts';

export type ImageJob = {
  options: KubernetesOptions;
  setup: ClusterSetup;
  at: Connection;
  log: CheckScope['log'];
};

/** The names under which the cluster has them. */
export async function provideImages(job: ImageJob): Promise<{ program: string; toolbox: string }> {
  const arch = await architecture(job.at);
  const [program, toolbox] = await Promise.all([provideProgram(job, arch), provideToolbox(job, arch)]);
  return { program, toolbox };
}

/** GOARCH of the first node; all nodes of a local cluster are this machine. */
async function architecture({ core, context }: Connection): Promise<string> {
  const own = process.arch === 'x64' ? 'amd64' : process.arch;
  try {
    const { items } = await asked(context, () => core.listNode({ limit: 1 }));
    return items[0]?.status?.nodeInfo?.architecture ?? own;
  } catch (error) {
    // Who may not look at nodes has a namespace of somebody's; the nodes of a local one are this machine.
    if (error instanceof LackError && error.lack.state === 'forbidden') return own;
    throw error;
  }
}

/** What the learner's own Dockerfile builds, where there is one and it works; else the module's program in an empty image. */
async function provideProgram(job: ImageJob, arch: string): Promise<string> {
  const { options, setup, log } = job;
  const reference = setup.spec.image;
  if (setup.dockerfile !== undefined) {
    const { saveDockerImage } = await import('./dockerfile.ts');
    const archive = join(options.scratch.folder('docker-image'), 'image.tar');
    const saved = await saveDockerImage({ options, folder: setup.dockerfile, reference, archive, log });
    if (saved.ok) return load(job, archive, reference);
    log('kubernetes', `using the reference's image, as ${saved.because}`);
  }
  const files = programFiles(job);
  const main = await findMainPackage(files, (args, cwd) => go(options, args, cwd));
  const name = main === '.' ? 'server' : basename(main);
  return provide(job, { reference, name, package: `./${main}`, arch, root: files.root });
}

function programFiles({ options, setup }: ImageJob): Files {
  if (setup.module === undefined) return options.files;
  const target = join(options.scratch.folder('program'), 'source');
  mkdirSync(target);
  return takeSnapshot(setup.module, target);
}

function provideToolbox(job: ImageJob, arch: string): Promise<string> {
  const root = job.options.scratch.folder('toolbox-source');
  writeToolbox(root);
  return provide(job, { reference: toolboxImage(), name: 'toolbox', package: '.', arch, root });
}

type Program = { reference: string; name: string; package: string; arch: string; root: string };

async function provide(job: ImageJob, { reference, name, arch, root, ...program }: Program): Promise<string> {
  const { options } = job;
  const folder = options.scratch.folder(name);
  const binary = join(folder, name);
  const args = ['build', '-buildvcs=false', '-trimpath', '-ldflags=-s -w', '-o', binary, program.package];
  const built = await go(options, args, root, { GOOS: 'linux', GOARCH: arch });
  if (built.code !== 0) {
    if (root === options.files.root) throw doesNotCompile(built, options.files);
    throw new Error(`the image ${reference} does not build: ${built.output}`);
  }
  const archive = join(folder, 'image.tar');
  await assembleImage({ reference, binary, name, arch, archive });
  return load(job, archive, reference);
}

/** The graded folder's own program, so not our fault. */
function doesNotCompile({ ms, output }: ToolResult, files: Files): FaultyProgram {
  const diagnostics = parseDiagnostics(output, files);
  const build = { ok: false as const, ms, output: relativePaths(output, files.root), diagnostics };
  const evidence = diagnosticsEvidence('go build', diagnostics, build.output);
  return new FaultyProgram({ kind: 'not-compiled', mode: 'plain', build, evidence });
}

async function go({ run }: KubernetesOptions, args: string[], cwd: string, env?: Record<string, string>) {
  const result = await run('go', args, cwd, env);
  if (!result) throw new Error('there is no go command to build images with');
  return result;
}

async function load({ options, at }: ImageJob, archive: string, reference: string): Promise<string> {
  return orBlock(await loadImage(at, archive, reference, options.loadImage, options.run));
}
