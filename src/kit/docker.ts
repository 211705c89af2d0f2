/** What a checker can do with a Docker engine. */
// biome-ignore lint/suspicious/noEmptyInterface: the instrument grows with stage 05
export interface Docker {}
