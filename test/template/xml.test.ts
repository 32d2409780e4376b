// XML: what is written as elements, attributes and text is read as that, wherever references, space, quotes and comments stand.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { Usage } from '../../engine/base/errors.ts';
import { type Element, readXml } from '../../engine/template/xml.ts';

interface Tree {
  readonly prefix: string;
  readonly name: string;
  readonly attributes: readonly (readonly [string, string])[];
  readonly text: string;
  readonly children: readonly Tree[];
}

const NAMESPACES: { readonly [prefix: string]: string } = { '': 'urn:one', p: 'urn:two', q: 'urn:three&four' };
// What XML allows, without the space that reading makes single.
const words = fc
  .string({
    unit: fc.oneof(fc.constantFrom(...'<>&\'"]-!ab'), fc.string({ unit: 'grapheme', minLength: 1, maxLength: 1 })),
  })
  .map((text) => text.replace(/[^\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]|\s/gu, ''));
const names = fc.constantFrom('ID', 'Name', 'b', 'x-1', '_', 'a.b');
const { tree } = fc.letrec<{ tree: Tree }>((tie) => ({
  tree: fc.record({
    prefix: fc.constantFrom(...Object.keys(NAMESPACES)),
    name: names,
    attributes: fc.uniqueArray(fc.tuple(fc.constantFrom('a', 'b', 'schemeID', 'p:c'), words), {
      selector: ([name]) => name,
    }),
    text: words,
    children: fc.oneof({ depthSize: 'small' }, fc.constant([]), fc.array(tie('tree'), { maxLength: 4 })),
  }),
}));

const escaped = (text: string, form: number) =>
  text
    .replace(/[&<>"']/g, (c) => (form % 2 ? `&#${c.codePointAt(0)};` : `&#x${c.codePointAt(0)!.toString(16)};`))
    .replace(/&#38;|&#x26;/g, form % 3 ? '&amp;' : '&#38;');

function write({ prefix, name, attributes, text, children }: Tree, form: number, root = false): string {
  const tag = prefix ? `${prefix}:${name}` : name;
  const spaces = Object.entries(NAMESPACES).map(([p, uri]) => [p ? `xmlns:${p}` : 'xmlns', uri] as const);
  const quote = form % 2 ? '"' : "'";
  const shown = [...(root ? spaces : []), ...attributes]
    .map(([key, value]) => `\n${key}${form % 5 ? '' : ' '}=${quote}${escaped(value, form)}${quote}`)
    .join('');
  if (children.length === 0 && text === '' && form % 2) return `<${tag}${shown}/>`;
  const comment = form % 4 ? '' : '<!-- <a> & -->';
  const inside =
    children.length > 0
      ? children.map((child) => `${comment}\n ${write(child, form)}`).join('')
      : `\n${escaped(text, form)} `;
  return `<${tag}${shown} >${inside}</${tag} >`;
}

function expectSame(element: Element, { prefix, name, attributes, text, children }: Tree): void {
  expect([element.namespace, element.name]).toEqual([NAMESPACES[prefix], name]);
  expect([...element.attributes].filter(([key]) => !key.startsWith('xmlns'))).toEqual(attributes);
  expect(element.text).toBe(children.length > 0 ? '' : text);
  expect(element.children).toHaveLength(children.length);
  for (const [i, child] of children.entries()) expectSame(element.children[i]!, child);
}

test('what is written is read, in whatever lawful way it is written', () => {
  fc.assert(
    fc.property(tree, fc.nat(60), (tree, form) => {
      expectSame(readXml('f', write(tree, form, true)), tree);
    }),
    { numRuns: 500 },
  );
});

test('a reference is read once, so that what it gives is text', () => {
  const text = (inside: string) => readXml('f', `<a>${inside}</a>`).text;
  expect(text('&amp;lt;b&#62;')).toBe('&lt;b>');
  expect(text('&#38;#60;')).toBe('&#60;');
  expect(text('&#x1F600;\r\n\t &#20013;')).toBe('😀 中');
});

test('elements know where they are', () => {
  const root = readXml('f.xml', '<p:a xmlns:p="urn:x"><b/><p:c><b/><b/></p:c></p:a>');
  const paths = (element: Element): string[] => [element.path, ...element.children.flatMap(paths)];
  expect(paths(root)).toEqual(['f.xml: a', 'f.xml: a/b', 'f.xml: a/c', 'f.xml: a/c/b[1]', 'f.xml: a/c/b[2]']);
});

test('a namespace holds inside of its element and can be taken back', () => {
  const root = readXml('f', '<a xmlns="urn:x"><b xmlns=""><c/></b><d/></a>');
  expect([root, ...root.children, root.children[0]!.children[0]!].map(({ namespace }) => namespace)).toEqual([
    'urn:x',
    '',
    'urn:x',
    '',
  ]);
});

test.each(['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', '__defineGetter__'])(
  'the name %s, which every object has, is refused',
  (name) => {
    for (const text of [`<${name}/>`, `<a><${name}>1</${name}></a>`, `<a ${name}="1"/>`]) {
      expect(() => readXml('f', text), text).toThrow(Usage);
    }
    expect(({} as { polluted?: string }).polluted).toBeUndefined();
  },
);
