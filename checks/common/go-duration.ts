const goDurationUnits: Record<string, number> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  μs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
};

/** time.ParseDuration in seconds; undefined for what it rejects. https://pkg.go.dev/time#ParseDuration */
export function goDuration(value: string): number | undefined {
  if (value === '0') return 0;
  if (!/^[+-]?(\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)((\d+(\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h))*$/.test(value))
    return undefined;
  const parts = [...value.matchAll(/(\d+(?:\.\d*)?|\.\d+)(ns|us|µs|μs|ms|s|m|h)/g)];
  const seconds = parts.reduce(
    (sum, [, number, unit]) => sum + Number(number) * (goDurationUnits[unit as string] as number),
    0,
  );
  return value.startsWith('-') ? -seconds : seconds;
}
