// The contracts of the demonstration: built from their sources, and one token and one receivable contract for each currency.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Key } from '../../engine/app/keys.ts';
import { type Order, type Sent, send } from '../../engine/app/send.ts';
import type { Bytes } from '../../engine/base/bytes.ts';
import type { Connection } from '../../engine/client/connection.ts';
import { type Arguments, type ContractClient, contractClient } from '../../engine/client/contract.ts';
import { soleAdmin } from '../../engine/client/transaction.ts';
import { STATUS } from '../../spec/errors.ts';
import type { TxKindName } from '../../spec/tx.ts';
import { type Artifact, compileArtifact } from '../artifact.ts';
import { addName } from '../names.ts';
import { failure } from '../outcome.ts';
import type { CurrencySum } from './plan.ts';

export const KINDS = ['token', 'receivable'] as const;
export type ContractKind = (typeof KINDS)[number];

/** The built modules. */
export type Artifacts = { readonly [K in ContractKind]: Artifact };

/** A deployed contract. */
export interface Deployed {
  readonly name: string;
  readonly address: Bytes;
  readonly client: ContractClient;
}
/** By currency. */
export type Deployment = ReadonlyMap<string, { readonly [K in ContractKind]: Deployed }>;

/** Compiles both contracts that ship with the package. @throws CompileError, ModuleReject */
export async function buildContracts(): Promise<Artifacts> {
  const { packageFolder } = await import('../../engine/compile/sources.ts');
  const build = (kind: ContractKind) => compileArtifact(join(packageFolder(), 'contracts', `${kind}.ts`));
  return { token: await build('token'), receivable: await build('receivable') };
}

/** What deploying needs. */
export interface DeployInput {
  readonly connection: Connection;
  readonly operator: Key;
  readonly artifacts: Artifacts;
  /** File of the names. */
  readonly names: string;
  /** Called with every transaction that ran. */
  readonly ran: (sent: Sent) => void;
}

/** Uploads both modules and makes a token and a receivable contract for each currency. @throws Failed, Reject, Fault */
export async function deployContracts(input: DeployInput, sums: readonly CurrencySum[]): Promise<Deployment> {
  for (const kind of KINDS)
    await run(input, `upload ${kind}`, { kind: 'upload', body: { module: input.artifacts[kind].wasm } });
  const deployment = new Map<string, { token: Deployed; receivable: Deployed }>();
  for (const { currency, decimals } of sums) {
    const token = await deploy(input, 'token', currency, { name: `Demo ${currency}`, symbol: currency, decimals });
    const receivable = await deploy(input, 'receivable', currency, { token: token.address, currency });
    deployment.set(currency, { token, receivable });
  }
  return deployment;
}

async function deploy(input: DeployInput, kind: ContractKind, currency: string, args: Arguments): Promise<Deployed> {
  const { artifacts, connection, names, operator } = input;
  const { abi, codeId, metaId } = artifacts[kind];
  const client = contractClient(abi!);
  const name = `${kind}-${currency.toLowerCase()}`;
  const salt = new Uint8Array(randomBytes(32));
  const rest = { admin: soleAdmin(operator.address), holds: false, invariant: '', template: null };
  const body = { codeId, metaId, salt, ...rest, input: client.init(args) };
  const { receipt } = await run(input, name, { kind: 'instantiate', body });
  const { chain } = await connection.info();
  addName(names, chain, { name, address: receipt.output });
  return { name, address: receipt.output, client };
}

async function run<K extends TxKindName>(input: DeployInput, what: string, order: Order<K>): Promise<Sent> {
  const sent = await send(input.connection, input.operator, order);
  const { status, output } = sent.receipt;
  if (status !== STATUS.OK) throw failure(status, output, { contract: what, method: order.kind, facts: {} });
  input.ran(sent);
  return sent;
}
