/** Columns that describe and do not decide: left out of specHash wherever they stand. */
export const DESCRIPTIVE_COLUMNS = ['doc', 'reason', 'who', 'en', 'zh', 'tryEn', 'tryZh'] as const;
