// Writes everything that is generated from the sources, or with --check names what is stale and ends with 1.
import { generatedFiles, repositoryRoot, staleFiles, writeStale } from '../dist/engine/compile/generate.js';
import { apiPages } from './reference.mjs';

const isCheck = process.argv.includes('--check');
const root = repositoryRoot();
const files = new Map([...generatedFiles(), ...apiPages(root)]);
const stale = isCheck ? staleFiles(root, files) : writeStale(root, files);
for (const path of stale) console.error(`${isCheck ? 'stale' : 'wrote'}: ${path}`);
if (isCheck && stale.length > 0) process.exitCode = 1;
