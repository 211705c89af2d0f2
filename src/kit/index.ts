/** What a checker is written with. Imports nothing of ours. */
export * from './describe.ts';
export * from './docker.ts';
export * from './http.ts';
export * from './instruments.ts';
export * from './json.ts';
export * from './kubernetes.ts';
export * from './manifests.ts';
export * from './patience.ts';
export * from './stage.ts';
export * from './types.ts';
export * from './upstream.ts';
export * from './verdicts.ts';
