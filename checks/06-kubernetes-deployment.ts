import { stage } from '#kit';
import { grace } from './06-kubernetes-deployment/grace.ts';
import { hardened } from './06-kubernetes-deployment/hardened.ts';
import { image } from './06-kubernetes-deployment/image.ts';
import { manifests } from './06-kubernetes-deployment/manifests.ts';
import { probes } from './06-kubernetes-deployment/probes.ts';
import { replicas } from './06-kubernetes-deployment/replicas.ts';
import { resources } from './06-kubernetes-deployment/resources.ts';
import { selectors } from './06-kubernetes-deployment/selectors.ts';

export default stage({
  title: 'A rolling deployment with probes',
  about: 'Manifests that roll out a new version without losing one request.',
  needs: [],
  checks: [manifests, selectors, replicas, resources, probes, hardened, image, grace],
});
