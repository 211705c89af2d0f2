import { type CheckContext, check, failIf } from '#kit';
import {
  bigContextNote,
  keepsSourceBack,
  noIgnoreFile,
  notUnderstood,
  sendsUnwanted,
} from './findings/dockerignore.ts';

/** Judged by the patterns: the files themselves need not exist. */
export const dockerignore = check(
  'dockerignore',
  'sends the source to the build, and no history, secrets or binaries',
  { lesson: 'What goes in: .dockerignore' },
  async ({ docker, files, source, note }: CheckContext) => {
    const sent = docker.buildContext();
    failIf(noIgnoreFile(sent, files.list()));
    failIf(notUnderstood(sent, source));
    failIf(keepsSourceBack(sent, files.list(), source));
    failIf(sendsUnwanted(sent, source));
    const advice = bigContextNote(sent);
    if (advice) note(advice);
  },
);
