// The interpreter keeps the suite of all tiers.
import { InterpretedTier } from '../../engine/interpreter/interpreter.ts';
import { tierSuite } from '../suites/tier.ts';

tierSuite('the interpreter', () => new InterpretedTier());
