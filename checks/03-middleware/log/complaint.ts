/** What net/http and the runtime print when a request is not answered. */

import type { ProgramLog, Reply } from '#kit';

export type Complaint = { kind: 'panic'; words: string } | { kind: 'stack-overflow' };

/** net/http (server.go, conn.serve) logs a panic that it recovered itself; the other two are the runtime's. */
const complaint = /http: panic serving [^ ]+: (?<panic>.+?)(?:\\n|\n|$)|^panic: (?<fatal>.+)|(?<stack>stack overflow)/;

export function complaintIn(text: string): Complaint | undefined {
  const found = complaint.exec(text)?.groups;
  if (!found) return undefined;
  if (found.stack !== undefined) return { kind: 'stack-overflow' };
  return { kind: 'panic', words: (found.panic ?? found.fatal ?? '').trim().slice(0, 160) };
}

/** A request that timed out leaves no complaint. */
export async function complaintAbout(
  { outcome }: Pick<Reply, 'outcome'>,
  log: Pick<ProgramLog, 'find'>,
): Promise<Complaint | undefined> {
  return outcome === 'timed-out' ? undefined : log.find(({ text }) => complaintIn(text), 1_500);
}
