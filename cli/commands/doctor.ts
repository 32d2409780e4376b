// `tally doctor`: whether this machine and folder are fit, point by point.
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism, totalmem } from 'node:os';
import { resolve } from 'node:path';
import { keyNames, loadKey } from '../../engine/app/keys.ts';
import { toHex } from '../../engine/base/bytes.ts';
import { CodedError } from '../../engine/base/errors.ts';
import { specHash } from '../../engine/base/spec.ts';
import { nodeNatives } from '../../engine/crypto/node.ts';
import type { Act, Define } from '../command.ts';
import { EXIT } from '../exit.ts';
import { counted, grouped, sized } from '../print.ts';
import type { Session } from '../session.ts';
import { table } from '../table.ts';
import { versionText } from '../version.ts';

export const define: Define = (command, run) => {
  command.action(run(examine));
};

/** One point: fine, worth a look, or bad. */
interface Finding {
  readonly point: string;
  readonly state: 'ok' | 'note' | 'bad';
  readonly text: string;
}

const OLDEST = [20, 19] as const;
const PACKAGES = [
  'assemblyscript',
  'level',
  'commander',
  'cli-table3',
  '@noble/hashes',
  '@noble/curves',
  '@scure/base',
];
/** A clock before this build stands wrong; milliseconds since 1970. */
const EARLIEST = Date.UTC(2025, 0, 1);
const LEAST_SPACE = 256 * 1024 * 1024;

const examine: Act = async (session) => {
  const findings = [...machine(), ...packages(), folder(), space(), clock(), ...keys(session), await chain(session)];
  const isBad = findings.some(({ state }) => state === 'bad');
  const { colours } = session.output;
  const marks = { ok: colours.green('✓'), note: colours.yellow('•'), bad: colours.red('✗') };
  const rows = findings.map(({ point, state, text }) => [marks[state], point, text]);
  session.output.result({ ok: !isBad, findings }, table(['', '', ''], rows, colours).replace(/^\n/, ''));
  return isBad ? EXIT.unexpected : undefined;
};

function machine(): Finding[] {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  const isOld = major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1]);
  const cores = `${counted(availableParallelism(), 'core')}, ${sized(totalmem())} memory`;
  return [
    { point: 'tallystick', state: 'ok', text: versionText() },
    { point: 'rules', state: 'ok', text: toHex(specHash(nodeNatives)) },
    {
      point: 'node',
      state: isOld ? 'bad' : 'ok',
      text: `${process.versions.node}, V8 ${process.versions.v8}${isOld ? '; 20.19 or later is needed' : ''}`,
    },
    { point: 'platform', state: 'ok', text: `${process.platform} ${process.arch}, ${cores}` },
  ];
}

function packages(): Finding[] {
  const require = createRequire(import.meta.url);
  const missing = PACKAGES.filter((name) => !isInstalled(require, name));
  if (missing.length === 0) return [{ point: 'packages', state: 'ok', text: `all ${PACKAGES.length} found` }];
  return [{ point: 'packages', state: 'bad', text: `missing: ${missing.join(', ')}` }];
}

// Packages that only export files by name have no main to resolve, but still a folder.
function isInstalled(require: NodeJS.Require, name: string): boolean {
  return (require.resolve.paths(name) ?? []).some((base) => existsSync(`${base}/${name}/package.json`));
}

function folder(): Finding {
  try {
    accessSync('.', constants.R_OK | constants.W_OK);
    return { point: 'folder', state: 'ok', text: `${resolve('.')} can be written` };
  } catch {
    return { point: 'folder', state: 'bad', text: `${resolve('.')} cannot be written` };
  }
}

function space(): Finding {
  const { bavail, bsize } = statfsSync('.');
  const free = bavail * bsize;
  return { point: 'disk', state: free < LEAST_SPACE ? 'note' : 'ok', text: `${sized(free)} free` };
}

function clock(): Finding {
  const now = Date.now();
  return { point: 'clock', state: now < EARLIEST ? 'bad' : 'ok', text: new Date(now).toISOString() };
}

function keys(session: Session): Finding[] {
  const found = keyNames(session.keys);
  if (found.length === 0) return [{ point: 'keys', state: 'note', text: 'none yet; the first deploy makes dev' }];
  const broken = found.flatMap((name): Finding[] => {
    try {
      const isExposed = loadKey(session.keys, name).exposed;
      return isExposed
        ? [{ point: `key ${name}`, state: 'note', text: 'other users of this machine can read it' }]
        : [];
    } catch (error) {
      return [{ point: `key ${name}`, state: 'bad', text: (error as Error).message }];
    }
  });
  return [
    { point: 'keys', state: 'ok', text: found.slice(0, 8).join(', ') + (found.length > 8 ? ' …' : '') },
    ...broken,
  ];
}

async function chain(session: Session): Promise<Finding> {
  try {
    const { genesis, height } = await (await session.connect('read')).info();
    return { point: 'chain', state: 'ok', text: `${session.chain}: ${genesis.name}, height ${grouped(height)}` };
  } catch (error) {
    if (!(error instanceof CodedError)) throw error;
    if (error.id === 'NO_GENESIS') return { point: 'chain', state: 'note', text: `none in ${session.chain} yet` };
    return { point: 'chain', state: 'bad', text: error.message };
  }
}
