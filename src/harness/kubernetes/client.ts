/**
 * What we use of the Kubernetes client, loaded on demand: `await import('./client.ts')`. A bundler keeps all of a package that is
 * itself imported on demand, and only these names of one behind them.
 */
export {
  ApisApi,
  AppsV1Api,
  CoreV1Api,
  CustomObjectsApi,
  KubeConfig,
  KubernetesObjectApi,
  Metrics,
  makeInformer,
  PatchStrategy,
} from '@kubernetes/client-node';
