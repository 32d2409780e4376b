import { expect, test } from 'vitest';
import { languageOf } from '../../cli/language.ts';

test.each([
  ['zh', {}, 'zh'],
  ['zh-CN', {}, 'zh'],
  ['en', { LANG: 'zh_CN.UTF-8' }, 'en'],
  [undefined, { LANG: 'zh_CN.UTF-8' }, 'zh'],
  [undefined, { LC_ALL: 'C', LANG: 'zh_CN.UTF-8' }, 'en'],
  [undefined, { LC_ALL: '', LC_MESSAGES: 'zh_TW', LANG: 'en_GB' }, 'zh'],
  [undefined, {}, 'en'],
] as const)('--lang %s with %j speaks %s', (asked, env, language) => {
  expect(languageOf(asked, env)).toBe(language);
});
