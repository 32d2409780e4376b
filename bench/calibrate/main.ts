// Entry of `npm run calibrate`: times every price and prints what a unit of gas takes.
// usage: npm run calibrate -- [WORD...] [--write]   words pick probes by their ids; --write needs all of them
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageFolder } from '../../engine/compile/sources.ts';
import { machine } from '../report.ts';
import { page, typical, worst, worstToTypical } from './report.ts';
import { COMPILERS, type Compiler, timeAll } from './run.ts';

const args = process.argv.slice(2);
const words = args.filter((arg) => !arg.startsWith('--'));
const write = args.includes('--write') && words.length === 0;
const note = (text: string) => void process.stderr.write(`${text}\n`);
const tables = [];
for (const compiler of Object.keys(COMPILERS) as Compiler[]) tables.push(await timeAll(compiler, words, note));
const text = page(tables, machine(), new Date().toISOString().slice(0, 10));
if (write) writeFileSync(join(packageFolder(), 'docs', 'reference', 'calibration.md'), text);
process.stdout.write(text);
for (const table of tables) {
  note(
    `${table.compiler}: median ${typical(table).toPrecision(3)} ns, worst ${worst(table).id}, ${worstToTypical(table).toPrecision(3)} times that`,
  );
}
