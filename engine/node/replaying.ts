// A process that replays a folder for apart.ts: progress and the report go up, and then it ends.
import { type ReplayReport, replayFolder } from './replay.ts';
import { fromArguments } from './settings.ts';
import { toWire, type WireError } from './wire.ts';

export type Told =
  | { readonly height: number; readonly of: number }
  | { readonly report: ReplayReport }
  | { readonly error: WireError };

const tell = (told: Told) => process.send?.(told);

const [folder, skip, ...given] = process.argv.slice(2);
await replayFolder(folder!, {
  settings: fromArguments(given),
  skipSignatures: skip === 'true',
  onProgress: (height, of) => tell({ height, of }),
})
  .then((report) => tell({ report }))
  .catch((error: unknown) => tell({ error: toWire(error) }))
  .finally(() => process.disconnect?.());
