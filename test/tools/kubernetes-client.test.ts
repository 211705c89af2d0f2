import { expect, test } from 'vitest';
import { withMethods, withModels } from '../../tools/build/kubernetes-client.ts';

const generated = `export class CoreV1ApiRequestFactory extends BaseAPIRequestFactory {
    constructor(configuration) {
        this.configuration = configuration;
    }
    /**
     * read the specified Pod
     */
    async readNamespacedPod(name, _options) {
        if (name === null) {
            throw new RequiredError("CoreV1Api");
        }
        return name;
    }
    async readNode(name) {
        if (name) {
        }
    }
    readNamespacedPodWithHttpInfo(response) {
        return response;
    }
}
`;

test('only the methods that are named stay, with those that they call, and constructors', () => {
  const code = withMethods(generated, new Set(['readNamespacedPod']));
  expect(code).not.toContain('readNode');
  expect(code.replace(/^ {4}async readNode[\s\S]*?^ {4}\}\n/m, '')).toBe(code);
  expect(code).toContain('readNamespacedPodWithHttpInfo');
  expect(code).toContain('constructor(configuration)');
  expect(code.split('\n')).toHaveLength(generated.split('\n').length - 4);
});

test('code of another form is an error of the build, not a broken bundle', () => {
  expect(() => withMethods('class A {\n    readNode(name) {\n}\n', new Set())).toThrow(/no end/);
});

test('only the models that are reached stay in the serializer', () => {
  const code = `import { V1Pod } from '../models/V1Pod.js';\nimport { V1Node } from '../models/V1Node.js';\nlet typeMap = {\n    "V1Node": V1Node,\n    "V1Pod": V1Pod,\n};`;
  expect(withModels(code, new Set(['V1Pod']))).toBe(
    `import { V1Pod } from '../models/V1Pod.js';\nlet typeMap = {\n    "V1Pod": V1Pod,\n};`,
  );
});
