// The token that ships, deployed on a chain in memory and spread over all accounts; and transfers of it.

import { artifactOf } from '../cli/artifact.ts';
import { defaultLimit } from '../engine/app/send.ts';
import { type Bytes, concat, fromHex, toLatin1, ZERO32 } from '../engine/base/bytes.ts';
import { contractClient } from '../engine/client/contract.ts';
import { soleAdmin } from '../engine/client/transaction.ts';
import { applyTransaction } from '../engine/runtime/apply.ts';
import { storagePrefix } from '../engine/state/key.ts';
import { type Account, checkAll, MemoryChain } from './chain.ts';
import { type Chance, chance } from './chance.ts';

/** What each account begins with: more than it can send in any bench. */
export const FUNDS = 1_000_000_000n;
/** Accounts that the owner gives it in transactions, and others in one block that is made up. */
const MINTS = 1_000;
const PART = 50_000;

export class TokenChain extends MemoryChain {
  readonly contract: Bytes;
  private readonly client: ReturnType<typeof contractClient>;
  private readonly random: Chance = chance(1);
  /** As a client sets it: what a simulation used, and a quarter more. */
  private readonly gasLimit: number;

  constructor(wasm: Bytes, accounts: number) {
    super(accounts);
    const { codeId, metaId, abi } = artifactOf('token', wasm);
    this.client = contractClient(abi!);
    const owner = this.accounts[0]!;
    const input = this.client.init({ name: 'Bench', symbol: 'BEN', decimals: 2 });
    const body = {
      codeId,
      metaId,
      salt: ZERO32,
      admin: soleAdmin(owner.address),
      holds: false,
      invariant: '',
      template: null,
      input,
    };
    this.apply(this.transaction(owner, 'upload', { module: wasm }));
    this.contract = this.apply(this.transaction(owner, 'instantiate', body))[0]!.output;
    this.apply(...this.accounts.slice(0, MINTS).map(({ address }) => this.mint(owner, address)));
    this.fund(fromHex(abi!.storage.find(({ field }) => field.endsWith('balances'))!.slot)!);
    this.gasLimit = defaultLimit(this.simulated());
  }

  /** What all others hold is written where the token keeps it: a million transactions would take minutes. */
  private fund(slot: Bytes): void {
    const begin = storagePrefix(this.contract);
    const keyOf = ({ address }: Account) => begin + toLatin1(concat(slot, address));
    const value = this.chain.state.get(keyOf(this.accounts[0]!))!;
    for (let at = MINTS; at < this.accounts.length; at += PART) {
      const batch = this.open([]);
      for (const account of this.accounts.slice(at, at + PART)) batch.block.overlay.set(keyOf(account), value);
      this.close(batch);
    }
  }

  private mint(owner: Account, to: Bytes): Bytes {
    return this.transaction(owner, 'call', { to: this.contract, ...this.client.call('mint', { to, amount: FUNDS }) });
  }

  /** Gas of a transfer that is run and not kept. */
  private simulated(): number {
    const owner = this.accounts[0]!;
    const { transactions, block } = this.open([this.transfer(owner, this.accounts.at(-1)!)]);
    const { receipt } = applyTransaction(block, transactions[0]!, true);
    checkAll([receipt]);
    owner.nonce -= 1n;
    return receipt.gasUsed;
  }

  private transfer(from: Account, to: Account, gasLimit?: number): Bytes {
    const call = this.client.call('transfer', { to: to.address, amount: 1n });
    return this.transaction(from, 'call', { to: this.contract, ...call }, gasLimit);
  }

  /** Transfers of one minor unit between random accounts. */
  transfers(count: number): Bytes[] {
    return Array.from({ length: count }, () => this.transfer(this.anyone(), this.anyone(), this.gasLimit));
  }

  private anyone(): Account {
    return this.accounts[this.random(this.accounts.length)]!;
  }
}
