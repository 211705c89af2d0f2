import { check } from '#kit';
import { contractsPort, listensByDefault } from '../common/default-port.ts';

/** With PORT unset it listens on 8080. */
export const defaultPort = check(
  'default-port',
  'listens on port 8080 when PORT is not set',
  { needs: [{ port: contractsPort }], timeoutMs: 400_000, lesson: 'The contract' },
  listensByDefault,
);
