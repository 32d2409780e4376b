// The process of apart.ts: it is sent one job, tells how far it is and what came of it, and ends.
import type { ScrubSlice } from '../client/connection.ts';
import type { Job, Jobs, OnProgress, Told } from './apart.ts';
import { connect } from './open.ts';
import { repairFolder } from './repair.ts';
import { replayFolder } from './replay.ts';
import { toWire } from './wire.ts';

/** Milliseconds of a pass between two answers. */
const SLICE = 200;

const JOBS: {
  readonly [K in keyof Jobs]: (
    folder: string,
    options: Jobs[K]['options'],
    onProgress: OnProgress,
  ) => Promise<Jobs[K]['result']>;
} = {
  replay: (folder, options, onProgress) => replayFolder(folder, { ...options, onProgress }),
  check: async (folder, _, onProgress) => {
    const connection = await connect(folder, 'read');
    try {
      // A node may be in the middle of a pass: only one that begins now has seen everything as it is now.
      let isOurs = false;
      for (;;) {
        const slice: ScrubSlice = await connection.scrub(SLICE);
        isOurs ||= slice.isFirst;
        if (isOurs && slice.isWhole) return slice;
        onProgress(slice.rows, 0);
      }
    } finally {
      await connection.close().catch(() => undefined);
    }
  },
  repair: (folder, options, onProgress) => repairFolder(folder, { ...options, onProgress }),
};

const tell = (told: Told) => process.send?.(told);

async function run<K extends keyof Jobs>({ name, folder, options }: Job<K>): Promise<void> {
  try {
    tell({ result: await JOBS[name](folder, options, (progress, of) => tell({ progress, of })) });
  } catch (error) {
    tell({ error: toWire(error) });
  } finally {
    process.disconnect?.();
  }
}

process.once('message', (job: Job) => void run(job));
