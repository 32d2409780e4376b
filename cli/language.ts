// Languages that the command line speaks: which one is asked for.

export type Language = 'en' | 'zh';

/** A text in every language. */
export interface Text {
  readonly en: string;
  readonly zh: string;
}

/** The language of `--lang`, otherwise of the environment as POSIX orders it, otherwise English. */
export function languageOf(asked: string | undefined, env: NodeJS.ProcessEnv): Language {
  const wanted = asked ?? (env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'] || '');
  return wanted.toLowerCase().startsWith('zh') ? 'zh' : 'en';
}
