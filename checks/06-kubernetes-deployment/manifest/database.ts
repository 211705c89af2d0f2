/** Where the service looks for its database, said before a rollout has to wait for it. */
import type { Manifests } from '#kit';
import { database } from './contract.ts';
import { settingOf } from './environment.ts';
import type { Flaw } from './flaw.ts';
import type { Container } from './pods.ts';

/** Unset is for the cluster to judge: the pods are ready then, whatever the database does. */
export function otherDatabase(container: Container, manifests: Manifests): Flaw | undefined {
  const setting = settingOf('DB_ADDR', container, manifests);
  const given = setting?.value ?? '';
  if (!setting || given === '' || given === database.address) return undefined;
  return {
    at: setting.at,
    summary: `DB_ADDR is ${given}, where no database answers, so /readyz would say 503 forever.`,
    expected: `DB_ADDR: ${database.address}`,
    actual: given,
    hint: 'The check provides the Service db with port 5432 in the same namespace; its short name is enough there.',
  };
}
