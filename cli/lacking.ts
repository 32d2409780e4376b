// What is said of contracts whose sources are not at hand: that there is none, or that the file here is no longer the one deployed.
import type { Language } from '../engine/template/text.ts';
import type { Found } from './sources.ts';
import type { Teller } from './tracing.ts';

/** Words on a source that is missing, by the contract's name and the file that should be it. */
export const LACKING = {
  en: {
    other: (file: string, contract: string) =>
      `${file} is here but builds to other bytes than ${contract} has on the chain`,
    none: (contract: string) => `no source of ${contract} is here; name it with --source FILE`,
    try: (contract: string) =>
      `check out the version that was deployed; \`tally verify ${contract}\` names what differs`,
    unused: (file: string) => `${file} builds to no code that this transaction runs`,
  },
  zh: {
    other: (file: string, contract: string) => `本机有 ${file}，但其编译结果与链上 ${contract} 的字节不同`,
    none: (contract: string) => `本机没有 ${contract} 的源码；可用 --source 文件 指明`,
    try: (contract: string) => `请检出部署时的版本；\`tally verify ${contract}\` 列出不同之处`,
    unused: (file: string) => `${file} 的编译结果不是该交易所运行的任何代码`,
  },
} as const satisfies Record<Language, object>;

/** A line for each contract whose source is not at hand, and for each file that was named for nothing. */
export async function lackingLines(
  { book }: Teller,
  { missing, unused }: Found,
  language: Language,
): Promise<string[]> {
  const words = LACKING[language];
  await book.learn([...missing.values()].map(({ self }) => self));
  const lines = [...missing.values()].map(({ self, other }) => {
    const contract = book.label(self);
    return other === undefined ? words.none(contract) : `${words.other(other, contract)}: ${words.try(contract)}`;
  });
  return [...lines, ...unused.map(words.unused)];
}
