/** Work that is done when it is first asked for. Everybody gets the same answer. */
export type Once<T> = (() => Promise<T>) & {
  /** The answer, if anybody has asked. */
  asked(): Promise<T> | undefined;
};

export function once<T>(work: () => Promise<T>): Once<T> {
  let answer: Promise<T> | undefined;
  const ask = () => {
    answer ??= work();
    return answer;
  };
  return Object.assign(ask, { asked: () => answer });
}
