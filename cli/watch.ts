// Watching files: what changed since the last look, told once it has settled.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

// Looking again and again sees every kind of change on every file system; notices of the system are lost when an editor
// puts a new file in the place of the old one.
const EVERY_MILLISECONDS = 200;

/** Paths of a tree that are watched, by the stamp that changes with them. */
type Stamps = ReadonlyMap<string, string>;

/** What is looked at: roots, and whether a file or folder below them counts. */
export interface Watched {
  readonly roots: readonly string[];
  readonly isFile: (path: string) => boolean;
  /** Folders that are not entered. */
  readonly isSkipped: (name: string) => boolean;
}

/** Sources of contracts below the roots. */
export const CONTRACT_SOURCES: Omit<Watched, 'roots'> = {
  isFile: (path) => path.endsWith('.ts'),
  isSkipped: (name) => name === 'node_modules' || name.startsWith('.'),
};

/** Looks at files again and again. */
export class Watch {
  private readonly watched: Watched;
  private stamps: Stamps;

  constructor(watched: Watched) {
    this.watched = watched;
    this.stamps = take(watched);
  }

  /**
   * Paths that were changed, added or removed since the last answer, as soon as two looks in a row see the same; undefined if `signal`
   * is raised before.
   */
  async next(signal: AbortSignal): Promise<string[] | undefined> {
    const before = this.stamps;
    let last = before;
    while (!signal.aborted) {
      await wait(EVERY_MILLISECONDS);
      const now = take(this.watched);
      const isSettled = changed(last, now).length === 0;
      last = now;
      const paths = changed(before, now);
      if (!isSettled || paths.length === 0) continue;
      this.stamps = now;
      return paths;
    }
    return undefined;
  }
}

function take({ roots, isFile, isSkipped }: Watched): Stamps {
  const stamps = new Map<string, string>();
  const visit = (path: string): void => {
    const stat = statSync(path, { throwIfNoEntry: false });
    if (stat?.isFile()) stamps.set(path, `${stat.mtimeMs} ${stat.size} ${stat.ino}`);
    if (!stat?.isDirectory()) return;
    for (const entry of entriesOf(path)) {
      const below = join(path, entry.name);
      if (entry.isDirectory() ? !isSkipped(entry.name) : isFile(below)) visit(below);
    }
  };
  for (const root of roots) visit(root);
  return stamps;
}

// A folder may be gone by the time it is read.
function entriesOf(path: string) {
  try {
    return readdirSync(path, { withFileTypes: true });
  } catch {
    return [];
  }
}

function changed(before: Stamps, now: Stamps): string[] {
  const paths = new Set([...before.keys(), ...now.keys()]);
  return [...paths].filter((path) => before.get(path) !== now.get(path)).sort();
}
