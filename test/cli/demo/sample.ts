// Writes the sample of invoices that ships with the package: invented companies, lawful check digits, the same each time.

import { COLUMNS } from '../../../cli/demo/table.ts';
import { formatMoney } from '../../../engine/template/currency.ts';
import { leiCheckDigits } from '../../../engine/template/lei.ts';

interface Company {
  readonly name: string;
  readonly lei: string;
}

interface Row {
  readonly number: string;
  readonly tier: number;
  readonly obligor: Company;
  readonly supplier: Company;
  readonly currency: string;
  readonly cents: bigint;
  readonly issueDay: number;
  readonly dueDay: number;
  readonly parent: string;
}

type Chance = (below: number) => number;

const OBLIGORS = [
  ['Paper Dragon Motors Co., Ltd.', ['CNY']],
  ['Imaginary Harbour Heavy Industries Co., Ltd.', ['CNY', 'USD']],
  ['Nowhere Valley Appliances Group', ['CNY']],
  ['Luftschloss Werke AG', ['EUR']],
  ['Make-Believe Machines Inc.', ['USD']],
] as const;
const FIRST = ['Tin Lantern', 'Velvet Anvil', 'Quiet Comet', 'Marble Heron', 'Copper Fable', 'Paper Lighthouse'];
const TRADE = ['Castings', 'Bearings', 'Wiring', 'Coatings', 'Packaging', 'Fasteners', 'Glass', 'Tooling'];
const FORM = ['Co., Ltd.', 'GmbH', 'Ltd.', 'S.A.', 'B.V.', 'Inc.'];
// Names that say themselves that they are examples; files of Chinese banks hold both scripts.
const CHINESE = [
  '样例甲轴承有限公司',
  '样例乙模具有限公司',
  '样例丙线束有限公司',
  '样例丁包装有限公司',
  '样例戊涂料有限公司',
];
/** How many suppliers each tier has, and how many invoices. */
const SUPPLIERS = [12, 16, 14];
const TIER_1 = 104;
const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const DAY = 86_400_000;
const FIRST_DAY = Date.UTC(2025, 0, 6) / DAY;

/** Text of the sample file. */
export function sampleCsv(): string {
  const chance = generator(20250106);
  const obligors = OBLIGORS.map(([name], i) => company(name, 1001 + i));
  const tiers = supplierTiers();
  const rows: Row[] = [];
  for (let i = 0; i < TIER_1; i++) rows.push(firstTier(chance, i, obligors, tiers[0]!));
  const second = rows.flatMap((whole) => parts(chance, whole, tiers[1]!, 1 + chance(2)));
  const third = second.flatMap((whole) => parts(chance, whole, tiers[2]!, chance(5) < 3 ? 1 : 0));
  return [COLUMNS.join(','), ...[...rows, ...second, ...third].map(lineOf)].map((line) => `${line}\n`).join('');
}

// Numerical Recipes' linear congruential generator: the same on every machine.
function generator(seed: number): Chance {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

function supplierTiers(): Company[][] {
  const english = FIRST.flatMap((first, i) =>
    TRADE.map((trade, j) => `${first} ${trade} ${FORM[(i + j) % FORM.length]}`),
  );
  const chinese = [...CHINESE];
  let count = 0;
  const next = () => {
    count += 1;
    const name = count % 8 === 3 ? chinese.shift() : undefined;
    return company(name ?? english[(count * 11) % english.length]!, count);
  };
  return SUPPLIERS.map((size) => Array.from({ length: size }, next));
}

// The first four characters name who issued an LEI; these, and the companies, are made up.
function company(name: string, serial: number): Company {
  const chance = generator(serial * 7919);
  const entity = Array.from({ length: 12 }, () => ALPHABET[chance(ALPHABET.length)]).join('');
  const first18 = `999900${entity}`;
  return { name, lei: first18 + leiCheckDigits(first18) };
}

function firstTier(chance: Chance, i: number, obligors: readonly Company[], suppliers: readonly Company[]): Row {
  const which = i % obligors.length;
  const currencies = OBLIGORS[which]![1];
  const issueDay = FIRST_DAY + chance(120);
  return {
    number: `T1-2025-${String(i + 1).padStart(4, '0')}`,
    tier: 1,
    obligor: obligors[which]!,
    supplier: suppliers[chance(suppliers.length)]!,
    currency: currencies[chance(currencies.length)]!,
    cents: BigInt(20_000_000 + chance(500_000_000)),
    issueDay,
    dueDay: issueDay + [60, 90, 120, 180][chance(4)]!,
    parent: '',
  };
}

/** Invoices that are paid out of a whole; now and then the last takes all that is left. */
function parts(chance: Chance, whole: Row, suppliers: readonly Company[], count: number): Row[] {
  let left = whole.cents;
  return Array.from({ length: count }, (_, i) => {
    const all = i === count - 1 && chance(6) === 0;
    const cents = all ? left : (left * BigInt(15 + chance(35))) / 100n;
    left -= cents;
    const number = `${whole.number.replace(/^T\d/, `T${whole.tier + 1}`)}${'ABCDEFGH'[i]}`;
    const supplier = suppliers[chance(suppliers.length)]!;
    const issueDay = whole.issueDay + 1 + chance(14);
    return { ...whole, number, tier: whole.tier + 1, supplier, cents, issueDay, parent: whole.number };
  });
}

function lineOf(row: Row): string {
  const cells = [
    row.number,
    String(row.tier),
    row.obligor.name,
    row.obligor.lei,
    row.supplier.name,
    row.supplier.lei,
    row.currency,
    formatMoney(row.cents, 2),
    dateOf(row.issueDay),
    dateOf(row.dueDay),
    row.parent,
  ];
  return cells.map((cell) => (/[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(',');
}

function dateOf(day: number): string {
  return new Date(day * DAY).toISOString().slice(0, 10);
}
