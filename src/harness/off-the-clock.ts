import type { CheckScope } from '../kit/index.ts';

/** The same instrument, but time spent waiting for it does not count against the check: that is the machine's work. A proxy, so that no method is forgotten. */
export function offTheClock<T extends object>(instrument: T, scope: Pick<CheckScope, 'offTheClock'>): T {
  return new Proxy(instrument, {
    get(target, name, receiver) {
      const member: unknown = Reflect.get(target, name, receiver);
      if (typeof member !== 'function') return member;
      return (...args: unknown[]) => {
        const result: unknown = member.apply(target, args);
        return result instanceof Promise ? scope.offTheClock(result) : result;
      };
    },
  });
}
