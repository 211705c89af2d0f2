/** A position in a text, kept as a fraction so that it survives a change of window size. */
export type Scroll = { readonly top: number; readonly limit: number };

export const atTop: Scroll = { top: 0, limit: 0 };

/** The first row to show when `limit` rows lie above the last page. */
export function topRow(scroll: Scroll, limit: number): number {
  if (limit <= 0) return 0;
  if (scroll.limit === limit || scroll.limit <= 0) return Math.min(Math.max(0, scroll.top), limit);
  return Math.min(limit, Math.max(0, Math.round((scroll.top / scroll.limit) * limit)));
}

/** 0 at the beginning, 1 at the end. */
export const shareOf = ({ top, limit }: Scroll): number => (limit > 0 ? Math.min(1, top / limit) : 0);

/** A remembered share, as a position in any text. */
export const fromShare = (share: number): Scroll => ({ top: Math.round(share * 10_000), limit: 10_000 });

export type Move = 'up' | 'down' | 'page-up' | 'page-down' | 'half-up' | 'half-down' | 'first' | 'last';

export function moved(top: number, limit: number, page: number, move: Move): Scroll {
  const step = {
    up: -1,
    down: 1,
    'page-up': 1 - page,
    'page-down': page - 1,
    'half-up': -Math.ceil(page / 2),
    'half-down': Math.ceil(page / 2),
  };
  const to = move === 'first' ? 0 : move === 'last' ? limit : top + step[move];
  return { top: Math.min(limit, Math.max(0, to)), limit };
}
