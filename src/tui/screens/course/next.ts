/** Where to go from here. Each is something that the course left out, or did for the learner. */
export const nextSteps = [
  [
    'A registry',
    'Push the image (docker push) and let the cluster pull it, by digest. Until now it was loaded by hand.',
  ],
  [
    'CI',
    'go vet, go test -race, then docker build with the commit as the tag, at every push. The checks of this course run there too.',
  ],
  [
    'Ingress',
    'A host name and TLS in front of the Service: an Ingress, or the Gateway API. The service itself need not change.',
  ],
  [
    'Metrics',
    'Count requests, errors and durations, and let Prometheus ask for them on /metrics; log/slog already has the rest.',
  ],
  [
    'A service of your own',
    'Take stage 04’s main.go: probes, signals and time-outs are what each service needs. Then replace the routes by yours.',
  ],
] as const;
