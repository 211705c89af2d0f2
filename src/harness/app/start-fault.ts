/** What became of a program that accepts no connection on its port: ended, listening elsewhere, or not listening at all. */
import type { Server, StartFault } from '../../kit/index.ts';

export async function startFault(server: Server, withinMs: number): Promise<StartFault> {
  const { port } = server;
  const exit = server.running ? undefined : await server.exited(1_000);
  if (exit) return { kind: 'ended-at-start', port, withinMs, exit, log: server.log.evidence };
  const open = (await server.listeningPorts()) ?? [];
  const about = { port, withinMs, log: server.log.evidence };
  const ports = open.filter((one) => one !== port);
  if (ports.length > 0) return { kind: 'listens-on-other-port', ports, ...about };
  if (open.length > 0) return { kind: 'listens-on-other-address', ...about };
  return { kind: 'never-listens', residentBytes: await server.residentBytes(), ...about };
}
