// Memory and processor time of a process and all below it, as Linux tells them; nowhere else is there an answer.
import { readdirSync, readFileSync } from 'node:fs';

export interface Usage {
  /** Bytes of resident memory. */
  readonly memory: number;
  /** Seconds of processor time. */
  readonly cpu: number;
}

const PAGE = 4096;
/** Linux counts processor time for its users in hundredths of a second. */
const TICKS = 100;
/** Fields of /proc/PID/stat behind the name in brackets, counted from 0. */
const [USER, SYSTEM, RESIDENT] = [11, 12, 21] as const;

/** Undefined if the process is gone, or this is not Linux. */
export function usageOf(pid: number): Usage | undefined {
  const all = familyOf(pid).map(usageOfOne);
  const known = all.filter((usage) => usage !== undefined);
  if (known.length === 0) return undefined;
  return known.reduce((a, b) => ({ memory: a.memory + b.memory, cpu: a.cpu + b.cpu }));
}

/** The process and all that it started, directly or not. */
export function familyOf(pid: number): number[] {
  return [pid, ...childrenOf(pid).flatMap(familyOf)];
}

function childrenOf(pid: number): number[] {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`);
    const lists = tasks.map((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8'));
    return lists.flatMap((list) => list.split(' ').filter(Boolean)).map(Number);
  } catch {
    return [];
  }
}

function usageOfOne(pid: number): Usage | undefined {
  try {
    return parseStat(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Reads the line of /proc/PID/stat. The name in it may hold brackets and spaces of its own. */
export function parseStat(line: string): Usage {
  const fields = line
    .slice(line.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  return { memory: fields[RESIDENT]! * PAGE, cpu: (fields[USER]! + fields[SYSTEM]!) / TICKS };
}
