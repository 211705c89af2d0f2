/**
 * What the lessons claim of a small Go service (measured by us), beside services on a JVM (measured by others).
 * Source: https://dev.gillius.org/blog/2025/10/java-25-framework-startup.html, 9 October 2025: Java 25 and GraalVM 25 on a laptop
 * (M2 Pro), a small service with JDBC, Flyway and PostgreSQL; "Startup" in seconds and "Max RSS" in MB.
 */
import type { MeasureInfo } from '#kit';

type Claim = Required<Pick<MeasureInfo, 'claim' | 'beside'>>;

const source = 'dev.gillius.org, Oct 2025';

/** ms */
const othersStart = [
  { label: 'Spring Boot', value: 1_909 },
  { label: 'Spring native', value: 104 },
];

export const startup: Claim = {
  claim: `milliseconds; Spring Boot 1.9 s on a JVM, 0.1 s native (${source})`,
  beside: [{ label: 'the lesson', value: 100 }, ...othersStart],
};

export const containerStart: Claim = {
  claim: `under 0.5 s, most of it the engine's; Spring Boot itself 1.9 s, native 0.1 s (${source})`,
  beside: [{ label: 'the lesson', value: 500 }, ...othersStart],
};

/** A rollout waits for pod after pod: no number of others is like it. */
export const rollout: Pick<MeasureInfo, 'claim'> = { claim: 'some seconds, most of them the cluster’s' };

/** bytes */
export const resident: Claim = {
  claim: `5–15 MB; peak of a Spring Boot service 389 MB, native 149 MB (${source})`,
  beside: [
    { label: 'the lesson', least: 5e6, value: 15e6 },
    { label: 'Spring Boot', value: 389e6 },
    { label: 'Spring native', value: 149e6 },
  ],
};

/**
 * Sizes of two small Spring services, a jar and a native binary: https://github.com/alexcheng1982/spring-boot-native-samples
 * (Spring Boot 3.0, GraalVM 22.3: gRPC alone, and REST with a database).
 */
export const springSizes = {
  source: 'alexcheng1982/spring-boot-native-samples, Boot 3.0',
  jar: { label: 'a Spring Boot jar', least: 21.5e6, value: 42.7e6 },
  native: { label: 'Spring native', least: 47.8e6, value: 129e6 },
} as const;
