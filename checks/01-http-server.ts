/** Stage 01: a complete service in one binary. The contract is in exercises/01-http-server/README.md. */
import { duration, size, stage } from '#kit';
import { concurrent } from './01-http-server/concurrent.ts';
import { createUser } from './01-http-server/create-user.ts';
import { crossCompiles } from './01-http-server/cross-compiles.ts';
import { defaultPort } from './01-http-server/default-port.ts';
import { getUser } from './01-http-server/get-user.ts';
import { health } from './01-http-server/health.ts';
import { lists } from './01-http-server/lists.ts';
import { methods } from './01-http-server/methods.ts';
import { staticBinary } from './01-http-server/static.ts';
import { strictInput } from './01-http-server/strict-input.ts';
import { validates } from './01-http-server/validates.ts';
import { resident, springSizes, startup } from './common/claims.ts';
import { compiles } from './common/compiles.ts';
import { explainFault } from './common/explain-fault.ts';
import { listens } from './common/listens.ts';
import { vets } from './common/vets.ts';

export default stage({
  title: 'A complete service in one binary',
  about:
    'A JSON API for users with the standard library alone: routes, validation, a store that many goroutines share.',
  needs: ['go'],
  explainFault,
  trial: {
    requests: [
      { says: 'is it there?', path: '/health' },
      { says: 'a new user', path: '/api/users', method: 'POST', body: { name: 'Ada', email: 'ada@example.com' } },
      { says: 'all users', path: '/api/users' },
      { says: 'one user', path: '/api/users/1' },
    ],
  },
  checks: [
    compiles({ lesson: 'The first ten minutes' }),
    vets({ lesson: 'The first ten minutes' }),
    listens('/health', { lesson: 'The first ten minutes' }),
    health,
    createUser,
    getUser,
    lists,
    validates,
    methods,
    defaultPort,
    concurrent,
    staticBinary,
    strictInput,
    crossCompiles,
  ],
  measures: {
    startup: { title: 'start to first accepted connection', ...startup },
    resident: { title: 'memory at rest', ...resident },
    binary: {
      title: 'binary',
      claim: `8–9 MB; a Spring Boot jar 22–43 MB, beside a JVM; native 48–129 MB (${springSizes.source})`,
      beside: [{ label: 'the lesson', least: 8e6, value: 9e6 }, springSizes.jar, springSizes.native],
    },
    'binary-stripped': {
      title: 'binary with -ldflags="-s -w"',
      claim: 'about 6 MB, 20–30 % less',
      beside: [{ label: 'the lesson', value: 6e6 }],
    },
    parallel: { title: 'requests at once, without a data race' },
    rebuild: {
      title: 'build after an edit',
      claim: 'about a second: only packages that changed are compiled again',
      beside: [{ label: 'the lesson', value: 1000 }],
    },
  },
  learned,
});

/** Sentences made of the learner's own numbers, beside the claims of the lesson. */
function learned(numbers: Readonly<Record<string, number>>): string[] {
  const { startup, resident, rebuild, parallel } = numbers;
  return [
    sizeOf(numbers),
    startup !== undefined && `It accepted its first connection ${duration(startup)} after it was started.`,
    resident !== undefined && `At rest it uses ${size(resident)} of memory.`,
    rebuild !== undefined && `A build after an edit takes ${duration(rebuild)}.`,
    parallel !== undefined &&
      `It answered ${parallel} requests at once, each in its own goroutine, and the race detector had nothing to report.`,
  ].filter((sentence) => typeof sentence === 'string');
}

function sizeOf({ binary, 'binary-stripped': stripped }: Readonly<Record<string, number>>): string | undefined {
  if (binary === undefined) return undefined;
  if (stripped === undefined || stripped >= binary) return `Your whole service is one file of ${size(binary)}.`;
  const saved = Math.round((1 - stripped / binary) * 100);
  return `Your whole service is one file of ${size(stripped)} (${size(binary)} before -ldflags="-s -w" took ${saved} % off), and needs no runtime beside it.`;
}
