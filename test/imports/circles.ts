/** Groups of files that reach each other (Tarjan's strongly connected components), each sorted. */
export function circles(edges: readonly { from: string; to: string }[]): string[][] {
  const next = Map.groupBy(edges, (edge) => edge.from);
  const order = new Map<string, { index: number; low: number; open: boolean }>();
  const open: string[] = [];
  const found: string[][] = [];
  const visit = (file: string) => {
    const own = { index: order.size, low: order.size, open: true };
    order.set(file, own);
    open.push(file);
    for (const { to } of next.get(file) ?? []) {
      const other = order.get(to) ?? visit(to);
      if (other.open) own.low = Math.min(own.low, other.low);
    }
    if (own.low === own.index) {
      const group = open.splice(open.indexOf(file));
      for (const one of group) (order.get(one) as { open: boolean }).open = false;
      if (group.length > 1) found.push(group.sort());
    }
    return own;
  };
  for (const file of next.keys()) if (!order.has(file)) visit(file);
  return found;
}
