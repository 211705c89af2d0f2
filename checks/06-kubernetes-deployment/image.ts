import { check } from '#kit';
import { failAt, partsOf } from './service.ts';

export const imageName = 'go-cloud-workshop/user-service:v1';

/** The image that the check loads into the cluster, and a pull policy that takes it from there. */
export const image = check(
  'image',
  'runs the image go-cloud-workshop/user-service:v1',
  { lesson: 'The image' },
  async (context) => {
    const { container } = await partsOf(context);
    const written = String(container.get('image') ?? '');
    // docker.io/ is what a name without a registry means.
    const name = written.replace(/^docker\.io\//, '');
    if (name !== imageName) {
      failAt(context, container.where('image'), {
        summary: written === '' ? 'The container has no image.' : `The image is ${written}, not ${imageName}.`,
        expected: imageName,
        actual: written || 'nothing',
        hint: reason(name),
      });
    }
    if (container.get('imagePullPolicy') !== 'Always') return;
    failAt(context, container.where('imagePullPolicy'), {
      summary: 'imagePullPolicy: Always asks a registry each time, and no registry has this image.',
      expected: 'IfNotPresent or Never, or nothing: a tag other than latest means IfNotPresent',
      actual: 'Always',
      hint: 'The pod would stay in ImagePullBackOff, though the image lies on the node.',
    });
  },
);

function reason(name: string): string {
  const [repository, tag] = [name.replace(/[:@][^/]*$/, ''), /[:@]([^/]*)$/.exec(name)?.[1]];
  const right = imageName.replace(/:v1$/, '');
  if (repository === right && (tag === undefined || tag === 'latest'))
    return 'Without a tag, or with latest, nobody can say later which version ran, and Kubernetes pulls it each time.';
  if (repository === right) return `The tag is ${tag}; the check loads v1.`;
  return 'Compare it letter by letter. A name that is nowhere ends in ImagePullBackOff.';
}
