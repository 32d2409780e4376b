// `tally template`: contracts that are filled in, not programmed.

import type { Text } from '../../engine/template/text.ts';
import type { Act, Define } from '../command.ts';

/** A word or an option as it is written, with what it means. */
type Line = readonly [written: string, text: Text];

interface Row {
  readonly name: string;
  readonly text: Text;
  readonly words?: readonly Line[];
  readonly options?: readonly Line[];
  readonly act: Act;
}

/** What a module of `templates/` does, loaded when it is wanted. */
const later =
  <M>(load: () => Promise<M>, pick: (module: M) => Act): Act =>
  async (...given) =>
    pick(await load())(...given);

const TEMPLATE: Line = [
  '<template>',
  { en: 'its id, the last part of it, or a folder', zh: '模板编号、编号的末段，或模板文件夹' },
];
const BATCH: Line = ['<batch>', { en: 'the file that was prepared', zh: '制单所得的文件' }];
/** Where values come from. */
const VALUED: readonly Line[] = [
  ['--values <file>', { en: 'values, as JSON or YAML', zh: '填写内容文件（JSON 或 YAML）' }],
  ['--sample [name]', { en: 'begin with the values of a sample', zh: '以示例内容为起点' }],
  [
    '--set <path=value...>',
    {
      en: 'single values: --set amount=1000.00 payer.name="Hua Xing"',
      zh: '单独填写各项：--set amount=1000.00 payer.name="华兴"',
    },
  ],
  [
    '--encoding <name>',
    {
      en: 'of text files that are not UTF-8: gb18030 (or gbk)',
      zh: '文本文件的编码（非 UTF-8 时）：gb18030（或 gbk）',
    },
  ],
];
const UBL: Line = [
  '--ubl <file>',
  { en: 'an invoice of UBL 2.1 that fills in what it says', zh: 'UBL 2.1 发票，按其内容填写相应各项' },
];
const ON: Line = ['--on <day>', { en: 'as if it were filled in on that day', zh: '视为在该日填写' }];
const DRY_RUN: Line = ['--dry-run', { en: 'check only, and send nothing', zh: '仅校验，不发送' }];

const ROWS: readonly Row[] = [
  {
    name: 'list',
    text: { en: 'templates that can be filled in', zh: '列出可供填写的模板' },
    act: later(
      () => import('../templates/listing.ts'),
      ({ list }) => list,
    ),
  },
  {
    name: 'show',
    text: { en: 'what one asks for, and what can happen then', zh: '查看模板所需内容及其状态流转' },
    words: [TEMPLATE],
    act: later(
      () => import('../templates/listing.ts'),
      ({ show }) => show,
    ),
  },
  {
    name: 'new',
    text: { en: 'asks for the values, checks them, and makes a contract', zh: '逐项填写并校验，然后创建合约' },
    words: [TEMPLATE],
    options: [
      ...VALUED,
      UBL,
      ['--as <name>', { en: 'name of the new contract (default: its number)', zh: '新合约的名称（默认为其编号）' }],
      ['--ask', { en: 'ask for everything, also without a terminal', zh: '逐项提问（非终端环境亦然）' }],
      ['--save <file>', { en: 'only write the values into a file', zh: '仅将填写内容存入文件' }],
      ['--yes', { en: 'make it without asking once more', zh: '不再确认，直接创建' }],
      DRY_RUN,
    ],
    act: later(
      () => import('../templates/creating.ts'),
      ({ create }) => create,
    ),
  },
  {
    name: 'preview',
    text: {
      en: 'shows what values amount to: prose, money, dates, states',
      zh: '预览填写结果：合同正文、金额、日期与状态流转',
    },
    words: [
      [
        '<template>',
        {
          en: 'a template, or a contract whose values are kept here',
          zh: '模板，或此处存有填写内容的合约',
        },
      ],
    ],
    options: [
      ...VALUED,
      UBL,
      [
        '--format <name>',
        {
          en: 'text, markdown, html, or prose for the agreement alone (default: by the name of the file)',
          zh: 'text、markdown、html，或仅含合同正文的 prose（默认依文件名）',
        },
      ],
      ['--out <file>', { en: 'write it into a file', zh: '写入文件' }],
      ON,
    ],
    act: later(
      () => import('../templates/previewing.ts'),
      ({ preview }) => preview,
    ),
  },
  {
    name: 'verify',
    text: {
      en: 'proves that a contract is exactly a template with some values',
      zh: '证明合约与某模板及其填写内容完全一致',
    },
    words: [['<contract>', { en: 'its name or address', zh: '合约名称或地址' }]],
    options: [
      ...VALUED,
      [
        '--template <folder>',
        { en: 'a template that does not come with the package', zh: '未随软件提供的模板所在文件夹' },
      ],
      [
        '--prose <file>',
        {
          en: 'a text that must be the prose of these values, such as one that was signed',
          zh: '须与合同正文一致的文本，例如已签署的文本',
        },
      ],
    ],
    act: later(
      () => import('../templates/proving.ts'),
      ({ verify }) => verify,
    ),
  },
  {
    name: 'batch',
    text: { en: 'makes a contract of each row of a table', zh: '按表格逐行创建合约' },
    words: [TEMPLATE, ['<rows.csv>', { en: 'the table, with a head', zh: '带表头的表格' }]],
    options: [
      ...VALUED,
      [
        '--map <file>',
        {
          en: 'columns and the paths that they stand for, one to a line: `Betrag: amount`',
          zh: '列名与对应项，每行一条，例如 `金额: amount`',
        },
      ],
      [
        '--errors <file>',
        { en: 'where rows with problems go (default: beside the table)', zh: '存放有误各行的文件（默认与表格同处）' },
      ],
      ['--skip-bad', { en: 'go on without the rows that have problems', zh: '略过有误各行，继续处理其余' }],
      [
        '--prepare <file>',
        {
          en: 'only sign the rows into a file that somebody else approves',
          zh: '仅制单：签署后存入文件，由他人复核',
        },
      ],
      DRY_RUN,
    ],
    act: later(
      () => import('../templates/bulk.ts'),
      ({ batch }) => batch,
    ),
  },
  {
    name: 'approve',
    text: { en: 'approves a batch that somebody else prepared', zh: '复核他人制单的批次' },
    words: [BATCH],
    options: [
      ['--all', { en: 'show all rows (default: 20)', zh: '列出全部行（默认 20 行）' }],
      ['--ask', { en: 'ask before approving, also without a terminal', zh: '复核前确认（非终端环境亦然）' }],
      ['--yes', { en: 'approve without asking', zh: '不再确认，直接复核' }],
    ],
    act: later(
      () => import('../templates/bulk.ts'),
      ({ approve }) => approve,
    ),
  },
  {
    name: 'send',
    text: { en: 'makes the contracts of a batch that was approved', zh: '发送已复核的批次，创建其中的合约' },
    words: [BATCH],
    options: [DRY_RUN],
    act: later(
      () => import('../templates/bulk.ts'),
      ({ sendBatch }) => sendBatch,
    ),
  },
  {
    name: 'simulate',
    text: { en: 'plays a worked case in a throw-away chain', zh: '在临时链上推演案例' },
    words: [TEMPLATE],
    options: [
      ...VALUED,
      [
        '--scenario <file>',
        {
          en: 'of the template, or a file of JSON or CSV of your own',
          zh: '模板自带的案例，或自备的 JSON、CSV 文件',
        },
      ],
      ON,
    ],
    act: later(
      () => import('../templates/trying.ts'),
      ({ simulate }) => simulate,
    ),
  },
  {
    name: 'explore',
    text: {
      en: 'walks everything that can happen, and tells what must not',
      zh: '穷举可能发生的情形，报告不应发生的情形',
    },
    words: [TEMPLATE],
    options: [
      ...VALUED,
      ON,
      ['--states <n>', { en: 'distinct states to walk (default 10000)', zh: '至多探查的状态数（默认 10000）' }],
    ],
    act: later(
      () => import('../templates/exploring.ts'),
      ({ explore }) => explore,
    ),
  },
  {
    name: 'check',
    text: { en: 'proves a template whole, for those who write one', zh: '供模板编写者检验模板是否完整' },
    words: [TEMPLATE],
    act: later(
      () => import('../templates/proving.ts'),
      ({ check }) => check,
    ),
  },
];

export const define: Define = (command, run, _interrupt, language) => {
  command.helpCommand(false);
  for (const { name, text, words = [], options = [], act } of ROWS) {
    const row = command.command(name).description(text[language]);
    for (const [written, meaning] of words) row.argument(written, meaning[language]);
    for (const [written, meaning] of options) row.option(written, meaning[language]);
    row.action(run(act));
  }
};
