import { duration, size, stage } from '#kit';
import { builds } from './05-scratch-image/builds.ts';
import { certificates } from './05-scratch-image/certificates.ts';
import { dockerfile } from './05-scratch-image/dockerfile.ts';
import { dockerignore } from './05-scratch-image/dockerignore.ts';
import { nonRoot } from './05-scratch-image/non-root.ts';
import { onlyTheBinary } from './05-scratch-image/only-the-binary.ts';
import { runs } from './05-scratch-image/runs.ts';
import { small } from './05-scratch-image/small.ts';
import { staticBinary } from './05-scratch-image/static-binary.ts';
import { stopsGracefully } from './05-scratch-image/stops-gracefully.ts';
import { containerStart } from './common/claims.ts';
import { explainFault } from './common/explain-fault.ts';

/** What is written, what is built, what ships, how it runs. Checks that explain why it does not run come before `runs`. */
export default stage({
  title: 'A scratch image',
  about: 'A container image of a few megabytes: one static binary, its certificates, nothing else.',
  needs: [],
  explainFault,
  checks: [
    dockerfile,
    dockerignore,
    builds,
    staticBinary,
    nonRoot,
    runs,
    small,
    certificates,
    onlyTheBinary,
    stopsGracefully,
  ],
  measures: {
    build: {
      title: 'docker build, with what was built before',
      claim: '1–5 s after an edit',
      beside: [{ label: 'the lesson', least: 1000, value: 5000 }],
    },
    image: {
      title: 'all layers of the image',
      claim: '8–15 MB; a slim JRE 200 MB and more; GraalVM native 50–80 MB',
      beside: [
        { label: 'the lesson', least: 8e6, value: 15e6 },
        { label: 'GraalVM native', least: 50e6, value: 80e6 },
        { label: 'a slim JRE', value: 200e6 },
      ],
    },
    layers: { title: 'layers in the image', claim: '2 or 3' },
    start: { title: 'from docker start to the first answer', ...containerStart },
  },
  learned: ({ image, start, build }) => [
    ...(image === undefined
      ? []
      : [
          `Your image ships ${size(image)}. The same service with a slim JRE ships 200 MB and more, compiled by GraalVM 50–80 MB.`,
        ]),
    ...(start === undefined
      ? []
      : [
          `From docker start to the first answer it took ${duration(start)}, most of it the engine's. Spring Boot takes 5–20 s.`,
        ]),
    ...(build === undefined ? [] : [`docker build took ${duration(build)}.`]),
    'There is no shell in it, no package manager and no root: nothing to break into, and nothing to update but Go itself.',
  ],
});
