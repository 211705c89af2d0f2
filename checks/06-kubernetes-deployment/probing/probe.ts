/** A probe of a container as a value. */
import type { Location } from '#kit';
import type { Container } from '../manifest/pods.ts';

export type Word = 'liveness' | 'readiness' | 'startup';
export type HttpGet = { path?: string; port?: number | string; host?: string; scheme?: string };

export type Probe = {
  word: Word;
  container: Container;
  http?: HttpGet;
  /** As in `tcpSocket: {port: http}`. */
  tcp?: { port?: number | string };
  get(...path: string[]): unknown;
  where(...path: string[]): Location;
};

export function probeOf(word: Word, container: Container): Probe | undefined {
  const field = `${word}Probe`;
  if (container.get(field) == null) return undefined;
  const get = (...path: string[]) => container.get(field, ...path);
  return {
    word,
    container,
    http: (get('httpGet') ?? undefined) as HttpGet | undefined,
    tcp: (get('tcpSocket') ?? undefined) as Probe['tcp'],
    get,
    where: (...path) => container.where(field, ...path),
  };
}

/** Without a query; the kubelet puts the slash before a path that lacks it. */
export const askedPath = ({ path = '/' }: HttpGet): string => {
  const [asked = ''] = path.split('?');
  return asked.startsWith('/') ? asked : `/${asked}`;
};
