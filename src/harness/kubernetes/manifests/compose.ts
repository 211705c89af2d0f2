/**
 * The values of a document, each with its place. Aliases, merge keys and the bound on what aliases may expand to are those of
 * go.yaml.in/yaml/v2 (decode.go), which kubectl reads with.
 */
import { type Alias, type Document, isAlias, isMap, isNode, isScalar, isSeq, type Node, type Scalar } from 'yaml';
import { keyText, resolveScalar } from './scalar.ts';

export type Placed = {
  value: unknown;
  /** Of the key, where it has one: that is what people look for. */
  offset: number;
  children: Map<string | number, Placed>;
};

export class ComposeError extends Error {
  readonly kind: 'yaml-duplicate-key' | 'yaml-syntax';
  readonly offset: number;
  constructor(kind: ComposeError['kind'], said: string, offset: number) {
    super(said);
    this.kind = kind;
    this.offset = offset;
  }
}

type Composed = Placed & { size: number };

/** Throws ComposeError for what kubectl refuses, and for a key that occurs twice, of which it would take the last. */
export function compose(document: Document.Parsed, text: string): Placed {
  return new Composer(text).compose(document.contents);
}

const startOf = (node: Node | null | undefined) => node?.range?.[0] ?? 0;
const rangeOf = (node: Node): [number, number] => [startOf(node), node.range?.[1] ?? 0];
const refuse = (said: string, node: Node | null): never => {
  throw new ComposeError('yaml-syntax', said, startOf(node));
};

/** YAML 1.2 knows \\/ and pairs of surrogates, libyaml neither. */
const unknownEscape = /^(?:[^\\]|\\[^/u]|\\u(?![dD][89a-fA-F]))*(\\\/|\\u(?=[dD][89a-fA-F]))/s;

class Composer {
  private readonly text: string;
  /** The newest anchor of a name wins, as in the order of the text. */
  private readonly anchors = new Map<string, Node>();
  private readonly done = new Map<Node, Composed>();
  private decoded = 0;
  private aliased = 0;

  constructor(text: string) {
    this.text = text;
  }

  compose(node: Node | null): Composed {
    if (isAlias(node)) return this.alias(node);
    if (!isNode(node)) return this.counted({ value: null, offset: 0, children: new Map(), size: 1 });
    if (node.anchor) this.anchors.set(node.anchor, node);
    const composed = isMap(node) ? this.mapping(node) : isSeq(node) ? this.sequence(node) : this.scalar(node as Scalar);
    this.done.set(node, composed);
    return composed;
  }

  private scalar(node: Scalar): Composed {
    const text = String(node.type === 'PLAIN' ? (node.source ?? '') : node.value);
    const resolved = resolveScalar(text, { tag: node.tag ?? '', plain: (node.type ?? 'PLAIN') === 'PLAIN' });
    const unknown =
      node.type === 'QUOTE_DOUBLE' ? unknownEscape.exec(this.text.slice(...rangeOf(node)))?.[1] : undefined;
    if (unknown) return refuse(`kubectl does not know the escape ${unknown} in this text`, node);
    if (resolved.wrong !== undefined) return refuse(resolved.wrong, node);
    return this.counted({ value: resolved.value, offset: startOf(node), children: new Map(), size: 1 });
  }

  private sequence(node: Node & { items: unknown[] }): Composed {
    this.counted({ size: 1 });
    const items = node.items.map((item) => this.compose(item as Node));
    return {
      value: items.map(({ value }) => value),
      offset: startOf(node),
      children: new Map(items.entries()),
      size: items.reduce((sum, { size }) => sum + size, 1),
    };
  }

  private mapping(node: Node & { items: { key: unknown; value: unknown }[] }): Composed {
    this.counted({ size: 1 });
    const children = new Map<string, Placed>();
    const own = new Set<string>();
    let size = 1;
    for (const pair of node.items) {
      const key = pair.key as Node;
      if (isMergeKey(key)) {
        size += this.merge(pair.value as Node | null, children);
        continue;
      }
      const name = this.keyOf(key);
      if (own.has(name)) throw new ComposeError('yaml-duplicate-key', `"${name}" occurs twice`, startOf(key));
      own.add(name);
      const inner = this.compose(pair.value as Node | null);
      children.set(name, { ...inner, offset: startOf(key) });
      size += inner.size + 1;
    }
    const entries = [...children].map(([name, { value }]) => [name, value]);
    return { value: Object.fromEntries(entries), offset: startOf(node), children, size };
  }

  private keyOf(node: Node): string {
    const { value } = this.compose(node);
    if (typeof value === 'object' && value !== null) return refuse('A list or an object can be no key', node);
    return keyText(value as string | number | boolean | null) ?? refuse('null can be no key', node);
  }

  /** What is merged wins over what stands above it: the rule of kubectl's reader, not of YAML. */
  private merge(node: Node | null, into: Map<string, Placed>): number {
    const sources = isSeq(node) ? [...node.items].reverse() : [node];
    return sources.reduce<number>((size, source) => {
      const target = isAlias(source) ? this.target(source) : source;
      if (!isMap(target)) return refuse('<< wants an object, or a list of them', node);
      const merged = this.compose(source as Node);
      for (const [name, child] of merged.children) into.set(String(name), child);
      return size + merged.size;
    }, 0);
  }

  private target(node: Alias): Node {
    return this.anchors.get(node.source) ?? refuse(`There is no anchor &${node.source} above`, node);
  }

  private alias(node: Alias): Composed {
    const target = this.target(node);
    const composed = this.done.get(target) ?? refuse(`The anchor &${node.source} contains itself`, node);
    this.counted({ size: 1 });
    this.aliased += composed.size;
    this.counted(composed, node);
    return { ...composed, size: composed.size + 1 };
  }

  private counted<T extends { size: number }>(what: T, node: Node | null = null): T {
    this.decoded += what.size;
    const isMuch = this.aliased > 100 && this.decoded > 1000;
    if (isMuch && this.aliased / this.decoded > allowedAliasRatio(this.decoded))
      refuse('Aliases expand to too much', node);
    return what;
  }
}

const [fewDecoded, manyDecoded] = [400_000, 4_000_000];

function allowedAliasRatio(decoded: number): number {
  const along = (decoded - fewDecoded) / (manyDecoded - fewDecoded);
  return 0.99 - 0.89 * Math.min(1, Math.max(0, along));
}

const isMergeKey = (node: unknown): node is Scalar =>
  isScalar(node) &&
  node.value === '<<' &&
  (((node.type ?? 'PLAIN') === 'PLAIN' && !node.tag) || node.tag === 'tag:yaml.org,2002:merge');
