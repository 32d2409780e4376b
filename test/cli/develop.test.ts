// docs/develop.md: its commands run in their order in one project, and print what the page shows.
import { describe, expect, test } from 'vitest';
import { blocksOf, shows, stepsOf } from './page.ts';
import { testPage } from './pages.ts';

testPage('develop.md', {
  'npm install': 'install.test.ts installs a project; here links stand in the place of its packages',
});

describe('what a page is read as', () => {
  const read = (text: string) => stepsOf(blocksOf(text));
  const shown = (text: string) => read(`\`\`\`sh\nx\n\`\`\`\n\`\`\`text\n${text}\n\`\`\`\n`)[0]!.shown[0]!.text;

  test('files, commands and output in their order', () => {
    const [step] = read('a\n```ts a/b.ts\nlet x;\n```\n\n```sh\nls\n```\n```text\nb.ts\n```\n');
    expect(step).toEqual({
      files: [{ language: 'ts', path: 'a/b.ts', text: 'let x;\n', line: 3 }],
      commands: { language: 'sh', path: undefined, text: 'ls\n', line: 7 },
      shown: [{ language: 'text', path: undefined, text: 'b.ts\n', line: 10 }],
    });
    expect(() => read('```text\nx\n```\n')).toThrow('line 2: output of no command');
  });

  test('ids and addresses differ, and any other difference counts', () => {
    const id = 'ab'.repeat(32);
    expect(shows(shown('tx 1234abcd…  gas 7'), `tx ${id}  gas 7\n`)).toBe(true);
    expect(shows(shown('at tc1abc…'), `at tc1${'q'.repeat(58)}\n`)).toBe(true);
    expect(shows(shown('tx 1234abcd…  gas 7'), `tx ${id}  gas 8\n`)).toBe(false);
    expect(shows(shown('a'), 'a\nb\n')).toBe(false);
    expect(shows(shown('a\n…'), 'a\nb\n')).toBe(true);
  });

  test('a session is looked for from its first prompt on', () => {
    const output = 'before\n(tally) n\nstep 2\n(tally) locals\n  a  1\n';
    expect(shows(shown('(tally) locals\n  a  1'), output)).toBe(true);
    expect(shows(shown('(tally) n\nstep 2\n(tally) locals\n  a  2'), output)).toBe(false);
  });
});
