// Languages that the command line speaks: which one is asked for.
import type { Language } from '../engine/template/text.ts';

/** The language of `--lang`, otherwise of the environment as POSIX orders it, otherwise English. */
export function languageOf(asked: string | undefined, env: NodeJS.ProcessEnv): Language {
  const wanted = asked ?? (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '');
  return wanted.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
