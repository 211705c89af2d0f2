import { block, type CheckContext, check, fail, size } from '#kit';
import { buildLack } from './findings/builds/lacks.ts';
import { noDockerfile, notBuilt } from './findings/builds.ts';
import { linesOf } from './lines.ts';

/** `docker build` with the learner's own builder. All later checks look at the image it makes. */
export const builds = check(
  'builds',
  'is built by docker build',
  { needs: ['docker'], lesson: 'Build it, look at it', timeoutMs: 120_000 },
  async ({ docker, files, source, log, measure, note }: CheckContext) => {
    const dockerfile = await docker.dockerfile();
    if (!dockerfile) fail(noDockerfile());
    log(
      'docker',
      'docker build . (the very first time this downloads golang:…, some 80 MB, and compiles the standard library)',
    );
    const build = await docker.build();
    const { decides, files: sent } = docker.buildContext();
    if (!build.ok) {
      const lack = buildLack(build, dockerfile);
      if (lack) block(lack);
      fail(notBuilt({ build, dockerfile, files: files.list(), decides, lines: linesOf(dockerfile, source) }));
    }
    measure('build', build.ms, 'ms');
    if (build.builder === 'classic')
      note(
        'Built by the classic builder, which Docker has replaced with BuildKit: cache mounts and heredocs need the newer one.',
      );
    const bytes = sent().reduce((sum, file) => sum + file.bytes, 0);
    log('docker', `built ${build.image.id.slice(7, 19)} from ${sent().length} files, ${size(bytes)}`);
  },
);
