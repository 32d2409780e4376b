// Values that somebody fills in: each kind of mistake with its sentence in both languages, and attacks that must come to nothing else.
import { expect, test } from 'vitest';
import { openTemplate } from '../../engine/template/folder.ts';
import type { Manifest } from '../../engine/template/manifest.ts';
import { schemaProblems } from '../../engine/template/schema.ts';
import { readValues } from '../../engine/template/values.ts';
import { CLOCK, fillFrom, type Loose, manifestWith, sampleOf, told } from './breaking.ts';

const ESCROW = openTemplate('payment/escrow-milestone');
const RECEIVABLE = openTemplate('supply/receivable');
const PAYER = '91310000MA1K35X74R';

/** What is told of the choices of how money moves. */
const words = (language: 'en' | 'zh') =>
  Object.entries(ESCROW.manifest.options['settlement']!.values)
    .map(([word, title]) => (language === 'en' ? `${word} (${title.en})` : `${word}（${title.zh}）`))
    .join(language === 'en' ? '; ' : '；');

const read = (manifest: Manifest, document: unknown, accounts = false) =>
  readValues(manifest, document, CLOCK, { accounts });

/** What is told of the sample of an escrow with a change, in English and Chinese. */
function problemsOf(change: (document: Loose) => unknown, { manifest = ESCROW.manifest, accounts = false } = {}) {
  const document = sampleOf(ESCROW);
  change(document);
  const { problems } = read(manifest, document, accounts);
  return { en: told(problems, 'en'), zh: told(problems, 'zh') };
}

test('the samples are lawful on their day, and come back as they were written', () => {
  for (const template of [ESCROW, RECEIVABLE]) {
    const { parties, options, ...values } = sampleOf(template);
    const fill = fillFrom(template);
    expect({ parties: fill.parties, options: fill.options, ...fill.fields }).toEqual({ parties, options, ...values });
    expect(Object.keys(fill.fields)).toEqual(
      Object.keys(template.manifest.parameters.properties).filter((name) => name in values),
    );
  }
});

test.each<[string, (document: Loose) => void, string, string]>([
  [
    'a wrong check digit',
    (d) => Object.assign(d.parties.payer, { id: '91310000MA1K35X74A' }),
    'Payer identifier (parties.payer.id): the check character of 91310000MA1K35X74A, the last one, should be R',
    '付款方识别码（parties.payer.id）：91310000MA1K35X74A 的末位校验码应为 R',
  ],
  [
    'an identifier that is too short',
    (d) => Object.assign(d.parties.payer, { id: '9131' }),
    'Payer identifier (parties.payer.id): "9131" has 4 characters: expected an LEI of 20 characters or a unified social credit code of 18 characters',
    '付款方识别码（parties.payer.id）："9131" 有 4 位，应为 20 位的 LEI 或 18 位的统一社会信用代码',
  ],
  [
    'too many decimals',
    (d) => Object.assign(d, { amount: '1250000.005' }),
    'Price (amount): given "1250000.005"; expected at most 2 decimals: CNY has 2, and this has 3',
    '总价款（amount）：填写为 "1250000.005"；小数至多 2 位：CNY 有 2 位小数，所填为 3 位',
  ],
  [
    'nothing as an amount',
    (d) => Object.assign(d, { amount: '0.00' }),
    'Price (amount): given "0.00"; expected more than nothing',
    '总价款（amount）：填写为 "0.00"；金额应大于零',
  ],
  [
    'more than a contract can hold',
    (d) => Object.assign(d, { amount: '9'.repeat(38) }),
    `Price (amount): given "${'9'.repeat(38)}"; expected less: no contract can hold so much`,
    `总价款（amount）：填写为 "${'9'.repeat(38)}"；金额过大，合约无法记录`,
  ],
  [
    'an amount with separators',
    (d) => Object.assign(d, { amount: '1,250,000.00' }),
    'Price (amount): given "1,250,000.00"; expected an amount without currency and separators, such as 1250000.00',
    '总价款（amount）：填写为 "1,250,000.00"；应为不带币种和千位分隔符的金额，例如 1250000.00',
  ],
  [
    'a day that has passed, by a rule',
    (d) => Object.assign(d, { fundBy: '2026-01-04' }),
    'Last day for paying in (fundBy): given "2026-01-04". The last day for paying in may not be before today (2026-01-05).',
    '存入截止日（fundBy）：填写为 "2026-01-04"；存入截止日不得早于今天（2026-01-05）。',
  ],
  [
    'a day that the calendar has not',
    (d) => Object.assign(d, { deadline: '2026-09-31' }),
    'Deadline (deadline): "2026-09-31" has day 31, September 2026 has 01 to 30',
    '最终截止日（deadline）："2026-09-31" 的日期不存在：2026年9月为 01 至 30 日',
  ],
  [
    'a list that is empty',
    (d) => Object.assign(d, { milestones: [] }),
    'Milestones (milestones): given "[]"; expected a list of 1 to 12',
    '里程碑（milestones）：填写为 "[]"；应为 1 至 12 项的列表',
  ],
  [
    'an unknown currency',
    (d) => Object.assign(d, { currency: 'RMB' }),
    'Currency (currency): given "RMB"; expected a currency of ISO 4217, such as CNY or USD; did you mean CNY?',
    '币种（currency）：填写为 "RMB"；应为 ISO 4217 货币代码，例如 CNY 或 USD；是否指 CNY？',
  ],
  [
    'a missing party',
    (d) => delete d.parties.payee,
    'Payee (parties.payee): it must be filled in',
    '收款方（parties.payee）：必须填写',
  ],
  [
    'a party without a name',
    (d) => delete d.parties.payee.name,
    'Payee name (parties.payee.name): it must be filled in',
    '收款方名称（parties.payee.name）：必须填写',
  ],
  [
    'one identifier in two roles',
    (d) => Object.assign(d.parties.payee, { id: PAYER }),
    `Payee identifier (parties.payee.id): given "${PAYER}"; expected somebody else than the Payer: one party cannot be both`,
    `收款方识别码（parties.payee.id）：填写为 "${PAYER}"；不得与付款方相同：同一方不能兼任`,
  ],
  [
    'one account in two roles',
    (d) => {
      d.parties.payer.account = 'huaxing';
      d.parties.arbiter.account = 'huaxing';
    },
    'Dispute reviewer account (parties.arbiter.account): given "huaxing"; expected somebody else than the Payer: one party cannot be both',
    '争议评审方账户（parties.arbiter.account）：填写为 "huaxing"；不得与付款方相同：同一方不能兼任',
  ],
  [
    'an unknown member',
    (d) => Object.assign(d, { amout: '1' }),
    'amout: given "1"; the template asks for no such value: did you mean amount?',
    'amout：填写为 "1"；该模板没有这一项；是否指 amount？',
  ],
  [
    'an unknown party',
    (d) => Object.assign(d.parties, { broker: { name: 'X' } }),
    'broker (parties.broker): given "{\\"name\\":\\"X\\"}"; the template asks for no such value',
    'broker（parties.broker）：填写为 "{\\"name\\":\\"X\\"}"；该模板没有这一项',
  ],
  [
    'an unknown choice',
    (d) => Object.assign(d.options, { settlement: 'cash' }),
    `How money moves (options.settlement): given "cash"; expected one of: ${words('en')}`,
    `资金划转方式（options.settlement）：填写为 "cash"；应为以下之一：${words('zh')}`,
  ],
  [
    'a value of another choice',
    (d) => Object.assign(d, { token: 'cny' }),
    'Token (token): given "cny"; with these choices it is not asked for',
    '代币（token）：填写为 "cny"；按所作选择，不应填写此项',
  ],
  [
    'a hidden character',
    (d) => Object.assign(d, { number: 'ES\u202e2026' }),
    'Contract number (number): given "ES\u202e2026"; expected one line of text without hidden characters or spaces around it',
    '合同编号（number）：填写为 "ES\u202e2026"；应为一行文本，不含隐藏字符，首尾无空格',
  ],
  [
    'a number where a text is wanted',
    (d) => Object.assign(d, { amount: 1250000 }),
    'Price (amount): given "1250000"; an amount stands in quotation marks: "1250000.00"',
    '总价款（amount）：填写为 "1250000"；金额须加引号："1250000.00"',
  ],
  [
    'a text where a number is wanted',
    (d) => Object.assign(d, { disputeDays: '10' }),
    'Days for a dispute (disputeDays): given "10"; expected a whole number',
    '异议期（日）（disputeDays）：填写为 "10"；应为整数',
  ],
  [
    'a number that is too great',
    (d) => Object.assign(d, { disputeDays: 91 }),
    'Days for a dispute (disputeDays): given "91"; expected at most 90',
    '异议期（日）（disputeDays）：填写为 "91"；应不大于 90',
  ],
  [
    'a text that is too long',
    (d) => Object.assign(d, { number: 'N'.repeat(36) }),
    `Contract number (number): given "${'N'.repeat(36)}"; expected 1 to 35 characters`,
    `合同编号（number）：填写为 "${'N'.repeat(36)}"；应为 1 至 35 个字符`,
  ],
  [
    'a word that is none of a list',
    (d) => Object.assign(d, { governingLaw: 'FR' }),
    'Governing law (governingLaw): given "FR"; expected one of: CN (the People\'s Republic of China); HK (Hong Kong); SG (Singapore); EN (England and Wales)',
    '适用法律（governingLaw）：填写为 "FR"；应为以下之一：CN（中华人民共和国法律）；HK（香港特别行政区法律）；SG（新加坡共和国法律）；EN（英格兰及威尔士法律）',
  ],
  [
    'a list that is too long',
    (d) => Object.assign(d, { milestones: Array(13).fill(0) }),
    'Milestones (milestones): given "[0,0,0,0,0,0,0,0,0,0,0,0,0]"; expected a list of 1 to 12',
    '里程碑（milestones）：填写为 "[0,0,0,0,0,0,0,0,0,0,0,0,0]"；应为 1 至 12 项的列表',
  ],
  [
    'options that are no object',
    (d) => Object.assign(d, { options: 'token' }),
    'Options (options): given "token"; expected an object with the values by name',
    '选项（options）：填写为 "token"；应为按名称列出各项的对象',
  ],
])('%s is told in both languages', (_, change, en, zh) => {
  expect(problemsOf((document) => void change(document))).toEqual({ en: [en], zh: [zh] });
});

test('rules across fields are told where a value is to be mended, and each once', () => {
  expect(
    problemsOf((d) => {
      d.milestones[0].amount = '500000.01';
    }).en,
  ).toEqual([
    'Milestones (milestones): The payments of all milestones must add up to the price (CNY 1,250,000.01, not CNY 1,250,000.00).',
  ]);
  expect(
    problemsOf((d) => {
      d.milestones[1].due = '2026-10-01';
    }).zh,
  ).toEqual(['里程碑（milestones）：各里程碑的应交付日不得晚于最终截止日。']);
  const { en } = problemsOf((d) => Object.assign(d, { fundBy: '2026-09-30', deadline: '2026-09-30' }));
  expect(en).toEqual([
    'Deadline (deadline): given "2026-09-30". The deadline must be later than the last day for paying in.',
  ]);
});

test('rules are asked only when every value is lawful by itself', () => {
  const { en } = problemsOf((d) => Object.assign(d, { currency: 'XXX', fundBy: '2020-01-01' }));
  expect(en).toEqual(['Currency (currency): given "XXX"; expected a currency of ISO 4217, such as CNY or USD']);
});

test('an amount in an unknown currency is told by the currency alone, whatever it looks like', () => {
  for (const amount of ['abc', '', '1.2.3', '-1', '1e9', '0x10', '１２'])
    expect(problemsOf((d) => Object.assign(d, { currency: 'XXX', amount })).en[0]).toMatch(
      /^Currency|^Price \(amount\): it must be filled in$/,
    );
});

test('amounts are judged by the decimals of their currency', () => {
  const yen = (amount: string) =>
    problemsOf((d) => {
      Object.assign(d, { currency: 'JPY', amount });
      for (const each of d.milestones) each.amount = each.amount.slice(0, -3);
    }).en;
  expect(yen('1250000')).toEqual([]);
  expect(yen('1250000.0')).toEqual([
    'Price (amount): given "1250000.0"; expected at most 0 decimals: JPY has 0, and this has 1',
  ]);
});

test('accounts are asked for only where they are wanted', () => {
  expect(problemsOf(() => {}, { accounts: true }).en).toEqual([
    'Payer account (parties.payer.account): it must be filled in',
    'Payee account (parties.payee.account): it must be filled in',
    'Dispute reviewer account (parties.arbiter.account): it must be filled in',
  ]);
});

test('a party may be in two roles that the template lists together, and only in these', () => {
  const manifest = manifestWith('payment/escrow-milestone', (m) => {
    m.together = [['payer', 'arbiter']];
  });
  const same = (role: string) => (d: Loose) => {
    d.parties[role].id = PAYER;
  };
  expect(problemsOf(same('arbiter'), { manifest }).en).toEqual([]);
  expect(problemsOf(same('payee'), { manifest }).en).toHaveLength(1);
});

test('an optional party may be left out, or be null, but not be something else', () => {
  expect(problemsOf((d) => void delete d.parties.arbiter).en).toEqual([]);
  expect(
    problemsOf((d) => {
      d.parties.arbiter = null;
    }).en,
  ).toEqual([]);
  for (const arbiter of ['X', 7, [], true])
    expect(
      problemsOf((d) => {
        d.parties.arbiter = arbiter;
      }).en,
    ).toEqual(['Dispute reviewer (parties.arbiter): it must be filled in']);
});

test('a party that the choices leave out is told if it is given', () => {
  const document = sampleOf(RECEIVABLE);
  const excluded = Object.keys(RECEIVABLE.manifest.options['financing']!.values).find((each) => each !== 'allowed')!;
  document.options.financing = excluded;
  expect(told(read(RECEIVABLE.manifest, document).problems)).toEqual([
    expect.stringMatching(/^\S.* \(parties\.financier\): given .*; with these choices it is not asked for$/),
  ]);
  delete document.parties.financier;
  expect(read(RECEIVABLE.manifest, document).problems).toEqual([]);
});

const NAMES = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf'];

test.each(NAMES)('%s is an unknown name like any other, wherever it stands', (name) => {
  const given = (path: 'document' | 'parties' | 'options' | 'item' | 'party') => {
    const document = sampleOf(ESCROW);
    const where = {
      document,
      parties: document.parties,
      options: document.options,
      item: document.milestones[1],
      party: document.parties.payer,
    }[path];
    Object.defineProperty(where, name, { value: 'X', enumerable: true });
    return read(ESCROW.manifest, document).problems.map(({ at, code }) => [at, code]);
  };
  expect(given('document')).toEqual([[name, 'UNKNOWN']]);
  expect(given('parties')).toEqual([[`parties.${name}`, 'UNKNOWN']]);
  expect(given('options')).toEqual([[`options.${name}`, 'UNKNOWN']]);
  expect(given('item')).toEqual([[`milestones[2].${name}`, 'UNKNOWN']]);
  expect(given('party')).toEqual([[`parties.payer.${name}`, 'UNKNOWN']]);
});

test.each(NAMES)('%s as a choice, a currency or a word of a list is refused', (name) => {
  expect(
    problemsOf((d) => {
      d.options.settlement = name;
    }).en,
  ).toEqual([`How money moves (options.settlement): given "${name}"; expected one of: ${words('en')}`]);
  expect(
    problemsOf((d) => {
      d.currency = name;
    }).en[0],
  ).toMatch(/^Currency/);
  expect(
    problemsOf((d) => {
      d.governingLaw = name;
    }).en[0],
  ).toMatch(/^Governing law/);
});

test('nothing that JSON can be is taken for values, nor breaks the reading', () => {
  for (const document of [null, undefined, 7, 'x', true, [], [{}]])
    expect(read(ESCROW.manifest, document).problems.map(({ code }) => code)).toEqual(['FORM']);
  for (const odd of [null, 7, 'x', true, [], {}, [[]], { toString: 1, valueOf: 1 }]) {
    for (const name of ['parties', 'options', ...Object.keys(ESCROW.manifest.parameters.properties)]) {
      const { fill, problems } = read(ESCROW.manifest, { ...sampleOf(ESCROW), [name]: odd });
      expect(fill === undefined).toBe(problems.length > 0);
    }
    if (odd === 'x') continue;
    for (const part of ['name', 'id', 'account'])
      expect(problemsOf((d) => Object.assign(d.parties.payer, { [part]: odd })).en).toHaveLength(1);
  }
});

test('an item of a list that is no object is told as that', () => {
  for (const odd of [7, 'x', true, []]) {
    const { en } = problemsOf((d) => {
      d.milestones[0] = odd;
    });
    expect(en[0]).toMatch(/^milestones\[1\]: given .*; expected an object with the values by name$/);
  }
});

test('gaps of a list are told like empty items', () => {
  const { en } = problemsOf((d) => {
    d.milestones[3] = d.milestones[1];
    delete d.milestones[1];
  });
  expect(en.filter((line) => line.includes('milestones[2].amount'))).toHaveLength(1);
  expect(en.filter((line) => line.includes('milestones[3].amount'))).toHaveLength(1);
});

test.each([
  ['a line break', 'a\nb'],
  ['a tab', 'a\tb'],
  ['a NUL', 'a\0b'],
  ['a zero-width space', 'a\u200bb'],
  ['a right-to-left override', 'a\u202eb'],
  ['an isolate', 'a\u2066b'],
  ['a byte order mark', 'a\ufeffb'],
  ['a soft hyphen', 'a\u00adb'],
  ['a line separator', 'a\u2028b'],
  ['a Hangul filler, which is a letter that nobody sees', 'a\u3164b'],
  ['a variation selector', 'a\ufe0fb'],
  ['half of a surrogate pair', 'a\ud800b'],
  ['a tag character', 'a\u{e0041}b'],
  ['a space in front', ' ab'],
  ['an ideographic space behind', 'ab\u3000'],
])('%s is no part of a text, a name or a token', (_, text) => {
  const hidden = /expected one line of text without hidden characters or spaces around it$/;
  expect(
    problemsOf((d) => {
      d.number = text;
    }).en,
  ).toEqual([expect.stringMatching(hidden)]);
  expect(
    problemsOf((d) => {
      d.parties.payer.name = text;
    }).en,
  ).toEqual([expect.stringMatching(hidden)]);
  expect(
    problemsOf((d) => {
      d.milestones[1].title = text;
    }).en,
  ).toEqual([expect.stringMatching(hidden)]);
  const token = problemsOf((d) => {
    d.options.settlement = 'token';
    delete d.escrowAccount;
    d.token = text;
  });
  expect(token.en).toEqual([expect.stringMatching(hidden)]);
});

test('what is deep or huge is refused in a sentence', () => {
  const deep = JSON.parse(`${'['.repeat(50_000)}${']'.repeat(50_000)}`);
  const nested = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
  for (const odd of [deep, nested, 'x'.repeat(1_000_000), '9'.repeat(100_000), Array(100_000).fill({})]) {
    for (const change of [
      (d: Loose) => {
        d.number = odd;
      },
      (d: Loose) => {
        d.amount = odd;
      },
      (d: Loose) => {
        d.milestones = odd;
      },
      (d: Loose) => {
        d.milestones[0].title = odd;
      },
      (d: Loose) => {
        d.parties.payer.name = odd;
      },
      (d: Loose) => {
        d.odd = odd;
      },
      (d: Loose) => {
        d.options.settlement = odd;
      },
    ]) {
      const { en } = problemsOf(change);
      expect(en.length).toBeGreaterThan(0);
      expect(Math.max(...en.map((line) => line.length))).toBeLessThan(400);
    }
  }
  expect(read(ESCROW.manifest, nested).problems.length).toBeGreaterThan(0);
});

test('defaults are filled in where nothing is given, and are checked like what is given', () => {
  const document = sampleOf(ESCROW);
  for (const name of ['currency', 'disputeDays', 'decisionDays', 'governingLaw', 'options']) delete document[name];
  const { fill } = read(ESCROW.manifest, document);
  expect(fill?.options).toEqual({ settlement: 'recorded' });
  expect(fill?.fields).toMatchObject({ currency: 'CNY', disputeDays: 10, decisionDays: 30, governingLaw: 'CN' });
  const manifest = manifestWith('payment/escrow-milestone', (m) => {
    m.parameters.properties.disputeDays.default = 91;
  });
  expect(read(manifest, document).problems.map(({ at }) => at)).toEqual(['disputeDays']);
});

test('the schema of the parameters alone tells shapes', () => {
  const { parties: _, options: __, ...values } = sampleOf(ESCROW);
  const { parameters } = ESCROW.manifest;
  expect(schemaProblems(parameters, values)).toEqual([]);
  expect(schemaProblems(parameters, { ...values, amount: 5 })).toEqual(['/amount must be string (string)']);
  expect(schemaProblems(parameters, { ...values, disputeDays: 91 })).toEqual(['/disputeDays must be <= 90 (<=)']);
  const { number: ___, ...without } = values;
  expect(schemaProblems(parameters, without)).toEqual(["/ must have required property 'number' (number)"]);
  expect(schemaProblems(parameters, null)).toEqual(['/ must be object (object)']);
});

test('what is asked for with some choices only must be there with these, and is not missed with others', () => {
  const missing = (settlement: string, name: string) => {
    const { problems } = read(ESCROW.manifest, {
      ...sampleOf(ESCROW),
      options: { settlement },
      escrowAccount: undefined,
      token: undefined,
    });
    return problems.filter(({ at, code }) => at === name && code === 'MISSING').length;
  };
  expect(missing('recorded', 'escrowAccount')).toBe(1);
  expect(missing('recorded', 'token')).toBe(0);
  expect(missing('token', 'token')).toBe(1);
  expect(missing('token', 'escrowAccount')).toBe(0);
});
