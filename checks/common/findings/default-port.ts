/** The program did not listen on 8080 without PORT. */
import { type Finding, finding, inText, type Source } from '#kit';

/** `notReady`: what kept it from coming up. */
export const notOn8080 = (notReady: Finding, source: Source): Finding =>
  finding({
    summary: `Without PORT in its environment the program does not listen on 8080: ${notReady.actual}.`,
    expected: 'it listens on port 8080 when PORT is not set',
    actual: notReady.actual,
    hint: 'os.Getenv("PORT") is "" when the variable is not set: use 8080 then.',
    evidence: [...notReady.evidence, source.find(inText(/"PORT"/), /Getenv\(|LookupEnv\(/)],
  });
