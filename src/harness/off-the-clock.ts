import type { CheckScope } from '../kit/index.ts';

/** The same instrument; whatever it promises is the machine's work, and its time does not count against the check. A proxy, so that no method is forgotten. */
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
