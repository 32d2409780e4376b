// The plan: from invoices to the stages that issue, split, pass on, finance and settle them, as values.
import { decimalsOf } from '../../engine/template/currency.ts';
import type { Invoice } from './invoice.ts';

/** A company by its LEI, a financier or the operator by name. */
export type PartyId = string;

/** One signed transaction to come. A certificate has the number of the invoice that it was made for. Amounts are minor units. */
export type Step = { readonly by: PartyId; readonly currency: string } & (
  | { readonly kind: 'mint'; readonly to: PartyId; readonly amount: bigint }
  | { readonly kind: 'approve'; readonly amount: bigint }
  | { readonly kind: 'issue'; readonly certificate: string; readonly to: PartyId; readonly invoice: Invoice }
  | {
      readonly kind: 'split';
      readonly certificate: string;
      readonly part: string;
      readonly to: PartyId;
      readonly amount: bigint;
    }
  | { readonly kind: 'transfer'; readonly certificate: string; readonly to: PartyId }
  | { readonly kind: 'offer'; readonly certificate: string; readonly to: PartyId; readonly price: bigint }
  | { readonly kind: 'accept'; readonly certificate: string; readonly price: bigint }
  | { readonly kind: 'settle'; readonly certificate: string; readonly amount: bigint }
);
export type StepKind = Step['kind'];

/** Steps of one kind. Each is lawful as soon as the stages before it are done, whatever else of its own stage is. */
export interface Stage {
  readonly kind: StepKind;
  readonly steps: readonly Step[];
}

/** What the plan comes to in one currency, in minor units. */
export interface CurrencySum {
  readonly currency: string;
  readonly decimals: number;
  readonly certificates: number;
  readonly issued: bigint;
  /** Amount of what is financed, and what the financiers pay for it. */
  readonly financed: bigint;
  readonly paid: bigint;
  readonly settled: bigint;
  /** What is not due yet. */
  readonly outstanding: bigint;
  /** Money that is made: what the obligors owe and the financiers pay. */
  readonly minted: bigint;
}

export interface Plan {
  readonly stages: readonly Stage[];
  readonly sums: readonly CurrencySum[];
}

export interface PlanOptions {
  readonly operator: PartyId;
  readonly financiers: readonly PartyId[];
  /** Days since 1970-01-01 UTC; what falls due later is not settled. */
  readonly today: number;
}

/** Discount a year in hundredths of a percent, and the days of a year: simple interest, actual/360. */
const RATE = 480n;
const YEAR = 360n;
/** One certificate in this many is sold to a financier before it falls due. */
const FINANCED = 3;

interface Certificate {
  readonly id: string;
  readonly currency: string;
  readonly obligor: PartyId;
  readonly dueDay: number;
  holder: PartyId;
  amount: bigint;
  /** The day from which a buyer counts interest. */
  heldFrom: number;
}

/** Invoices must be usable as `checkInvoices` gives them: parents first, parts within the whole, numbers unique. */
export function makePlan(invoices: readonly Invoice[], options: PlanOptions): Plan {
  const { steps, certificates } = passOn(invoices);
  const finance = financeSome(certificates, options.financiers);
  const due = certificates.filter(({ dueDay }) => dueDay <= options.today);
  const settle = due.map(settlement);
  const money = provideMoney([...finance, ...settle], options.operator);
  const tiers = steps.flatMap((tier) => [...stagesOf(tier, ['issue', 'split', 'transfer'])]);
  const stages = [
    ...stagesOf(money, ['mint', 'approve']),
    ...tiers,
    ...stagesOf(finance, ['offer', 'accept']),
    ...stagesOf(settle, ['settle']),
  ];
  return { stages, sums: sumsOf(stages, certificates) };
}

/** What a buyer pays for an amount that falls due in so many days: the amount less simple interest, rounded half to even. */
export function discounted(amount: bigint, days: number): bigint {
  return amount - divideHalfEven(amount * RATE * BigInt(Math.max(days, 0)), YEAR * 10_000n);
}

function divideHalfEven(n: bigint, d: bigint): bigint {
  const [quotient, twice] = [n / d, (n % d) * 2n];
  return twice > d || (twice === d && quotient % 2n === 1n) ? quotient + 1n : quotient;
}

function stagesOf(steps: readonly Step[], kinds: readonly StepKind[]): Stage[] {
  const stages = kinds.map((kind) => ({ kind, steps: steps.filter((step) => step.kind === kind) }));
  return stages.filter((stage) => stage.steps.length > 0);
}

// Within a tier nobody passes a part on before having it, and what leaves nothing behind can only be a holder's last.
function passOn(invoices: readonly Invoice[]): { steps: Step[][]; certificates: Certificate[] } {
  const byInvoice = new Map<string, Certificate>();
  const steps: Step[][] = [];
  for (const invoice of invoices) {
    const whole = byInvoice.get(invoice.parent);
    const { step, held } = whole ? payWith(whole, invoice) : issueFor(invoice);
    const tier = steps[invoice.tier] ?? [];
    tier.push(step);
    steps[invoice.tier] = tier;
    byInvoice.set(invoice.number, held);
  }
  return { steps: steps.filter(Boolean), certificates: [...new Set(byInvoice.values())] };
}

interface Passed {
  readonly step: Step;
  readonly held: Certificate;
}

function issueFor(invoice: Invoice): Passed {
  const { number, currency, obligor, dueDay, amount, issueDay, supplier } = invoice;
  const holder = supplier.lei;
  const held = { id: number, currency, obligor: obligor.lei, dueDay, holder, amount, heldFrom: issueDay };
  return { step: { kind: 'issue', by: obligor.lei, currency, certificate: number, to: holder, invoice }, held };
}

// A holder pays its supplier with a part of a certificate, or with the certificate itself when nothing would be left.
function payWith(whole: Certificate, invoice: Invoice): Passed {
  const { amount, number: part } = invoice;
  const { id: certificate, currency, holder: by } = whole;
  const to = invoice.supplier.lei;
  if (amount === whole.amount) {
    whole.holder = to;
    whole.heldFrom = invoice.issueDay;
    return { step: { kind: 'transfer', by, currency, certificate, to }, held: whole };
  }
  whole.amount -= amount;
  const held = { ...whole, id: part, holder: to, amount, heldFrom: invoice.issueDay };
  return { step: { kind: 'split', by, currency, certificate, part, to, amount }, held };
}

function financeSome(certificates: readonly Certificate[], financiers: readonly PartyId[]): Step[] {
  const chosen = certificates.filter((_, i) => i % FINANCED === 0);
  return chosen.flatMap((certificate, i): Step[] => {
    const { id, currency, holder: by, amount, dueDay, heldFrom } = certificate;
    const to = financiers[i % financiers.length]!;
    const price = discounted(amount, dueDay - heldFrom);
    // Over twenty years the interest eats the whole amount, and there is nothing to offer.
    if (price <= 0n) return [];
    certificate.holder = to;
    return [
      { kind: 'offer', by, currency, certificate: id, to, price },
      { kind: 'accept', by: to, currency, certificate: id, price },
    ];
  });
}

function settlement({ id, currency, obligor, amount }: Certificate): Step {
  return { kind: 'settle', by: obligor, currency, certificate: id, amount };
}

// Who has to pay gets the money first, and lets the receivable contract take it.
function provideMoney(work: readonly Step[], operator: PartyId): Step[] {
  const needs = new Map<string, { by: PartyId; currency: string; amount: bigint }>();
  for (const step of work) {
    const amount = step.kind === 'settle' ? step.amount : step.kind === 'accept' ? step.price : 0n;
    if (amount === 0n) continue;
    const key = `${step.currency} ${step.by}`;
    needs.set(key, { by: step.by, currency: step.currency, amount: amount + (needs.get(key)?.amount ?? 0n) });
  }
  return [...needs.values()].flatMap(({ by, currency, amount }): Step[] => [
    { kind: 'mint', by: operator, currency, to: by, amount },
    { kind: 'approve', by, currency, amount },
  ]);
}

function sumsOf(stages: readonly Stage[], certificates: readonly Certificate[]): CurrencySum[] {
  const currencies = [...new Set(certificates.map(({ currency }) => currency))].sort();
  const steps = stages.flatMap((stage) => stage.steps);
  return currencies.map((currency) => {
    const own = steps.filter((step) => step.currency === currency);
    const amounts = new Map(certificates.filter((c) => c.currency === currency).map(({ id, amount }) => [id, amount]));
    const sum = (amountOf: (step: Step) => bigint) => own.reduce((n, step) => n + amountOf(step), 0n);
    const issued = sum((step) => (step.kind === 'issue' ? step.invoice.amount : 0n));
    const settled = sum((step) => (step.kind === 'settle' ? step.amount : 0n));
    return {
      currency,
      decimals: decimalsOf(currency)!,
      certificates: amounts.size,
      issued,
      financed: sum((step) => (step.kind === 'accept' ? amounts.get(step.certificate)! : 0n)),
      paid: sum((step) => (step.kind === 'accept' ? step.price : 0n)),
      settled,
      outstanding: issued - settled,
      minted: sum((step) => (step.kind === 'mint' ? step.amount : 0n)),
    };
  });
}
