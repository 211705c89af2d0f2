/** The instruments a check is handed in its context. The harness implements them; nothing here does anything. */
import type { Source } from '../assert/source.ts';
import type { CheckScope } from '../scope.ts';
import type { App } from './app.ts';
import type { Docker } from './docker.ts';
import type { Driver } from './driver.ts';
import type { Files } from './files.ts';
import type { Go } from './go.ts';
import type { Http } from './http.ts';
import type { Kubernetes } from './kubernetes.ts';
import type { Upstreams } from './upstream.ts';

export type CheckContext = CheckScope & {
  go: Go;
  app: App;
  driver: Driver;
  http: Http;
  upstream: Upstreams;
  docker: Docker;
  kubernetes: Kubernetes;
  files: Files;
  /** Points at the learner's own lines. */
  source: Source;
};
