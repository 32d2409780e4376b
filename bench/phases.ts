// Divides a CPU profile: each sample belongs to the innermost phase that it happened in.
import { HOST_FUNCTIONS } from '../spec/host.ts';

/** What V8's profiler returns, as far as it is used here (Chrome DevTools protocol, Profiler.Profile). */
export interface Profile {
  readonly nodes: readonly ProfileNode[];
  /** Node ids, one a sample. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface ProfileNode {
  readonly id: number;
  readonly callFrame: { readonly functionName: string; readonly url: string; readonly lineNumber: number };
  readonly children?: readonly number[];
}

/** Time of a part or of a function. */
export interface Share {
  readonly name: string;
  /** Microseconds a transaction. */
  readonly micros: number;
  /** The part that a function's time mostly belongs to. */
  readonly part: string;
}

/** Name of the part, function that opens it, end of the function's file (without .js). */
type Phase = readonly [part: string, functionName: string, file: string];

const PHASES: readonly Phase[] = [
  ['decode', 'readTransaction', 'runtime/apply'],
  ['transaction id', 'encodedTxId', 'base/hash'],
  ['checks and plan', 'check', 'runtime/apply'],
  ['trace of records', 'traceReads', 'runtime/apply'],
  ['account record', 'senderOf', 'runtime/apply'],
  ['account record', 'encode', 'base/records'],
  ['instance start', 'start', 'sandbox/compiled'],
  ['instance end', 'close', 'sandbox/guest'],
  ['guest', 'run', 'sandbox/guest'],
  ...HOST_FUNCTIONS.map(({ name }): Phase => ['host calls', name, 'host/doors']),
  ['overlay', 'get', 'state/overlay'],
  ['overlay', 'set', 'state/overlay'],
  ['overlay', 'commitInto', 'state/overlay'],
  ['trace hash', 'digest', 'host/trace'],
  ['trace records', 'part', 'host/trace'],
  ['trace records', 'scalar', 'host/trace'],
  ['trace records', 'hostCall', 'host/trace'],
  ['invariants', 'heldToInvariants', 'runtime/apply'],
  ['frame', 'runFrame', 'runtime/call'],
  ['transaction', 'applyTransaction', 'runtime/apply'],
];
/** Not part of a transaction: making the transfers and committing the block. */
const OUTSIDE = 'outside';

function phaseOf(node: ProfileNode): string | undefined {
  if (isCollector(node)) return 'garbage collection';
  const { functionName, url } = node.callFrame;
  const file = url.replace(/\.[jt]s$/, '');
  return PHASES.find(([, name, end]) => name === functionName && file.endsWith(end))?.[0];
}

function isCollector({ callFrame }: ProfileNode): boolean {
  return callFrame.functionName === '(garbage collector)';
}

/** Time by part, the largest first. What happens outside of transactions is left out. */
export function byPart(profile: Profile, transactions: number): Share[] {
  const spent = new Map<string, number>();
  for (const { part, micros } of samplesOf(profile)) spent.set(part, (spent.get(part) ?? 0) + micros);
  return [...spent].map(([name, micros]) => ({ name, micros: micros / transactions, part: '' })).sort(largestFirst);
}

/** Time that functions spend themselves, the largest first. */
export function byFunction(profile: Profile, transactions: number): Share[] {
  const spent = new Map<string, { micros: number; part: string; most: number }>();
  for (const { name, part, micros } of samplesOf(profile)) {
    const known = spent.get(name) ?? { micros: 0, part, most: 0 };
    const most = Math.max(known.most, micros);
    spent.set(name, { micros: known.micros + micros, part: micros > known.most ? part : known.part, most });
  }
  return [...spent]
    .map(([name, { micros, part }]) => ({ name, micros: micros / transactions, part }))
    .sort(largestFirst);
}

function largestFirst(a: Share, b: Share): number {
  return b.micros - a.micros;
}

/** One entry a node of the call tree that time was spent in during transactions. */
function samplesOf({ nodes, samples, timeDeltas }: Profile): { name: string; part: string; micros: number }[] {
  const micros = new Map<number, number>();
  const parts = partsOf(nodes);
  const collectors = new Set(nodes.filter(isCollector).map(({ id }) => id));
  let inside = false;
  for (const [i, id] of samples.entries()) {
    // The collector stands beside the program in the tree, so it belongs to where the program was when it began.
    if (!collectors.has(id)) inside = parts.get(id) !== OUTSIDE;
    if (inside) micros.set(id, (micros.get(id) ?? 0) + timeDeltas[i]!);
  }
  return nodes
    .filter(({ id }) => micros.has(id))
    .map((node) => ({ name: nameOf(node), part: parts.get(node.id)!, micros: micros.get(node.id)! }));
}

/** The part of each node. The profiler lists a node before its children. */
function partsOf(nodes: readonly ProfileNode[]): Map<number, string> {
  const parts = new Map<number, string>();
  for (const node of nodes) {
    const above = parts.get(node.id) ?? OUTSIDE;
    const part = phaseOf(node) ?? above;
    parts.set(node.id, part);
    for (const child of node.children ?? []) parts.set(child, part);
  }
  return parts;
}

function nameOf({ callFrame }: ProfileNode): string {
  const { functionName, url, lineNumber } = callFrame;
  const file = url.startsWith('wasm:') ? 'wasm' : url.split('/').slice(-2).join('/').replace(/\.js$/, '');
  const line = url.startsWith('wasm:') || url === '' ? '' : `:${lineNumber + 1}`;
  return `${functionName || '(anonymous)'}${file ? `  ${file}${line}` : ''}`;
}
