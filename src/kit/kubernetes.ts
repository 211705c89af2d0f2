/** What a checker can do with a cluster. */
// biome-ignore lint/suspicious/noEmptyInterface: the instrument grows with stage 06
export interface Kubernetes {}
