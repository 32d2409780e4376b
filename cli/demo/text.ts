// What the demonstration says, in English and Chinese.
import type { Text } from '../../engine/template/text.ts';
import { counted, grouped } from '../print.ts';
import type { StepKind } from './plan.ts';

/** What a step of each kind does, as progress tells it. */
const STAGES: { readonly [K in StepKind]: Text } = {
  mint: { en: 'made money for those who pay', zh: '为付款方发行代币' },
  approve: { en: 'let the contract take the money', zh: '授权合约扣款' },
  issue: { en: 'issued certificates', zh: '开立凭证' },
  split: { en: 'split and passed on', zh: '拆分流转' },
  transfer: { en: 'passed on whole', zh: '整单流转' },
  offer: { en: 'offered to financiers', zh: '申请融资' },
  accept: { en: 'financed', zh: '融资放款' },
  settle: { en: 'settled', zh: '到期清分' },
};

/** `issued certificates 104`, or `40 of 104` while the work goes on. */
export function stageNote(kind: StepKind, done: number, all: number): Text {
  const { en, zh } = STAGES[kind];
  if (done === all) return { en: `${en}: ${all}`, zh: `${zh}：${all}` };
  return { en: `${en}: ${done} of ${all}`, zh: `${zh}：${done}/${all}` };
}

export const NOTES = {
  read: (count: number, path: string): Text => ({
    en: `read ${count} invoices from ${path}`,
    zh: `读入 ${count} 张发票：${path}`,
  }),
  building: { en: 'building the contracts …', zh: '正在构建合约……' },
  built: { en: 'built token and receivable from source', zh: '已从源代码构建 token 与 receivable' },
  made: (dir: string): Text => ({ en: `made a chain in ${dir}`, zh: `已创建链：${dir}` }),
  deployed: (currencies: readonly string[]): Text => ({
    en: `deployed a token and a receivable contract for ${currencies.join(', ')}`,
    zh: `已部署 token 与 receivable 合约：${currencies.join('、')}`,
  }),
  replaying: { en: 'replaying in a second process …', zh: '正在另一进程中重放……' },
};

/** Words of the report. */
export const LABELS = {
  invoices: { en: 'invoices', zh: '发票' },
  steps: { en: 'what ran', zh: '已执行' },
  books: { en: 'books', zh: '账目' },
  chain: { en: 'chain', zh: '链' },
  speed: { en: 'speed', zh: '速度' },
  genesis: { en: 'genesis', zh: '创世' },
  stateRoot: { en: 'state root', zh: '状态根' },
  replay: { en: 'replay', zh: '重放' },
  folder: { en: 'folder', zh: '文件夹' },
  currency: { en: 'currency', zh: '币种' },
  certificates: { en: 'certs', zh: '凭证' },
  issued: { en: 'issued', zh: '开立' },
  financed: { en: 'financed', zh: '融资' },
  settled: { en: 'settled', zh: '清分' },
  outstanding: { en: 'outstanding', zh: '未到期' },
} as const satisfies Record<string, Text>;

/** Counts of what ran, in the order in which they are told. */
export const COUNTED = {
  issue: { en: 'issued', zh: '开立' },
  split: { en: 'split and passed on', zh: '拆分流转' },
  transfer: { en: 'passed on whole', zh: '整单流转' },
  accept: { en: 'financed', zh: '融资' },
  settle: { en: 'settled', zh: '清分' },
} as const satisfies { readonly [K in StepKind]?: Text };

/** Sentences of the report. */
export const SENTENCES = {
  invoices: (used: number, tiers: number, companies: number, skipped: number): Text => ({
    en: `${grouped(used)} in ${counted(tiers, 'tier')}, between ${grouped(companies)} companies${skipped > 0 ? `; ${counted(skipped, 'row')} skipped` : ''}`,
    zh: `${used} 张，${tiers} 级，${companies} 家企业${skipped > 0 ? `；跳过 ${skipped} 行` : ''}`,
  }),
  books: {
    en: 'outstanding = issued - settled; balances = supply',
    zh: '未到期 = 开立 - 清分；余额合计 = 供应量',
  },
  chain: (blocks: string, transactions: string, gas: string): Text => ({
    en: `${blocks} blocks, ${transactions} transactions, ${gas} gas`,
    zh: `${blocks} 个区块，${transactions} 笔交易，${gas} 燃料`,
  }),
  speed: (rate: string, seconds: string): Text => ({
    en: `${rate} transactions a second, signed to durable (${seconds} s)`,
    zh: `每秒 ${rate} 笔，从签名到落盘（${seconds} 秒）`,
  }),
  match: { en: 'match', zh: '一致' },
  replay: (seconds: string): Text => ({
    en: `: every root, receipt and gas figure (second process, ${seconds} s)`,
    zh: `：所有根、回执与燃料数（另一进程，${seconds} 秒）`,
  }),
  hint: (dir: string, contract: string): Text => ({
    en: `look around: cd ${dir} && tally query ${contract} outstanding`,
    zh: `继续查看：cd ${dir} && tally query ${contract} outstanding`,
  }),
};
