/** Kubernetes’ quantities, Go’s memory limit and Go’s durations: three notations for a number with a unit. */

const kubernetesUnits: Record<string, number> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  '': 1,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** In bytes or cores. https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/ */
export function quantity(value: unknown): number | undefined {
  const [, number, unit = ''] = /^([+-]?[\d.]+(?:[eE][+-]?\d+)?)([A-Za-z]*)$/.exec(String(value ?? '')) ?? [];
  const factor = kubernetesUnits[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

const goMemoryUnits: Record<string, number> = { '': 1, B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 };

/** GOMEMLIMIT in bytes; Infinity for "off", undefined for what makes Go exit at start. https://pkg.go.dev/runtime#hdr-Environment_Variables */
export function goMemoryLimit(value: string): number | undefined {
  if (value === 'off' || value === '') return Number.POSITIVE_INFINITY;
  const [, number, unit = ''] = /^(\d+)([A-Za-z]*)$/.exec(value) ?? [];
  const factor = goMemoryUnits[unit];
  return number === undefined || factor === undefined ? undefined : Number(number) * factor;
}

export const mebibytes = (bytes: number): string => `${Math.round((bytes / 2 ** 20) * 10) / 10}Mi`;
