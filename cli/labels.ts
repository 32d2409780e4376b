// What rows, columns and a few words of every day are called in Chinese; in English they stand where they are printed.

import type { Sent } from '../engine/app/send.ts';
import type { Language } from '../engine/template/text.ts';
import { grouped } from './print.ts';

const LABELS: { readonly [label: string]: string } = {
  name: '名称',
  address: '地址',
  public: '公钥',
  contract: '合约',
  status: '运行状态',
  frozen: '冻结',
  code: '代码',
  creator: '创建者',
  admin: '管理者',
  holds: '单户停用',
  invariant: '不变量',
  storage: '存储摘要',
  migration: '迁移',
  proposal: '提案',
  result: '结果',
  event: '事件',
  log: '日志',
  tx: '交易',
  height: '区块高度',
  gas: '燃料',
};

const STATUSES: { readonly [status: string]: string } = {
  live: '运行中',
  frozen: '已冻结',
  destroyed: '已销毁',
  absent: '不存在',
};

/** Labels of rows or columns in a language. */
export function labelled(labels: readonly string[], language: Language): string[] {
  return language === 'en' ? [...labels] : labels.map((label) => LABELS[label] ?? label);
}

type Row = readonly [string, string | undefined];

/** Rows with their labels in a language. */
export function labelledRows(rows: readonly Row[], language: Language): readonly Row[] {
  return rows.map(([label, value]): Row => [labelled([label], language)[0]!, value]);
}

export function statusText(status: string, language: Language): string {
  return language === 'en' ? status : (STATUSES[status] ?? status);
}

/** Where a transaction stands: `block 5`. */
export function blockText(place: Sent['place'] | undefined, language: Language): string {
  if (place === undefined) return language === 'zh' ? '仅模拟，未发送' : 'simulated, not sent';
  return `${language === 'zh' ? '区块' : 'block'} ${grouped(place.height)}`;
}

/** Where a transaction stands, and what it cost: `block 5  gas 1,396,703`. */
export function placeText({ place, receipt }: Pick<Sent, 'place' | 'receipt'>, language: Language): string {
  return `${blockText(place, language)}  ${language === 'zh' ? '燃料' : 'gas'} ${grouped(receipt.gasUsed)}`;
}
