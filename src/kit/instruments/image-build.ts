/** The result of `docker build`. */
import type { ModernWord } from './dockerfile.ts';
import type { Image } from './image.ts';

export type Builder = 'buildkit' | 'classic' | 'podman';

export type ImageBuild =
  | { ok: true; image: Image; builder: Builder; ms: number; output: readonly string[] }
  | FailedImageBuild;

export type FailedImageBuild = {
  ok: false;
  builder: Builder;
  ms: number;
  /** The build's output, capped: its beginning and its end are kept. */
  output: readonly string[];
  /** The builder's own error message; '' where it gave none. */
  message: string;
  /** The step that failed, as the builder names it, and its line in the Dockerfile where that is known. */
  step?: { text: string; line?: number };
  /** What the failing step itself printed. */
  printed: readonly string[];
  cause: BuildCause;
};

/** What only the owner of the machine can mend. */
export type MachineTrouble = 'disk-full' | 'rate-limited' | 'credentials' | 'proxy' | 'out-of-memory' | 'engine-gone';

export type BuildCause =
  | { kind: MachineTrouble }
  /** `image`: what was to be fetched, where the builder tells. */
  | { kind: 'network'; image?: string }
  /** The line is right, and this builder does not know the word. `engine`: 'Docker 20.10.24'. */
  | ({ kind: 'builder-too-old'; engine: string } & ModernWord)
  /** A secret or an ssh agent is asked of the docker command line, and there is none that can give it. */
  | { kind: 'no-command-line' }
  /** Stopped by us. `fetching`: a base image was still being downloaded. */
  | { kind: 'timed-out'; fetching: boolean }
  | { kind: 'printed-too-much' }
  /** A COPY or ADD finds no such file. */
  | { kind: 'no-such-file'; path: string }
  /** Neither here nor in the registry; '' where the builder does not name it. */
  | { kind: 'no-such-image'; image: string }
  | { kind: 'unreadable-line'; line: number; message: string }
  | { kind: 'no-shell' }
  /** Most often a RUN that ended with an error: what it printed says more. */
  | { kind: 'other' };
