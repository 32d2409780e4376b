// A transaction of a contract that has values of every kind, captured and opened for looking inside.
import { Debugger, type KnownBuilds } from '../../engine/audit/debugger.ts';
import type { Activation } from '../../engine/audit/snapshot.ts';
import { readValue, type Shown } from '../../engine/audit/values.ts';
import { type Bytes, toHex } from '../../engine/base/bytes.ts';
import type { DebugBuild } from '../../engine/compile/asc.ts';
import { compileForDebuggerKept } from '../../engine/compile/kept.ts';
import { singleSource } from '../../engine/compile/sources.ts';
import type { Capture, Seen } from '../../engine/runtime/evidence.ts';
import { capture, rerun } from '../../engine/runtime/referee.ts';
import { Overlay } from '../../engine/state/overlay.ts';
import { idsOf, PLENTY, type TestChain } from '../runtime/chain.ts';

export interface Built {
  readonly id: string;
  readonly builds: { readonly release: DebugBuild; readonly debug: DebugBuild };
}

export async function build(source: string): Promise<Built> {
  const builds = await compileForDebuggerKept(singleSource(source));
  return { id: toHex(idsOf(builds.release.wasm).codeId), builds };
}

export interface Captured {
  readonly captured: Capture;
  readonly seen: Seen;
}

/** A call that is not applied, with all that it reads. */
export function captureCall(chain: TestChain, to: Bytes, method: string, input: Bytes, gasLimit = PLENTY): Captured {
  const { engine, state, id, head } = chain;
  const at = { engine, state, chain: id, height: head.header.height + 1, time: head.header.time + 1000 };
  const block = { ...at, governed: false, overlay: new Overlay(state), gasLeft: Number.MAX_SAFE_INTEGER };
  const captured = capture(block, chain.callTx(0, to, method, input, { gasLimit }));
  return { captured, seen: rerun(captured, engine, engine.tier) };
}

export function open({ captured, seen }: Captured, builds: KnownBuilds = new Map(), isExact = false): Debugger {
  return new Debugger(captured, seen, builds, isExact);
}

/** Variables of an open function by name, as the debugger reads them. */
export function variables(inside: Debugger, activation: Activation): { [name: string]: Shown } {
  const symbols = inside.functionSymbols(activation.code, activation.function)!;
  const memory = { bytes: activation.guest.machine.bytes, classes: inside.symbols(activation.code)!.classes };
  const named = activation.locals.flatMap(({ index, value }) => {
    const local = symbols.locals.get(index);
    return local?.type === undefined ? [] : [[local.name, readValue(memory, local.type, value)] as const];
  });
  return Object.fromEntries(named);
}
