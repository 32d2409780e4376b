// The rules of the two contracts in a few lines: runs a plan, refuses what they would refuse, and keeps the books.
import type { Plan, Step } from '../../../cli/demo/plan.ts';

interface Held {
  holder: string;
  amount: bigint;
  readonly obligor: string;
  readonly dueDay: number;
  readonly currency: string;
  offer?: { to: string; price: bigint };
  settled: boolean;
}

export class Books {
  readonly certificates = new Map<string, Held>();
  readonly balances = new Map<string, bigint>();
  readonly allowed = new Map<string, bigint>();
  readonly today: number;

  constructor(today: number) {
    this.today = today;
  }

  run(plan: Plan): this {
    for (const { kind, steps } of plan.stages) {
      for (const step of steps) {
        if (step.kind !== kind) throw new Error(`a ${step.kind} among ${kind}`);
        this.step(step);
      }
    }
    return this;
  }

  private step(step: Step): void {
    if (step.kind === 'mint') this.add(this.balances, step.currency, step.to, step.amount);
    else if (step.kind === 'approve') this.allowed.set(`${step.currency} ${step.by}`, step.amount);
    else if (step.kind === 'issue') this.issue(step);
    else if (step.kind === 'split') this.split(step);
    else if (step.kind === 'transfer') this.held(step.certificate, step).holder = step.to;
    else if (step.kind === 'offer') this.offer(step);
    else if (step.kind === 'accept') this.accept(step);
    else this.settle(step);
  }

  private issue(step: Step & { kind: 'issue' }): void {
    const { amount, dueDay, obligor } = step.invoice;
    if (step.by !== obligor.lei) throw new Error('somebody else issues');
    this.put(step.certificate, {
      holder: step.to,
      amount,
      obligor: step.by,
      dueDay,
      currency: step.currency,
      settled: false,
    });
  }

  private split(step: Step & { kind: 'split' }): void {
    const whole = this.held(step.certificate, step);
    if (step.amount <= 0n || step.amount >= whole.amount) throw new Error('BAD_PART');
    whole.amount -= step.amount;
    this.put(step.part, { ...whole, holder: step.to, amount: step.amount });
  }

  private offer(step: Step & { kind: 'offer' }): void {
    const held = this.held(step.certificate, step);
    if (step.price <= 0n || step.price > held.amount || step.to === step.by) throw new Error('BAD_PRICE');
    held.offer = { to: step.to, price: step.price };
  }

  private accept(step: Step & { kind: 'accept' }): void {
    const held = this.certificates.get(step.certificate)!;
    if (held.offer?.to !== step.by || held.offer.price !== step.price) throw new Error('NO_OFFER');
    this.pay(step.currency, step.by, held.holder, step.price);
    held.holder = step.by;
    delete held.offer;
  }

  private settle(step: Step & { kind: 'settle' }): void {
    const held = this.certificates.get(step.certificate)!;
    if (held.obligor !== step.by || held.settled || held.dueDay > this.today) throw new Error('NOT_DUE');
    if (held.amount !== step.amount) throw new Error('another amount');
    this.pay(step.currency, step.by, held.holder, step.amount);
    held.settled = true;
  }

  private put(id: string, held: Held): void {
    if (this.certificates.has(id)) throw new Error('DUPLICATE');
    this.certificates.set(id, held);
  }

  private held(id: string, { by, currency }: Step): Held {
    const held = this.certificates.get(id);
    if (!held || held.holder !== by || held.currency !== currency || held.offer) throw new Error('NOT_HOLDER');
    return held;
  }

  private pay(currency: string, from: string, to: string, amount: bigint): void {
    this.add(this.allowed, currency, from, -amount);
    this.add(this.balances, currency, from, -amount);
    this.add(this.balances, currency, to, amount);
  }

  private add(book: Map<string, bigint>, currency: string, who: string, amount: bigint): void {
    const now = (book.get(`${currency} ${who}`) ?? 0n) + amount;
    if (now < 0n) throw new Error('BALANCE');
    book.set(`${currency} ${who}`, now);
  }
}
