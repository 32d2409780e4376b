// A view with all that it read, and whatever was captured run again.
import type { Bytes } from '../base/bytes.ts';
import type { Captured, Question, ViewCapture } from '../base/capture.ts';
import type { Tier } from '../base/tier.ts';
import { Overlay } from '../state/overlay.ts';
import { ask } from './apply.ts';
import type { Site } from './attempt.ts';
import { Engine } from './code.ts';
import { Recorded, Recorder, type Seen } from './evidence.ts';
import { type Instead, outcomeOf, reasonOf, rerun } from './referee.ts';

/** Asks a view on committed state, and writes down all that it reads. @throws Reject, Fault */
export function captureView(site: Site, question: Question): ViewCapture {
  const { engine, chain, height, time } = site;
  const recorder = new Recorder(site.state, (codeId: Bytes) => engine.code(site.state, codeId).module);
  const apart = new Engine(engine.natives, engine.tier);
  ask({ engine: apart, state: recorder, chain, height, time }, question, engine.tier);
  return { question, chain, height, time, touched: recorder.touched() };
}

/** Runs what was captured in a tier of this process. @throws Reject, Fault if the capture is not whole */
export function runAgain(captured: Captured, engine: Engine, tier: Tier, instead?: Instead): Seen {
  if ('transaction' in captured) return rerun(captured, engine, tier, instead);
  const { question, touched, chain, height, time } = captured;
  const apart = new Engine(engine.natives, tier);
  for (const code of instead?.codes ?? []) apart.keep(code);
  const site = { engine: apart, state: new Recorded(touched), chain, height, time };
  const { run, ended } = ask(site, { ...question, gas: instead?.gas ?? question.gas }, tier);
  const trace = run.trace.records();
  // A view writes nothing.
  const overlay = new Overlay({ get: () => undefined, next: () => undefined });
  return { outcome: outcomeOf({ run, ended, overlay }, run.trace.digest()), ...reasonOf(run), trace };
}
