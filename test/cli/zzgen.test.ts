// gen
import { mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { test } from 'vitest';
import * as S from './script.ts';

const only = process.env['ONLY'];
for (const name of readdirSync('/tmp/gen').filter(
  (n) => n.endsWith('.txt') && (!only || only.split(',').includes(n)),
)) {
  test(name, async () => {
    const text = readFileSync(`/tmp/gen/${name}`, 'utf8');
    const outs = await (S as any).record(S.parseScript(text));
    let i = 0;
    let inFile = false;
    const lines: string[] = [];
    for (const line of text.split('\n')) {
      if (/^=== /.test(line)) inFile = true;
      if (line === '===') inFile = false;
      lines.push(line);
      if (!inFile && line.startsWith('$ '))
        lines.push(
          ...outs[i++].map((l: string) =>
            l
              .replace(/[0-9a-f]{64}/g, '…')
              .replace(/t[ac]1[a-z0-9]{57,}/g, (m: string) => m.slice(0, 3) + '…')
              .replace(/\d{4}-\d\d-\d\dT[0-9:.]+Z/, '…'),
          ),
          '',
        );
    }
    writeFileSync(
      `/tmp/gen/out/${name}`,
      lines
        .join('\n')
        .replace(/\n{3,}/g, '\n\n')
        .trimEnd() + '\n',
    );
  });
}
