/** What a checker is written with. Imports nothing of ours. */
export * from './assert/describe.ts';
export * from './assert/json.ts';
export * from './deadline.ts';
export * from './event.ts';
export * from './instruments/app.ts';
export * from './instruments/context.ts';
export * from './instruments/docker.ts';
export * from './instruments/files.ts';
export * from './instruments/go.ts';
export * from './instruments/http.ts';
export * from './instruments/kubernetes.ts';
export * from './instruments/manifests.ts';
export * from './instruments/upstream.ts';
export * from './scope.ts';
export * from './stage.ts';
export * from './verdict.ts';
