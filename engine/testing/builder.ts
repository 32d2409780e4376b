// A process of its own that builds one contract for looking inside: whoever asks waits for it, as nothing else in a test can.
import { readFileSync } from 'node:fs';
import { deserialize, serialize } from 'node:v8';
import { compileForDebuggerKept } from '../compile/kept.ts';
import type { SourceFiles } from '../compile/sources.ts';

const sources = deserialize(readFileSync(0)) as SourceFiles;
process.stdout.write(serialize(await compileForDebuggerKept(sources)));
