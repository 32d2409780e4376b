// Entry of the process that measures one group: its name and the wanted ids as arguments, values as messages.
import { CLAIMS } from './claims.ts';
import type { Said } from './measure.ts';

const [name = '', ...ids] = process.argv.slice(2);
const say = (said: Said) => process.send?.(said);

await CLAIMS[name]!.measure({
  wants: (...asked) => asked.some((id) => ids.includes(id)),
  record: (id, value) => say({ id, value }),
  note: (text) => say({ note: text }),
});
process.disconnect?.();
