// The Solidity contracts, compiled once and kept until their text changes.
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';

const here = new URL('../', import.meta.url);
const SOURCES = ['Token.sol', 'Kernels.sol'];
const SETTINGS = {
  optimizer: { enabled: true, runs: 1_000_000 },
  viaIR: true,
  evmVersion: 'cancun',
  outputSelection: { '*': { '*': ['evm.bytecode.object', 'evm.methodIdentifiers'] } },
};

/** By contract, its code for deployment and the selectors of its methods by signature, in hexadecimal without 0x. */
export async function compiled() {
  const texts = SOURCES.map((name) => readFileSync(new URL(`contracts/${name}`, here), 'utf8'));
  const digest = createHash('sha256')
    .update(JSON.stringify([SETTINGS, texts]))
    .digest('hex')
    .slice(0, 16);
  const path = new URL(`build/solidity-${digest}.json`, here);
  if (existsSync(path)) return JSON.parse(readFileSync(path, 'utf8'));
  const codes = await compile(texts);
  mkdirSync(new URL('build/', here), { recursive: true });
  writeFileSync(path, JSON.stringify(codes));
  return codes;
}

async function compile(texts) {
  const { default: solc } = await import('solc');
  const sources = Object.fromEntries(SOURCES.map((name, i) => [name, { content: texts[i] }]));
  const output = JSON.parse(solc.compile(JSON.stringify({ language: 'Solidity', sources, settings: SETTINGS })));
  const errors = (output.errors ?? []).filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Error(errors.map(({ formattedMessage }) => formattedMessage).join('\n'));
  const contracts = Object.values(output.contracts).flatMap((all) => Object.entries(all));
  return Object.fromEntries(
    contracts.map(([name, { evm }]) => [name, { code: evm.bytecode.object, selectors: evm.methodIdentifiers }]),
  );
}
