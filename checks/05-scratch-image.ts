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
import { containerStart, springSizes } from './common/claims.ts';
import { explainFault } from './common/explain-fault.ts';
import { serviceTrial } from './common/trial.ts';

/** What is written, what is built, what ships, how it runs. Checks that explain why it does not run come before `runs`. */
export default stage({
  title: 'A scratch image',
  about: 'A container image of a few megabytes: one static binary, its certificates, nothing else.',
  needs: [],
  explainFault,
  trial: serviceTrial,
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
      claim: `about 7 MB; a native Spring binary alone 48–129 MB (${springSizes.source})`,
      beside: [{ label: 'the lesson', value: 7e6 }, springSizes.native],
    },
    layers: { title: 'layers in the image', claim: '2 or 3' },
    start: { title: 'from docker start to the first answer', ...containerStart },
  },
  learned: ({ image, start, build }) => [
    ...(image === undefined
      ? []
      : [`Your image ships ${size(image)}: that is what every node fetches before it can start a pod.`]),
    ...(start === undefined
      ? []
      : [`From docker start to the first answer it took ${duration(start)}, most of it the engine's.`]),
    ...(build === undefined ? [] : [`docker build took ${duration(build)}.`]),
    'There is no shell in it, no package manager and no root. What is left to update is Go and your modules: build again with every point release (go version -m shows what is in a binary).',
  ],
});
