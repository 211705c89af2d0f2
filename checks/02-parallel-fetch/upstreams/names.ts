/** The two services a dashboard is made from, and how they are addressed. */
import type { UpstreamRequest } from '#kit';

export const names = ['profile', 'orders'] as const;
export type Name = (typeof names)[number];
export const otherThan = (name: Name): Name => (name === 'profile' ? 'orders' : 'profile');

const folders: Record<Name, string> = { profile: 'profiles', orders: 'orders' };

/** What the program has to ask for: GET /profiles/7. */
export const pathOf = (name: Name, id: number | string) => `/${folders[name]}/${id}`;
export const idOf = ({ path }: Pick<UpstreamRequest, 'path'>) => path.slice(path.lastIndexOf('/') + 1);
/** The environment variable that holds its address. */
export const variableOf = (name: Name) => `${name.toUpperCase()}_URL`;
