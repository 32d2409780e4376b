// Golden traces: every record of every scenario as text. BLESS=1 writes them anew, and the difference is to be read.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { toHex } from '../../engine/base/bytes.ts';
import type { Receipt } from '../../engine/base/records.ts';
import { user } from '../runtime/chain.ts';
import { printReceipt, printTrace, readTrace } from './print.ts';
import { SCENARIOS, type Scenario, Stage } from './scenarios.ts';

const FOLDER = import.meta.dirname;
const BLESS = process.env['BLESS'] === '1';
const fileOf = (name: string) => join(FOLDER, `${name}.txt`);

/** The receipts of a scenario's transactions. */
function played({ transactions, fixed }: Scenario, stage: Stage): Receipt[] {
  for (const [n, name] of ['alice', 'bob'].entries()) stage.name(name, user(n));
  const parts = transactions(stage);
  return parts.map((make) => {
    const { receipts, rejected } = stage.chain.block([make()], { fixed: fixed ?? false });
    if (receipts.length === 0) throw rejected.get(0)!;
    return receipts[0]!;
  });
}

function textOf(scenario: Scenario): string {
  const stage = new Stage();
  const receipts = played(scenario, stage);
  const pieces = receipts.map((receipt) => {
    const trace =
      receipt.status >= 1000 && receipt.status < 2000 ? [] : printTrace(stage.chain.trace(receipt), stage.names);
    return [...trace, ...printReceipt(receipt, stage.names)].join('\n');
  });
  return `${[`# ${scenario.doc}`, ...pieces].join('\n\n')}\n`;
}

test.each(SCENARIOS)('$name: $doc', (scenario) => {
  const text = textOf(scenario);
  if (BLESS) writeFileSync(fileOf(scenario.name), text);
  expect(text).toBe(readFileSync(fileOf(scenario.name), 'utf8'));
});

test('every file belongs to a scenario', () => {
  const files = readdirSync(FOLDER).filter((file) => file.endsWith('.txt'));
  expect(files.sort()).toEqual(SCENARIOS.map(({ name }) => `${name}.txt`).sort());
});

test('depth and gas in a trace go the way that frames do', () => {
  for (const scenario of SCENARIOS) {
    const stage = new Stage();
    for (const receipt of played(scenario, stage)) {
      if (receipt.status >= 1000 && receipt.status < 2000) continue;
      let open = 0;
      for (const { kind, depth, gasLeft } of readTrace(stage.chain.trace(receipt))) {
        if (kind === 'START') open += 1;
        // The top frame of an invariant stands beside the one before it.
        expect([scenario.name, toHex(receipt.txId), depth]).toEqual([scenario.name, toHex(receipt.txId), open]);
        if (kind === 'END') open -= 1;
        expect(gasLeft).toBeGreaterThanOrEqual(0n);
      }
      expect(open).toBe(0);
    }
  }
});
