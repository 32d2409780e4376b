// The groups of figures, by name: each is measured in a process of its own.
import { figures as calibration } from './calibration.ts';
import { figures as call } from './call.ts';
import { figures as command } from './command.ts';
import { figures as compile } from './compile.ts';
import type { Figures } from './figure.ts';
import { figures as ledger } from './ledger.ts';
import { figures as level } from './level.ts';
import { figures as metering } from './metering.ts';
import { figures as million } from './million.ts';
import { figures as proxy } from './proxy.ts';
import { figures as stack } from './stack.ts';
import { figures as style } from './style.ts';
import { figures as templates } from './templates.ts';
import { figures as tiers } from './tiers.ts';
import { figures as tree } from './tree.ts';
import { figures as worst } from './worst.ts';

export const CLAIMS: { readonly [name: string]: Figures } = {
  compile,
  style,
  call,
  proxy,
  ledger,
  million,
  command,
  templates,
  tree,
  level,
  metering,
  calibration,
  worst,
  stack,
  tiers,
};
