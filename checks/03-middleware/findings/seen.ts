/** What the findings of this stage are made from. */
import type { Evidence, Reply, Source } from '#kit';

/** `log`: what the program has printed. */
export type Seen = { log: Evidence; source: Source };

export type SeenReply = Seen & { reply: Reply };
