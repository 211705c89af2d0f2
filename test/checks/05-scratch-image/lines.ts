import { type Lines, linesOf } from '../../../checks/05-scratch-image/lines.ts';
import { readDockerfile } from '../../../src/harness/docker/dockerfile/dockerfile.ts';
import { sourceOf } from '../../../src/kit/index.ts';
import { filesOf } from '../files.ts';

const text = `FROM golang:1.26-alpine AS build
RUN go build -o /server ./cmd/server
FROM scratch
COPY --from=build /etc/ssl/certs /certs/
COPY --from=build /server /server
USER 65532:65532
ENTRYPOINT ["/server"]
`;

/** Points at lines of an ordinary Dockerfile: 2 builds, 4 copies to /certs/, 5 copies the binary, 6 USER, 7 ENTRYPOINT. */
export const ordinaryLines = (): Lines =>
  linesOf(readDockerfile('Dockerfile', text), sourceOf(filesOf({ Dockerfile: text })));
